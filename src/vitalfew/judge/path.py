"""Paths of targets and thresholds as segments of a straight line, so that any engine reads them at a day.

Days are ordinals (`date.toordinal`), segments are half-open `[from_day, to_day)` and do not overlap within a role.
A path is constant before its first point and after its last. How each target kind becomes a path:

- *at least*, *at most*: constant.
- *reach*: from the baseline's day to `by`, linear; with points, linear between them; `hold` keeps the last point passed, so the
  baseline stands until `by`; `prior-year` has no segment before `by`, the judge reads last year's value there. From `by` on the
  final value stays in force. Without a dated baseline the path starts at its first point; without `by` the value holds at once.
- *values*: a month's value holds on the days of that month, a day's value in the KPI's own period that holds the day; outside
  the table there is no target. With `applies_to: to-date` the months add up along the fiscal year, each growing evenly by day.
- *within*: bounds, not a path; they do not move.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise
from typing import Literal, NamedTuple

from vitalfew.base.period import Calendar, Period
from vitalfew.model.kpi import Kpi
from vitalfew.model.target import Target

Role = Literal["target", "threshold"]
Point = tuple[int, float]
FIRST_DAY = 0
LAST_DAY = date.max.toordinal() + 1


class Segment(NamedTuple):
    """A straight line over the days `[from_day, to_day)`; `to_value` would be reached at `to_day`."""

    role: Role
    from_day: int
    to_day: int
    from_value: float
    to_value: float


def segments(kpi: Kpi, calendar: Calendar) -> Iterator[Segment]:
    """Give the segments of a KPI's target and threshold; none for *within*."""
    target = kpi.target
    if target is not None and target.kind != "within":
        yield from _target(kpi, target, calendar)
    if isinstance(kpi.threshold, dict):
        yield from linear("threshold", sorted((day.toordinal(), value) for day, value in kpi.threshold.items()))
    elif isinstance(kpi.threshold, float):
        yield from held("threshold", [(FIRST_DAY, kpi.threshold)])


def _target(kpi: Kpi, target: Target, calendar: Calendar) -> Iterator[Segment]:
    if target.values is not None:
        table = sorted((_period_of(key, kpi, calendar), value) for key, value in target.values.items())
        return _summed(table, calendar) if target.applies_to == "to-date" else _table(table)
    if target.reach is not None:
        return _reach(kpi, target, target.reach)
    return held("target", [(FIRST_DAY, value) for value in (target.at_least, target.at_most) if value is not None])


def _reach(kpi: Kpi, target: Target, final: float) -> Iterator[Segment]:
    between = target.path if isinstance(target.path, dict) else {}
    points = [(day.toordinal(), value) for day, value in between.items()]
    start = (kpi.baseline.day or kpi.since) if kpi.baseline else None
    if kpi.baseline and start:
        points = [(start.toordinal(), kpi.baseline.value), *(point for point in points if point[0] > start.toordinal())]
    if target.by is None:
        return linear("target", sorted(points)) if between else held("target", [(FIRST_DAY, final)])
    end = (target.by.toordinal(), final)
    if target.path == "prior-year":
        return iter([Segment("target", end[0], LAST_DAY, final, final)])
    points = [*sorted(point for point in points if point[0] < end[0]), end]
    return held("target", points) if target.path == "hold" else linear("target", points)


def linear(role: Role, points: Sequence[Point]) -> Iterator[Segment]:
    """Join points by straight lines, constant before the first and after the last."""
    first, last = points[0], points[-1]
    yield Segment(role, FIRST_DAY, first[0], first[1], first[1])
    for (day, value), (next_day, next_value) in pairwise(points):
        yield Segment(role, day, next_day, value, next_value)
    yield Segment(role, last[0], LAST_DAY, last[1], last[1])


def held(role: Role, points: Sequence[Point]) -> Iterator[Segment]:
    """Keep each point's value until the next one, and the first one's before it."""
    starts = [FIRST_DAY, *(day for day, _ in points[1:])]
    ends = [*starts[1:], LAST_DAY]
    for (_, value), start, end in zip(points, starts, ends, strict=True):
        yield Segment(role, start, end, value, value)


def _period_of(key: str, kpi: Kpi, calendar: Calendar) -> Period:
    if len(key) == 7:
        return calendar.named_month(int(key[:4]), int(key[5:]))
    return calendar.period(kpi.grain, date.fromisoformat(key))


def _table(table: Sequence[tuple[Period, float]]) -> Iterator[Segment]:
    for period, value in table:
        yield Segment("target", period.start.toordinal(), period.end.toordinal(), value, value)


def _summed(table: Sequence[tuple[Period, float]], calendar: Calendar) -> Iterator[Segment]:
    """Add the table's values up within each fiscal year, so that at a period's last day the whole of its value is in."""
    year, so_far = None, 0.0
    for period, value in table:
        now = calendar.period("year", period.last_day).number
        so_far = so_far if now == year else 0.0
        start, end = period.start.toordinal(), period.end.toordinal()
        # All of the value is in on the last day, which a line over half-open days would not reach.
        yield Segment("target", start, end - 1, so_far + value / (end - start), so_far + value)
        yield Segment("target", end - 1, end, so_far + value, so_far + value)
        year, so_far = now, so_far + value
