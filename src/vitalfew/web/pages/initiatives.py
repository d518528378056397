"""Initiatives: when they run, what they are to move, and what was seen of it (INI-1 to INI-3)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from vitalfew.figures.timeline import Point, State, Stretch, timeline
from vitalfew.insight.movement import Movement, Outcome, movement
from vitalfew.model.kpi import Kpi
from vitalfew.model.rhythm import Initiative, Milestone, Move
from vitalfew.model.wording import NOTHING, Mark, mark, stated
from vitalfew.web.page import Page
from vitalfew.web.pages.matrix import Item, item_of
from vitalfew.web.visit import Visit

TONES = {"planned": "none", "running": "accent", "done": "green", "stopped": "red"}
OUTCOMES: dict[Outcome, tuple[str, str]] = {
    "reached": ("moved as expected", "green"),
    "on the way": ("on the way", "amber"),
    "short": ("moved, by less than expected", "amber"),
    "unmoved": ("did not move", "red"),
    "against": ("moved the other way", "red"),
    "early": ("too early to tell", "none"),
    "no-amount": ("no amount is expected", "none"),
    "unknown": ("no values to compare", "none"),
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


@dataclass(frozen=True, slots=True)
class Step:
    """A milestone."""

    name: str
    on: str
    state: State


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
        label=f"When {len(found)} initiatives run, with their milestones; the list below says it in words",
    )
    return View(
        f"{running} of {len(found)} are running" if found else "None is declared",
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
        visit.names.get(each.owner or "", each.owner or "") or "nobody answers for it",
        _between(each.starts, each.ends),
        each.status or "no status",
        TONES.get(each.status or "", "none"),
        each.verdict or "",
        tuple(Step(one.name, _day(one.on), _state(one, today)) for one in each.milestones),
        tuple(_shift(each, move, visit) for move in each.moves),
        tuple(finding.message for finding in visit.findings if finding.ref == each.ref),
    )


def _shift(each: Initiative, move: Move, visit: Visit) -> Shift:
    kpi, verdict = visit.framework.kpi.get(move.kpi), visit.verdicts.get(move.kpi)
    word, tone = OUTCOMES["unknown"]
    if kpi is None or verdict is None or verdict.state == "private":
        word = "private" if verdict and kpi else word
        return Shift(item_of(move.kpi, visit), _amount(move, kpi), _span(each, move), NOTHING, "", word, tone)
    found = movement(each, move, visit.course(kpi, most=ALL).steps, kpi.grain, today=visit.scorecard.as_of)
    word, tone = OUTCOMES[found.outcome]
    share = "" if found.share is None or found.share <= 0 else f"{found.share:.0%} of it"
    return Shift(item_of(move.kpi, visit), _amount(move, kpi), _span(each, move), _seen(found, kpi), share, word, tone)


ALL = 10_000
"""More periods than any KPI has."""


def _amount(move: Move, kpi: Kpi | None) -> str:
    """Write the movement that is expected, as it was declared."""
    if move.by is None:
        return "not said"
    if move.in_ == "percent":
        return f"{_signed(move.by, lambda value: f'{value:g}')} %"
    if move.in_ == "points" or (kpi and kpi.unit == "%"):
        return f"{_signed(move.by, lambda value: f'{value:g}')} pt"
    return _signed(move.by, lambda value: stated(value, kpi.unit if kpi else None, kpi.decimals if kpi else None))


def _seen(found: Movement, kpi: Kpi) -> str:
    if found.seen is None or found.before is None or found.after is None:
        return NOTHING
    size = _signed(found.seen, lambda value: f"{value:,.1f} pt" if kpi.unit == "%" else stated(value, kpi.unit, kpi.decimals))
    return f"{size}, {stated(found.before, kpi.unit, kpi.decimals)} to {stated(found.after, kpi.unit, kpi.decimals)}"


def _signed(value: float, write: Callable[[float], str]) -> str:
    return f"{'+' if value > 0 else '−' if value < 0 else '±'}{write(abs(value))}"


def _span(each: Initiative, move: Move) -> str:
    return _between(move.from_ or each.starts, move.until)


def _between(starts: date | None, ends: date | None) -> str:
    """Write from when to when; what is not said is said to be so."""
    if starts is None:
        return f"until {_day(ends)}" if ends else "no day is named"
    return f"{_day(starts)} to {_day(ends)}" if ends else f"from {_day(starts)}, without an end"


def _day(day: date | None) -> str:
    return f"{day:%-d %b %Y}" if day else "on no day"


PAGE = Page("/initiatives", "Initiatives", build, nav=20)
