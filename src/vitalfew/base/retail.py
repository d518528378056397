"""Fiscal years of whole weeks: 4-4-5 and its kin.

A year ends on the last of a weekday in a month, or on the one nearest to the month's end, so that it has 52 or 53 weeks.
Days are ordinals and weeks are numbered without gaps, as in `base.period`, so that a year is found by arithmetic alone:
a day lies in the year that the end of its week lies in, three days earlier where the nearest end counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

QUARTER = 13
LONG = 53
CYCLE = 146_097  # days in 400 years, a whole number of weeks
NEAREST = 3  # the nearest of a weekday is at most so many days away


@dataclass(frozen=True, slots=True)
class YearOfWeeks:
    """How the weeks of a year fall into months: `pattern` in each quarter, the 53rd at the end of `long_quarter` (0 to 3)."""

    pattern: tuple[int, int, int]
    nearest: bool = False
    long_quarter: int = 3

    @property
    def lean(self) -> int:
        """How many days after the month's end a year may still end."""
        return NEAREST if self.nearest else 0

    @property
    def turn(self) -> int:
        """The week of the year, counted from 0, that is the 53rd where there is one."""
        return QUARTER * (self.long_quarter + 1)

    def offset(self, grain: str, part: int, *, is_long: bool) -> int:
        """Give the weeks of a year before one of its quarters or months, counted from 0."""
        quarter, month = divmod(part, 3) if grain == "month" else (part, 0)
        return quarter * QUARTER + sum(self.pattern[:month]) + (is_long and quarter > self.long_quarter)

    def part(self, grain: str, week: int, *, is_long: bool) -> int:
        """Give the quarter or month of a year that holds a week of it, all counted from 0."""
        week -= is_long and week >= self.turn
        quarter, inside = divmod(week, QUARTER)
        if grain == "quarter":
            return quarter
        return quarter * 3 + (inside >= self.pattern[0]) + (inside >= sum(self.pattern[:2]))


def first_of_month(year: int, month: int) -> int:
    """Give the ordinal of the first day of a month in any year, beyond those of Python too."""
    cycles, inside = divmod(year - 2000, 400)
    return date(2000 + inside, month, 1).toordinal() + cycles * CYCLE


def month_of(ordinal: int) -> tuple[int, int]:
    """Give the year and month of an ordinal, beyond the days of Python too."""
    cycles, inside = divmod(ordinal - 1, CYCLE)
    day = date.fromordinal(inside + 1)
    return day.year + cycles * 400, day.month
