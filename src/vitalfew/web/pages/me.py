"""One's own page: what I answer for, what waits for me, and each of it answered in place (MON-6, RHY-2)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from vitalfew.base.errors import Refused
from vitalfew.base.said import say
from vitalfew.base.word import word
from vitalfew.model.kpi import Kpi
from vitalfew.model.wording import Mark, mark
from vitalfew.model.wording import value as value_of
from vitalfew.rhythm.actions import actions, finish_action, postpone_action
from vitalfew.rhythm.commentary import commentaries, give_commentary
from vitalfew.rhythm.desk import Desk
from vitalfew.rhythm.escalations import acknowledge, escalations
from vitalfew.rhythm.proposals import proposals
from vitalfew.rhythm.reviews import reviews
from vitalfew.web.page import Page
from vitalfew.web.pages._entering import STEPS as ENTERING
from vitalfew.web.pages._entering import Entering, entering
from vitalfew.web.pages.escalations import Row, row_of
from vitalfew.web.visit import Visit


@dataclass(frozen=True, slots=True)
class Own:
    """A KPI that I answer for; `entering` is None where it is measured from data."""

    id: str
    name: str
    mark: Mark
    value: str
    last: str
    entering: Entering | None


@dataclass(frozen=True, slots=True)
class Asked:
    """Words that a review waits for: of a red KPI both are needed, so it comes first."""

    review: str
    review_name: str
    kpi: str
    name: str
    due: str
    is_late: bool
    is_forced: bool
    analysis: str
    next_step: str
    version: int


@dataclass(frozen=True, slots=True)
class Task:
    """An action that I promised."""

    id: str
    text: str
    due: str
    is_late: bool
    version: int


@dataclass(frozen=True, slots=True)
class View:
    """The page."""

    name: str
    owned: tuple[Own, ...]
    asked: tuple[Asked, ...]
    tasks: tuple[Task, ...]
    escalations: tuple[Row, ...]
    proposals: tuple[tuple[str, str], ...]
    everybody: tuple[tuple[str, str], ...]

    @property
    def waits(self) -> int:
        """How much waits."""
        return len(self.asked) + len(self.tasks) + len(self.escalations) + len(self.proposals)


def build(visit: Visit) -> View:
    """Build the page."""
    everybody = tuple(visit.everybody)
    if not visit.person:
        return View("", (), (), (), (), (), everybody)
    with visit.reading() as desk:
        mine = [each for each in commentaries(desk) if each.owner == visit.person and each.state == "asked"]
        tasks = actions(desk, owner=visit.person, states=("open",))
        waiting = [each for each in escalations(desk, states=("open",)) if each.to == visit.person and each.group is None]
        asked = proposals(desk, person=visit.person)
        called = {each.id: each.name for each in reviews(desk)} if mine else {}
        now, today = desk.at, desk.today
        kpis = [kpi for kpi in visit.framework.current_kpis if visit.person in {*kpi.owners, kpi.updater}]
        owned = tuple(_own(desk, kpi, visit) for kpi in kpis)
    at_once = {(own.entering.wanted.review, own.id) for own in owned if own.entering and own.entering.wanted}
    return View(
        visit.names[visit.person],
        owned,
        tuple(
            Asked(
                each.review,
                called.get(each.review, each.review),
                each.kpi,
                visit.framework.kpi[each.kpi].title,
                say("{at:%a %-d %B, %H:%M}", at=visit.local(each.due)),
                each.due < now,
                each.forced,
                each.analysis or "",
                each.next_step or "",
                each.version,
            )
            for each in sorted(mine, key=lambda each: (not each.forced, each.due))
            if (each.review, each.kpi) not in at_once
        ),
        tuple(
            Task(each.id, each.text or "", say("{day:%a %-d %B}", day=each.due), each.due < today, each.version) for each in tasks
        ),
        tuple(row_of(each, [], visit) for each in waiting),
        tuple((each.id, each.title or say("untitled")) for each in asked),
        everybody,
    )


def _own(desk: Desk, kpi: Kpi, visit: Visit) -> Own:
    verdict = visit.verdicts.get(kpi.id)
    shown, value = (mark(verdict), value_of(verdict)) if verdict else (Mark(None, word(kpi.lifecycle)), "–")
    last = verdict.period.label if verdict and verdict.period else ""
    return Own(kpi.id, kpi.title, shown, value, last, entering(desk, visit, kpi))


def act(visit: Visit) -> str:
    """Do what a form asks for; raises Refused, Overtaken, UnknownName."""
    wanted = visit.form.get("do", "")
    if wanted not in STEPS:
        raise Refused(say("nothing was asked for"), say("press one of the buttons"))
    STEPS[wanted](visit)
    return f"/me#own-{visit.form['kpi']}" if wanted in ENTERING else "/me"


def _choose(visit: Visit) -> None:
    if not visit.who.is_open:
        raise Refused(say("you are who you signed in as"), say("sign out first"))
    if visit.form.get("person") not in visit.framework.person:
        raise Refused(say("nobody is chosen"), say("choose who you are"))


def _say(visit: Visit) -> None:
    with visit.writing() as desk:
        give_commentary(
            desk,
            visit.said("review", say("name the review")),
            visit.said("kpi", say("name the KPI")),
            analysis=visit.form.get("analysis"),
            next_step=visit.form.get("next_step"),
            version=visit.seen(),
        )


def _finish(visit: Visit) -> None:
    with visit.writing() as desk:
        note = visit.form.get("note") or None
        finish_action(desk, visit.said("action", say("name the action")), note=note, version=visit.seen())


def _postpone(visit: Visit) -> None:
    due, reason = visit.said_day("due", say("name the new day")), visit.said("reason", say("say why it takes longer"))
    with visit.writing() as desk:
        postpone_action(desk, visit.said("action", say("name the action")), due, reason, version=visit.seen())


def _have(visit: Visit) -> None:
    with visit.writing() as desk:
        acknowledge(desk, visit.said("escalation", say("name the escalation")))


STEPS: dict[str, Callable[[Visit], None]] = {
    "choose": _choose,
    **ENTERING,
    "say": _say,
    "finish": _finish,
    "postpone": _postpone,
    "acknowledge": _have,
}
PAGE = Page("/me", say("My page"), build, act=act)
