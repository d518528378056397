"""The course of a KPI over its periods: what a chart of it and a table of its values show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from vitalfew.model.outlook import Expected
from vitalfew.model.verdict import Status


@dataclass(frozen=True, slots=True)
class Step:
    """One period of a KPI's own grain, in its unit: the value or the reason for none, and what it is held against.

    `target` and `threshold` are those of the period's last day, a pair where they are a range; limits are those of the process
    as it ran then, with the season where there is one. `signal` is the way of a signal at this period, `better` whether that is
    good. `redefined` says that it was measured by another definition than the one before it.
    """

    label: str
    start: date
    end: date
    value: float | None
    missing: str | None
    complete: bool
    status: Status | None = None
    target: float | tuple[float, float] | None = None
    threshold: float | tuple[float, float] | None = None
    limits: tuple[float, float, float] | None = None
    signal: Literal["up", "down"] | None = None
    better: bool | None = None
    redefined: bool = False


@dataclass(frozen=True, slots=True)
class Course:
    """All periods in order, oldest first, and what is expected of the next one.

    `before` are the values of the same periods a year before, where they were asked for.
    """

    steps: tuple[Step, ...]
    expected: Expected | None
    before: tuple[float | None, ...] = ()
