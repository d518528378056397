"""What an initiative was to bring, held against what was seen of the KPI (INI-1, INI-3).

Before and after are each the mean of about a month of complete values: the last ones that ended before the movement was to
begin, and the latest since, up to the day by which it was to be there. That a KPI moved is no proof that the initiative moved it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import fmean
from typing import Literal

from vitalfew.base.period import Grain
from vitalfew.model.course import Step
from vitalfew.model.rhythm import Initiative, Move

PERIODS: Mapping[Grain, int] = {"day": 28, "week": 4, "month": 1, "quarter": 1, "year": 1}
"""How many values make about a month, or the shortest there is."""
STILL = 0.1
"""The share of what was expected within which a KPI did not move, either way."""
Outcome = Literal["reached", "on the way", "short", "unmoved", "against", "early", "no-amount", "unknown"]


@dataclass(frozen=True, slots=True)
class Movement:
    """A movement in the KPI's unit; `share` is how much of what was expected was seen."""

    before: float | None
    after: float | None
    expected: float | None
    seen: float | None
    share: float | None
    outcome: Outcome


def movement(initiative: Initiative, move: Move, steps: Sequence[Step], grain: Grain, *, today: date) -> Movement:
    """Hold what was expected of a KPI against its values."""
    begins = move.from_ or initiative.starts
    if begins is None:
        return Movement(None, None, _expected(move, None), None, None, "unknown")
    ends = min(move.until or today, today)
    complete = [step for step in steps if step.complete and step.value is not None]
    before = _mean([step for step in complete if step.end <= begins], grain)
    after = _mean([step for step in complete if step.start >= begins and step.start <= ends], grain)
    expected = _expected(move, before)
    seen = after - before if before is not None and after is not None else None
    share = seen / expected if seen is not None and expected else None
    return Movement(before, after, expected, seen, share, _outcome(move, before, after, expected, share, today))


def _mean(steps: Sequence[Step], grain: Grain) -> float | None:
    values = [step.value for step in steps[-PERIODS[grain] :] if step.value is not None]
    return fmean(values) if values else None


def _expected(move: Move, before: float | None) -> float | None:
    if move.by is None or move.in_ != "percent":
        return move.by
    return None if before is None else abs(before) * move.by / 100


def _outcome(
    move: Move, before: float | None, after: float | None, expected: float | None, share: float | None, today: date
) -> Outcome:
    if before is None:
        return "unknown"
    if after is None:
        return "early"
    if share is None:
        return "no-amount" if not expected else "unknown"
    if share >= 1:
        return "reached"
    if share < STILL:
        return "against" if share < -STILL else "unmoved"
    return "on the way" if move.until is None or move.until > today else "short"
