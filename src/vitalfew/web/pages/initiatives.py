"""Initiatives: when they run, what they are to move, and what was seen of it (INI-1 to INI-3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from vitalfew.base.said import say, say_count, several
from vitalfew.base.word import word
from vitalfew.figures.timeline import REACHED, Point, State, Stretch, timeline
from vitalfew.insight.movement import Movement, Outcome, movement
from vitalfew.model.kpi import Kpi
from vitalfew.model.rhythm import Initiative, Milestone, Move
from vitalfew.model.wording import NOTHING, Mark, apart, mark, stated
from vitalfew.web.page import Page
from vitalfew.web.pages._effects import effect_marks
from vitalfew.web.pages.matrix import Item, item_of
from vitalfew.web.visit import Visit

TONES = {"planned": "none", "running": "accent", "done": "green", "stopped": "red"}
OUTCOMES: dict[Outcome, tuple[str, str]] = {
    "reached": (say("moved as expected"), "green"),
    "on the way": (say("on the way"), "amber"),
    "short": (say("moved, by less than expected"), "amber"),
    "unmoved": (say("did not move"), "red"),
    "against": (say("moved the other way"), "red"),
    "early": (say("too early to tell"), "none"),
    "no-amount": (say("no amount is expected"), "none"),
    "unknown": (say("no values to compare"), "none"),
}


@dataclass(frozen=True, slots=True)
class Shift:
    """A movement of a KPI that was expected, and what was seen of it."""

    kpi: Item
    expected: str
    when: str
    seen: str
    share: str
    word: str
    tone: str
    shown: Mark | None
    """What the data show of it beyond chance."""


@dataclass(frozen=True, slots=True)
class Step:
    """A milestone."""

    name: str
    on: str
    state: State
    word: str


@dataclass(frozen=True, slots=True)
class Work:
    """An initiative; `lacks` is what the audit says of it."""

    id: str
    name: str
    description: str
    objective: str
    path: str
    mark: Mark | None
    owner: str
    when: str
    status: str
    tone: str
    verdict: str
    steps: tuple[Step, ...]
    shifts: tuple[Shift, ...]
    lacks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class View:
    """The page."""

    subtitle: str
    drawing: Markup
    work: tuple[Work, ...]


def build(visit: Visit) -> View:
    """Build the page."""
    found = visit.framework.initiatives
    today = visit.scorecard.as_of
    running = sum(each.status == "running" for each in found)
    drawn = timeline(
        [_stretch(each, today) for each in found],
        today=today,
        label=say_count(
            "When {n} initiative runs, with its milestones; the list below says it in words",
            "When {n} initiatives run, with their milestones; the list below says it in words",
            len(found),
        ),
    )
    return View(
        say("{running} of {n} are running", running=running, n=len(found)) if found else say("None is declared"),
        Markup(drawn),  # noqa: S704  # drawn by ourselves, its texts escaped
        tuple(_work(each, visit) for each in found),
    )


def _stretch(each: Initiative, today: date) -> Stretch:
    points = tuple(Point(one.name, one.on, _state(one, today)) for one in each.milestones if one.on)
    return Stretch(each.name or each.id, each.starts, each.ends, TONES.get(each.status or "", "none"), points)


def _state(milestone: Milestone, today: date) -> State:
    if milestone.done:
        return "done"
    return "late" if milestone.on and milestone.on < today else "ahead"


def _work(each: Initiative, visit: Visit) -> Work:
    objective, rollup = visit.framework.objective.get(each.objective or ""), visit.rollups.get(each.objective or "")
    today = visit.scorecard.as_of
    return Work(
        each.id,
        each.name or each.id,
        each.description or "",
        objective.title if objective else each.objective or "",
        f"/objective/{objective.id}" if objective else "",
        mark(rollup) if rollup else None,
        visit.names.get(each.owner or "", each.owner or "") or say("nobody answers for it"),
        _between(each.starts, each.ends),
        word(each.status) if each.status else say("no status"),
        TONES.get(each.status or "", "none"),
        each.verdict or "",
        tuple(_step(one, today) for one in each.milestones),
        tuple(_shift(each, move, visit) for move in each.moves),
        tuple(finding.message for finding in visit.findings if finding.ref == each.ref),
    )


def _step(each: Milestone, today: date) -> Step:
    state = _state(each, today)
    return Step(each.name, say("{day:%-d %b %Y}", day=each.on) if each.on else say("on no day"), state, REACHED[state])


def _shift(each: Initiative, move: Move, visit: Visit) -> Shift:
    kpi, verdict = visit.framework.kpi.get(move.kpi), visit.verdicts.get(move.kpi)
    said, tone = OUTCOMES["unknown"]
    if kpi is None or verdict is None or verdict.state == "private":
        said = say("private") if verdict and kpi else said
        return Shift(item_of(move.kpi, visit), _amount(move, kpi), _span(each, move), NOTHING, "", said, tone, None)
    found = movement(each, move, visit.course(kpi, most=ALL).steps, kpi.grain, today=visit.scorecard.as_of)
    said, tone = OUTCOMES[found.outcome]
    share = "" if found.share is None or found.share <= 0 else say("{share:.0%} of it", share=found.share)
    shown = effect_marks(visit).get((each.id, move.kpi))
    return Shift(item_of(move.kpi, visit), _amount(move, kpi), _span(each, move), _seen(found, kpi), share, said, tone, shown)


ALL = 10_000
"""More periods than any KPI has."""


def _amount(move: Move, kpi: Kpi | None) -> str:
    """Write the movement that is expected, as it was declared."""
    if move.by is None:
        return say("not said")
    if move.in_ == "percent":
        return say("{sign}{percent:g} %", sign=_sign(move.by), percent=abs(move.by))
    if move.in_ == "points" or (kpi and kpi.unit == "%"):
        return say("{sign}{points:g} pt", sign=_sign(move.by), points=abs(move.by))
    size = stated(abs(move.by), kpi.unit if kpi else None, kpi.decimals if kpi else None)
    return several([_sign(move.by), size], "")


def _seen(found: Movement, kpi: Kpi) -> str:
    if found.seen is None or found.before is None or found.after is None:
        return NOTHING
    before, after = (stated(each, kpi.unit, kpi.decimals) for each in (found.before, found.after))
    size = several([_sign(found.seen), apart(found.seen, kpi.unit, kpi.decimals)], "")
    return say("{size}, {before} to {after}", size=size, before=before, after=after)


def _sign(value: float) -> str:
    return "+" if value > 0 else "−" if value < 0 else "±"


def _span(each: Initiative, move: Move) -> str:
    return _between(move.from_ or each.starts, move.until)


def _between(starts: date | None, ends: date | None) -> str:
    """Write from when to when; what is not said is said to be so."""
    if starts is None:
        return say("until {day:%-d %b %Y}", day=ends) if ends else say("no day is named")
    if ends:
        return say("{since:%-d %b %Y} to {until:%-d %b %Y}", since=starts, until=ends)
    return say("from {day:%-d %b %Y}, without an end", day=starts)


PAGE = Page("/initiatives", say("Initiatives"), build, nav=20)
