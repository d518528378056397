"""What was promised and is not done yet, by the day it is due, each answered in place (RHY-2).

They stand in the order of their days and never by person: it is a list of work, not of people.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from vitalfew.base.errors import Refused
from vitalfew.base.ref import Ref
from vitalfew.base.said import say, say_count
from vitalfew.base.word import word
from vitalfew.rhythm.actions import MACHINE, Action, actions, drop_action, finish_action, postpone_action
from vitalfew.rhythm.desk import Desk
from vitalfew.rhythm.escalations import open_to
from vitalfew.rhythm.reviews import MACHINE as REVIEWS
from vitalfew.rhythm.reviews import review_of
from vitalfew.store.matters import find_matters
from vitalfew.web.page import Page
from vitalfew.web.part import Part, part
from vitalfew.web.visit import Visit

PATHS = {
    "kpi": "/kpi/{}",
    "objective": "/objective/{}",
    "review": "/review/{}",
    "escalation": "/escalation/{}",
    "lesson": "/calibration",
}
"""Where that is shown which an action came out of, by its kind."""
CHOICES = {"": say("All"), "late": say("Late"), "mine": say("Mine")}


@dataclass(frozen=True, slots=True)
class Row:
    """An action; `version` is what its forms act on."""

    id: str
    version: int
    text: str
    who: str
    due: str
    late: str
    postponed: int
    reason: str
    kpi: str
    kpi_name: str
    about: str
    path: str


@dataclass(frozen=True, slots=True)
class View:
    """The page."""

    subtitle: str
    chosen: str
    choices: tuple[tuple[str, str], ...]
    rows: tuple[Row, ...]
    part: Part
    can_act: bool


def build(visit: Visit) -> View:
    """Build the page; `?show=` narrows it, `?page=` goes on."""
    with visit.reading() as desk:
        found = [each for each in actions(desk, states=MACHINE.alive) if _is_shown(desk, each)]
        wanted = {each.about.id for each in found if each.about.kind == REVIEWS.kind}
        held = map(review_of, find_matters(desk.transaction, REVIEWS.kind)) if wanted else ()
        names = {each.ref: say("{name}, {period}", name=each.name, period=each.period) for each in held if each.id in wanted}
    late = sum(each.days_late > 0 for each in found)
    chosen = visit.query.get("show", "") if visit.query.get("show", "") in CHOICES else ""
    kept = [each for each in found if chosen != "late" or each.days_late]
    kept = [each for each in kept if chosen != "mine" or each.owner == visit.person]
    subtitle = _summed(len(found), late)
    can_act = bool(visit.person) and visit.may("take part")
    some, which = part(kept, visit.query)
    return View(subtitle, chosen, tuple(CHOICES.items()), tuple(_row(each, names, visit) for each in some), which, can_act)


def _summed(open_: int, late: int) -> str:
    if late:
        return say("{n} open, {late} late", n=open_, late=late)
    return say("{n} open", n=open_) if open_ else say("Nothing is open")


def _is_shown(desk: Desk, each: Action) -> bool:
    """Tell whether whoever is at the desk may see what an action is about."""
    kpis = {each.kpi, each.about.id if each.about.kind == "kpi" else None} - {None}
    return all(open_to(desk, kpi) for kpi in kpis if kpi)


def _row(each: Action, names: Mapping[Ref, str], visit: Visit) -> Row:
    days = each.days_late
    kpi = visit.framework.kpi.get(each.kpi or "")
    is_own = each.about == (kpi.ref if kpi else None)
    return Row(
        each.id,
        each.version,
        each.text or say("(erased)"),
        visit.names.get(each.owner or "", each.owner or say("(erased)")),
        say("{day:%A %-d %B %Y}", day=each.due),
        say_count("a day late", "{n} days late", days) if days else "",
        each.postponed,
        each.reason or "",
        kpi.id if kpi else "",
        kpi.title if kpi else "",
        "" if is_own else names.get(each.about) or _about(each.about, visit),
        PATHS.get(each.about.kind, "").format(each.about.id),
    )


def _about(ref: Ref, visit: Visit) -> str:
    return visit.title(ref) if ref in visit.framework.index else say("{noun} {id}", noun=word(ref.kind), id=ref.id)


def act(visit: Visit) -> str:
    """Do what a form asks for; raises UnknownName, Refused, Overtaken."""
    wanted = visit.form.get("do", "")
    if wanted not in STEPS:
        raise Refused(say("nothing was asked for"), say("press one of the buttons"))
    id_ = visit.said("action", say("name the action"))
    with visit.writing() as desk:
        found = next((each for each in actions(desk) if each.id == id_), None)
        if found and not _is_shown(desk, found):
            raise Refused(say("this is about figures that are private to others"), say("leave it to who may see them"))
        STEPS[wanted](visit, desk, id_)
    return "/actions"


def _finish(visit: Visit, desk: Desk, id_: str) -> None:
    finish_action(desk, id_, note=visit.form.get("note") or None, version=visit.seen())


def _postpone(visit: Visit, desk: Desk, id_: str) -> None:
    due = visit.said_day("due", say("name the new day"))
    postpone_action(desk, id_, due, visit.form.get("reason", ""), version=visit.seen())


def _drop(visit: Visit, desk: Desk, id_: str) -> None:
    drop_action(desk, id_, visit.form.get("reason", ""), version=visit.seen())


STEPS: dict[str, Callable[[Visit, Desk, str], None]] = {"finish": _finish, "postpone": _postpone, "drop": _drop}
PAGE = Page("/actions", say("Actions"), build, act=act)
