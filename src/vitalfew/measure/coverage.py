"""Which days a table speaks for, read off its distinct dates.

A table whose dates all fall on one day of the month (or on its last day) holds monthly rows, each speaking for its month;
quarters, years and weeks likewise, weeks only where two of three hold a date.
Any other table is daily and speaks for the days from its first date to its last.
Weekdays that never occur and declared holidays are no gaps, so that data through Friday covers a Sunday.
A daily series, at most one row a date on two of three days, has a gap where a row is missing inside.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt

from vitalfew.base.period import MONTHS_OF, Calendar, Grain
from vitalfew.measure.counting import Integers

Flags = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
LEAST_DATES: dict[Grain, int] = {"year": 2, "quarter": 2, "month": 2, "week": 3}
LEAST_SPAN = 14


@dataclass(frozen=True)
class Coverage:
    """The days that rows speak for: `first` to `last` (ordinals, both included) without the `gaps`."""

    calendar: Calendar
    grain: Grain
    first: int
    last: int
    gaps: frozenset[int]

    def shares(self, begins: Integers, ends: Integers, today: date, *, gapless: bool) -> tuple[Floats, Flags]:
        """Give for stretches `[begin, end)` the part of their days that is past and covered, and whether they are complete."""
        if not len(begins):
            return np.zeros(0), np.zeros(0, np.bool_)
        base = int(begins.min())
        days = np.arange(base, int(ends.max()))
        covered = (days >= self.first) & (days <= self.last) & (days < today.toordinal())
        if not gapless and self.gaps:
            covered &= ~np.isin(days, np.fromiter(self.gaps, dtype=np.int64, count=len(self.gaps)))
        sums = np.concatenate(([0], np.cumsum(covered)))
        length = ends - begins
        inside = sums[ends - base] - sums[begins - base]
        return inside / length, inside == length


def coverage(calendar: Calendar, dates: Sequence[date], counts: Sequence[int], *, grain: Grain | None = None) -> Coverage:
    """Read the coverage off distinct dates in order and the number of rows on each; `grain` is theirs where declared."""
    grain = grain or native_grain(calendar, dates)
    if grain != "day":
        return _whole_periods(calendar, grain, dates)
    first, last = dates[0], dates[-1]
    idle = _idle_weekdays(dates)
    day = timedelta(days=1)
    while (first - day).weekday() in idle or first - day in calendar.holidays:
        first -= day
    while (last + day).weekday() in idle or last + day in calendar.holidays:
        last += day
    gaps = _gaps(calendar, dates, counts, idle)
    return Coverage(calendar, grain, first.toordinal(), last.toordinal(), gaps)


def native_grain(calendar: Calendar, dates: Sequence[date]) -> Grain:
    """Tell for what stretch a row of a table stands, by its distinct dates."""
    on_one_day = len({each.day for each in dates}) == 1 or all((each + timedelta(days=1)).day == 1 for each in dates)
    for grain in ("year", "quarter", "month"):
        months = {each.month % MONTHS_OF[grain] for each in dates}
        if on_one_day and len(months) == 1 and len(dates) >= LEAST_DATES[grain]:
            return grain
    longer: tuple[Grain, ...] = ("year", "quarter", "month") if calendar.weeks else ()
    for grain in longer:
        if _is_on_an_edge(calendar, grain, dates) and len(dates) >= LEAST_DATES[grain] and _is_dense(calendar, grain, dates):
            return grain
    one_weekday = len({each.weekday() for each in dates}) == 1
    return "week" if one_weekday and len(dates) >= LEAST_DATES["week"] and _is_dense(calendar, "week", dates) else "day"


def _is_on_an_edge(calendar: Calendar, grain: Grain, dates: Sequence[date]) -> bool:
    """Tell whether all dates begin or all end a period of weeks, where months have no date in common."""
    periods = [calendar.period(grain, each) for each in dates]
    begins = all(each == period.start for each, period in zip(dates, periods, strict=True))
    return begins or all(each == period.last_day for each, period in zip(dates, periods, strict=True))


def _is_dense(calendar: Calendar, grain: Grain, dates: Sequence[date]) -> bool:
    """Tell whether most periods between the first and last date hold one."""
    first, last = (calendar.period(grain, each).number for each in (dates[0], dates[-1]))
    return _most(len(dates), last - first + 1)


def _most(held: int, due: int) -> bool:
    """Two of three; every second week is a rhythm of its own and no gappy week."""
    return 3 * held >= 2 * due


def _whole_periods(calendar: Calendar, grain: Grain, dates: Sequence[date]) -> Coverage:
    held = {calendar.period(grain, each).number for each in dates}
    first, last = calendar.numbered(grain, min(held)), calendar.numbered(grain, max(held))
    gaps = frozenset(
        day
        for number in set(range(first.number, last.number + 1)) - held
        for day in range(*(edge.toordinal() for edge in calendar.numbered(grain, number)[2:]))
    )
    return Coverage(calendar, grain, first.start.toordinal(), last.last_day.toordinal(), gaps)


def _idle_weekdays(dates: Sequence[date]) -> frozenset[int]:
    """Give the weekdays that never occur; none where the dates span too little to tell."""
    if (dates[-1] - dates[0]).days < LEAST_SPAN:
        return frozenset()
    return frozenset(range(7)) - {each.weekday() for each in dates}


def _gaps(calendar: Calendar, dates: Sequence[date], counts: Sequence[int], idle: frozenset[int]) -> frozenset[int]:
    if max(counts) > 1:
        return frozenset()
    held = {each.toordinal() for each in dates}
    days = (day for day in range(min(held), max(held) + 1) if (day - 1) % 7 not in idle)
    due = {day for day in days if date.fromordinal(day) not in calendar.holidays}
    return frozenset(due - held) if _most(len(held), len(due)) else frozenset()
