"""One's own page: what I answer for, what waits for me, and each of it answered in place (MON-6, RHY-2)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime

from vitalfew.base.errors import Refused
from vitalfew.base.ref import Ref
from vitalfew.base.said import say
from vitalfew.base.word import word
from vitalfew.model.entry import FOLDER
from vitalfew.model.kpi import Kpi
from vitalfew.model.wording import Mark, mark, stated
from vitalfew.model.wording import value as value_of
from vitalfew.rhythm.actions import Action, actions, finish_action, postpone_action
from vitalfew.rhythm.commentary import commentaries, give_commentary
from vitalfew.rhythm.escalations import acknowledge, escalations
from vitalfew.rhythm.proposals import proposals
from vitalfew.rhythm.reviews import reviews
from vitalfew.store.entry import entered_at, is_entered, kept, record, take_back
from vitalfew.web.page import Page
from vitalfew.web.pages.escalations import Row, row_of
from vitalfew.web.visit import Visit


@dataclass(frozen=True, slots=True)
class Own:
    """A KPI that I answer for; `period` is the one to enter a value for, empty where it is measured from data.

    `entered` is what I said of it last, `at` the moment by which that is undone; both are empty where there is nothing to undo.
    """

    id: str
    name: str
    mark: Mark
    value: str
    last: str
    period: str
    unit: str
    entered: str
    at: str


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
    return View(
        visit.names[visit.person],
        tuple(_own(kpi, visit) for kpi in kpis),
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
        ),
        tuple(
            Task(each.id, each.text or "", say("{day:%a %-d %B}", day=each.due), each.due < today, each.version) for each in tasks
        ),
        tuple(row_of(each, [], visit) for each in waiting),
        tuple((each.id, each.title or say("untitled")) for each in asked),
        everybody,
    )


def _task(each: Action, today: date) -> Task:
    return Task(each.id, each.text or "", say("{day:%a %-d %B}", day=each.due), each.due < today, each.version)


def _own(kpi: Kpi, visit: Visit) -> Own:
    verdict = visit.verdicts.get(kpi.id)
    shown, value = (mark(verdict), value_of(verdict)) if verdict else (Mark(None, word(kpi.lifecycle)), "–")
    calendar = visit.framework.calendar.calendar
    last = verdict.period.label if verdict and verdict.period else ""
    present = calendar.period(kpi.grain, visit.scorecard.as_of)
    entered = calendar.label(calendar.shift(present, -1)) if is_entered(visit.framework, kpi) else ""
    said, at = _entered(kpi, visit) if entered else ("", "")
    return Own(kpi.id, kpi.title, shown, value, last, entered, kpi.unit or "", said, at)


def _entered(kpi: Kpi, visit: Visit) -> tuple[str, str]:
    """Say what I entered last, where nobody has entered anything since and it came alone."""
    entries = [*kept(visit.workspace.root / FOLDER / f"{kpi.id}.csv")]
    newest = max(reversed(entries), key=lambda each: each.recorded_at, default=None)  # of two in one second the later line
    if newest is None or newest.by != visit.person:
        return "", ""
    if len(entered_at(visit.framework, visit.workspace.root, newest.recorded_at, visit.person)) != 1:
        return "", ""
    value, at = stated(newest.value, kpi.unit, kpi.decimals), visit.local(newest.recorded_at.replace(tzinfo=UTC))
    said = say("You entered {value} for {period} on {at:%-d %B, %H:%M}.", value=value, period=newest.period, at=at)
    return said, newest.recorded_at.isoformat()


def act(visit: Visit) -> str:
    """Do what a form asks for; raises Refused, Overtaken, UnknownName."""
    wanted = visit.form.get("do", "")
    if wanted not in STEPS:
        raise Refused(say("nothing was asked for"), say("press one of the buttons"))
    STEPS[wanted](visit)
    return "/me"


def _choose(visit: Visit) -> None:
    if not visit.who.is_open:
        raise Refused(say("you are who you signed in as"), say("sign out first"))
    if visit.form.get("person") not in visit.framework.person:
        raise Refused(say("nobody is chosen"), say("choose who you are"))


def _enter(visit: Visit) -> None:
    """Enter a value by hand; a second one for a period corrects the first, which stays."""
    if not visit.person:
        raise Refused(say("nobody says who enters this"), say("say who you are"))
    kpi = visit.said("kpi", say("name the KPI"))
    if kpi in visit.workspace.unseen or not visit.may("enter", Ref("kpi", kpi)):
        raise Refused(say("your roles do not let you enter this"), say("ask the owner of the KPI"))
    record(
        visit.framework,
        visit.workspace.root,
        kpi=kpi,
        value=visit.said("value", say("give the value")),
        period=visit.said("period", say("name the period")),
        by=visit.person,
        note=visit.form.get("note", ""),
        today=visit.scorecard.as_of,
        recorded_at=datetime.now(UTC).replace(tzinfo=None, microsecond=0),
    )
    visit.workspace.measure([kpi])


def _undo(visit: Visit) -> None:
    """Take back what was entered last: what stood before counts again."""
    kpi = visit.said("kpi", say("name the KPI"))
    if kpi in visit.workspace.unseen or not visit.may("enter", Ref("kpi", kpi)):
        raise Refused(say("your roles do not let you enter this"), say("ask the owner of the KPI"))
    try:
        at = datetime.fromisoformat(visit.said("at", say("name what to take back")))
    except ValueError:
        raise Refused(say("that is no moment"), say("press the button beside what you entered")) from None
    now = datetime.now(UTC).replace(tzinfo=None, microsecond=0)
    visit.workspace.measure(list(take_back(visit.framework, visit.workspace.root, at, by=visit.person, recorded_at=now)))


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
    "enter": _enter,
    "undo": _undo,
    "say": _say,
    "finish": _finish,
    "postpone": _postpone,
    "acknowledge": _have,
}
PAGE = Page("/me", say("My page"), build, act=act)
