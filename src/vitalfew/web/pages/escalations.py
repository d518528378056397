"""What escalates, who has it, and until when it is to be answered; those that go back to one cause stand together (DEF-5)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from vitalfew.base.ref import Ref
from vitalfew.base.said import say, several
from vitalfew.judge.trigger import TEXTS
from vitalfew.rhythm.escalations import Escalation, escalations, open_to
from vitalfew.web.page import Page
from vitalfew.web.part import Part, part
from vitalfew.web.visit import Visit

STATES = {
    "open": (say("waits for an answer"), "red"),
    "acknowledged": (say("somebody has it"), "amber"),
    "snoozed": (say("put off"), "amber"),
    "recovered": (say("recovered, to be resolved"), "green"),
    "resolved": (say("resolved"), "none"),
}
OUTLOOK = {"likely_miss": say("likely miss"), "guard_broken": say("guard broken")}
"""What triggers find that are no runs of periods."""


@dataclass(frozen=True, slots=True)
class Row:
    """An escalation; `members` are those that climb with it."""

    id: str
    kpi: str
    name: str
    state: str
    tone: str
    why: str
    since: str
    who: str
    until: str
    returns: int
    common: str
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class View:
    """The page."""

    subtitle: str
    rows: tuple[Row, ...]
    part: Part
    over: tuple[Row, ...]
    over_part: Part


RECENT = 20
"""How many that are over are shown at once."""


def build(visit: Visit) -> View:
    """Build the page; `?page=` and `?over=` go on."""
    with visit.reading() as desk:
        found = [each for each in escalations(desk, states=None) if open_to(desk, each.kpi)]
    alive = [each for each in found if each.state != "resolved"]
    over = sorted((each for each in found if each.state == "resolved"), key=lambda each: each.moved_at, reverse=True)
    waiting = sum(each.state == "open" for each in alive)
    subtitle = (
        say("{n} escalate, {waiting} of them wait for an answer", n=len(alive), waiting=waiting)
        if alive
        else say("Nothing escalates")
    )
    some, which = part([each for each in alive if each.group is None], visit.query)
    past, which_past = part(over, visit.query, "over", most=RECENT)
    rows = tuple(row_of(each, alive, visit) for each in some)
    return View(subtitle, rows, which, tuple(row_of(each, [], visit) for each in past), which_past)


def row_of(each: Escalation, alive: list[Escalation], visit: Visit) -> Row:
    """Word an escalation, with the others among those `alive` that climb with it."""
    words, tone = STATES.get(each.state, (each.state, "none"))
    members = tuple(visit.title(other.about) for other in alive if other.group == each.id)
    return Row(
        each.id,
        each.kpi,
        visit.title(each.about),
        words,
        tone,
        several(map(_trigger, each.triggers)),
        say("{day:%-d %B %Y}", day=each.since),
        visit.names.get(each.person or each.to or "", say("nobody")),
        _until(each.due_at, visit) if each.state in {"open", "snoozed"} else "",
        each.returns,
        visit.title(Ref.parse(each.common)) if each.common and ":" in each.common else "",
        members,
    )


def _trigger(name: str) -> str:
    if name in OUTLOOK:
        return OUTLOOK[name]
    worded = TEXTS.get(name)
    return worded(say("repeatedly"), say("some periods")) if worded else name.replace("_", " ")


def _until(at: datetime | None, visit: Visit) -> str:
    return say("{at:%-d %B, %H:%M}", at=at.astimezone(visit.framework.calendar.hours.zone)) if at else ""


PAGE = Page("/escalations", say("Escalations"), build, nav=7)
