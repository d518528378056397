"""Periods and the calendar that cuts time into them.

Ranges are half-open everywhere: a period holds its start and not its end.
Periods of a grain are numbered without gaps, so that lags go by calendar and never by row.
Data holds days such as 0001-01-01 and 9999-12-31 for "never", so a period that would leave Python's days is cut at their edge.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, NamedTuple

Grain = Literal["day", "week", "month", "quarter", "year"]
GRAINS: tuple[Grain, ...] = ("day", "week", "month", "quarter", "year")
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS_OF: dict[Grain, int] = {"month": 1, "quarter": 3, "year": 12}
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
    """

    fiscal_month: int = 1
    fiscal_day: int = 1
    week_start: int = 0
    weeks_back: bool = True
    working_days: frozenset[int] = frozenset({0, 1, 2, 3, 4})
    holidays: frozenset[date] = frozenset()

    def period(self, grain: Grain, day: date) -> Period:
        """Give the period of a grain that holds a day."""
        if grain == "day":
            return self.numbered("day", day.toordinal())
        if grain == "week":
            return self.numbered("week", (day.toordinal() - 1 - self.week_start) // 7)
        months = day.year * 12 + day.month - 1 - (day.day < self.fiscal_day)
        return self.numbered(grain, (months - (self.fiscal_month - 1)) // MONTHS_OF[grain])

    def numbered(self, grain: Grain, number: int) -> Period:
        """Give the period of a grain by its number."""
        if grain == "day":
            return Period("day", number, _day(number), _day(number + 1))
        if grain == "week":
            first = number * 7 + 1 + self.week_start
            return Period("week", number, _day(first), _day(first + 7))
        return Period(grain, number, self._month_start(grain, number), self._month_start(grain, number + 1))

    def _month_start(self, grain: Grain, number: int) -> date:
        months = number * MONTHS_OF[grain] + self.fiscal_month - 1
        if months < 12:
            return date.min
        return date(months // 12, months % 12 + 1, self.fiscal_day) if months // 12 <= date.max.year else date.max

    def shift(self, period: Period, by: int) -> Period:
        """Give the period `by` places later (earlier where negative)."""
        return self.numbered(period.grain, period.number + by)

    def prior_year(self, period: Period) -> Period:
        """Give the period that a year-over-year comparison sets beside this one."""
        if self.weeks_back or period.grain not in {"day", "week"}:
            return self.shift(period, -YEAR_BACK[period.grain])
        return self.period(period.grain, _year_before(period.start))

    def between(self, grain: Grain, first: date, last: date) -> Iterator[Period]:
        """Give every period of a grain that holds a day of `first` to `last`, both included."""
        number, stop = self.period(grain, first).number, self.period(grain, last).number
        for each in range(number, stop + 1):
            yield self.numbered(grain, each)

    def label(self, period: Period) -> str:
        """Name a period as people do: 2026-06-30, 2026-W26, 2026-06, 2026-Q2, 2026 (FY 2026/27 where it spans two)."""
        start = period.start
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


def _year_before(day: date) -> date:
    year = max(day.year - 1, 1)
    try:
        return day.replace(year=year)
    except ValueError:  # 29 February has no namesake in a common year
        return day.replace(year=year, day=28)
