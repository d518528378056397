"""Periods and the calendar that cuts time into them.

Ranges are half-open everywhere: a period holds its start and not its end.
Periods of a grain are numbered without gaps, so that lags go by calendar and never by row.
Data holds days such as 0001-01-01 and 9999-12-31 for "never", so a period that would leave Python's days is cut at their edge.
"""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, NamedTuple

from vitalfew.base.retail import LONG, YearOfWeeks, first_of_month, month_of

Grain = Literal["day", "week", "month", "quarter", "year"]
GRAINS: tuple[Grain, ...] = ("day", "week", "month", "quarter", "year")
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS_OF: dict[Grain, int] = {"month": 1, "quarter": 3, "year": 12}
PARTS_OF: dict[Grain, int] = {"month": 12, "quarter": 4, "year": 1}
YEAR_BACK: dict[Grain, int] = {"day": 364, "week": 52, "month": 12, "quarter": 4, "year": 1}


class Period(NamedTuple):
    """A stretch of days `[start, end)`; `number` counts the periods of its grain along the calendar."""

    grain: Grain
    number: int
    start: date
    end: date

    @property
    def last_day(self) -> date:
        """The last day inside the period."""
        return self.end - timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Calendar:
    """How an organisation cuts time.

    `fiscal_month` and `fiscal_day` start the fiscal year (day 1 to 28); months, quarters and years start on that day.
    `week_start` is 0 for Monday to 6 for Sunday.
    `weeks_back` says that the prior year of a day or week lies 52 weeks back (weekday-aligned), not on the same date.
    `weeks` makes months, quarters and years of whole weeks; the year then ends about the end of the month before
    `fiscal_month`, on the day before `week_start`, and `fiscal_day` is 1.
    """

    fiscal_month: int = 1
    fiscal_day: int = 1
    week_start: int = 0
    weeks_back: bool = True
    working_days: frozenset[int] = frozenset({0, 1, 2, 3, 4})
    holidays: Container[date] = frozenset()
    weeks: YearOfWeeks | None = None

    def period(self, grain: Grain, day: date) -> Period:
        """Give the period of a grain that holds a day."""
        if grain == "day":
            return self.numbered("day", day.toordinal())
        if grain == "week":
            return self.numbered("week", self._week(day.toordinal()))
        if self.weeks:
            return self.numbered(grain, self._number_by_weeks(self.weeks, grain, day))
        months = day.year * 12 + day.month - 1 - (day.day < self.fiscal_day)
        return self.numbered(grain, (months - (self.fiscal_month - 1)) // MONTHS_OF[grain])

    def numbered(self, grain: Grain, number: int) -> Period:
        """Give the period of a grain by its number."""
        if grain == "day":
            return Period("day", number, _day(number), _day(number + 1))
        if grain == "week":
            first = number * 7 + 1 + self.week_start
            return Period("week", number, _day(first), _day(first + 7))
        if self.weeks:
            first, after = (self._first_week(self.weeks, grain, each) for each in (number, number + 1))
            return Period(grain, number, self.numbered("week", first).start, self.numbered("week", after).start)
        return Period(grain, number, self._month_start(grain, number), self._month_start(grain, number + 1))

    def _month_start(self, grain: Grain, number: int) -> date:
        months = number * MONTHS_OF[grain] + self.fiscal_month - 1
        if months < 12:
            return date.min
        return date(months // 12, months % 12 + 1, self.fiscal_day) if months // 12 <= date.max.year else date.max

    def _week(self, ordinal: int) -> int:
        return (ordinal - 1 - self.week_start) // 7

    def _year_week(self, weeks: YearOfWeeks, year: int) -> int:
        """Give the number of the first week of a year of weeks."""
        return self._week(first_of_month(year, self.fiscal_month) + weeks.lean)

    def _is_long(self, weeks: YearOfWeeks, year: int) -> bool:
        return self._year_week(weeks, year + 1) - self._year_week(weeks, year) == LONG

    def _number_by_weeks(self, weeks: YearOfWeeks, grain: Grain, day: date) -> int:
        week = self._week(day.toordinal())
        ends, month = month_of((week + 1) * 7 + self.week_start - weeks.lean)
        year = (ends * 12 + month - self.fiscal_month) // 12
        if grain == "year":
            return year
        inside = week - self._year_week(weeks, year)
        return year * PARTS_OF[grain] + weeks.part(grain, inside, is_long=self._is_long(weeks, year))

    def _first_week(self, weeks: YearOfWeeks, grain: Grain, number: int) -> int:
        year, part = divmod(number, PARTS_OF[grain])
        return self._year_week(weeks, year) + weeks.offset(grain, part, is_long=self._is_long(weeks, year))

    def named_month(self, year: int, month: int) -> Period:
        """Give the month that people call by a year and month: the one that begins in it, or by weeks lies mostly in it."""
        return self.period("month", date(year, month, 15 if self.weeks else self.fiscal_day))

    def shift(self, period: Period, by: int) -> Period:
        """Give the period `by` places later (earlier where negative)."""
        return self.numbered(period.grain, period.number + by)

    def prior_year(self, period: Period) -> Period:
        """Give the period that a year-over-year comparison sets beside this one."""
        if self.weeks_back or period.grain not in {"day", "week"}:
            return self.shift(period, -YEAR_BACK[period.grain])
        return self.period(period.grain, same_day_before(period.start))

    def between(self, grain: Grain, first: date, last: date) -> Iterator[Period]:
        """Give every period of a grain that holds a day of `first` to `last`, both included."""
        number, stop = self.period(grain, first).number, self.period(grain, last).number
        for each in range(number, stop + 1):
            yield self.numbered(grain, each)

    def label(self, period: Period) -> str:
        """Name a period as people do: 2026-06-30, 2026-W26, 2026-06, 2026-Q2, 2026 (FY 2026/27 where it spans two).

        Months and weeks of a year of weeks are named by their place in it: 2026-P06, 2026-W26.
        """
        start = period.start
        if self.weeks and period.grain in {"week", "month"}:
            return self._label_by_weeks(self.weeks, period)
        match period.grain:
            case "day":
                return start.isoformat()
            case "week":
                year, week, _ = _day(start.toordinal() + (3 - start.weekday()) % 7).isocalendar()
                return f"{year}-W{week:02}"
            case "month":
                return f"{start:%Y-%m}" if self.fiscal_day == 1 else f"{start:%Y-%m-%d}"
            case "quarter":
                quarter = period.number % 4 + 1
                return f"{self._year_label(period.number // 4)}-Q{quarter}"
            case _:
                return self._year_label(period.number)

    def _label_by_weeks(self, weeks: YearOfWeeks, period: Period) -> str:
        """Name a month of weeks by its place in the year (`P05`), and a week likewise (`W19`)."""
        if period.grain == "month":
            return f"{self._year_label(period.number // 12)}-P{period.number % 12 + 1:02}"
        year = self.period("year", period.start).number
        return f"{self._year_label(year)}-W{period.number - self._year_week(weeks, year) + 1:02}"

    def _year_label(self, year: int) -> str:
        if (self.fiscal_month, self.fiscal_day) == (1, 1):
            return str(year)
        return f"FY {year}/{(year + 1) % 100:02}"

    def is_business_day(self, day: date) -> bool:
        """Tell whether a day is worked and no holiday."""
        return day.weekday() in self.working_days and day not in self.holidays

    def add_business_days(self, day: date, count: int) -> date:
        """Give the day `count` business days after `day`."""
        while count > 0:
            day += timedelta(days=1)
            count -= self.is_business_day(day)
        return day


def _day(ordinal: int) -> date:
    return date.fromordinal(min(max(ordinal, 1), date.max.toordinal()))


def same_day_before(day: date) -> date:
    """Give the same date of the year before; 28 February for the 29th."""
    year = max(day.year - 1, 1)
    try:
        return day.replace(year=year)
    except ValueError:  # 29 February has no namesake in a common year
        return day.replace(year=year, day=28)
