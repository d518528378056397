"""Numbers of periods in SQL and in arrays, the same as `Calendar` counts them."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from vitalfew.base.period import MONTHS_OF, Calendar, Grain
from vitalfew.base.retail import LONG, QUARTER, YearOfWeeks

Integers = npt.NDArray[np.int64]
EPOCH = date(1970, 1, 1).toordinal()


def number_sql(calendar: Calendar, grain: Grain, day: str) -> str:
    """Write the number of the period of a grain that holds a day, given as an SQL expression of type DATE."""
    ordinal = f"(date_diff('day', DATE '1970-01-01', {day}) + {EPOCH})"
    if grain == "day":
        return ordinal
    if grain == "week":
        return f"(({ordinal} - {1 + calendar.week_start}) // 7)"
    if calendar.weeks:
        return _number_by_weeks(calendar, calendar.weeks, grain, f"(({ordinal} - {1 + calendar.week_start}) // 7)")
    shifted = f"({day} - {calendar.fiscal_day - 1})" if calendar.fiscal_day > 1 else day
    months = f"(year({shifted}) * 12 + month({shifted}) - {calendar.fiscal_month})"
    return months if MONTHS_OF[grain] == 1 else f"({months} // {MONTHS_OF[grain]})"


def _number_by_weeks(calendar: Calendar, weeks: YearOfWeeks, grain: Grain, week: str) -> str:
    """Write the number of a period of a year of weeks by the number of a week, as `Calendar` counts it."""
    lean = weeks.lean - calendar.week_start
    anchor = f"(DATE '1970-01-01' + CAST(({week} + 1) * 7 - {lean + EPOCH} AS INTEGER))"
    year = f"((year({anchor}) * 12 + month({anchor}) - {calendar.fiscal_month}) // 12)"
    if grain == "year":
        return year
    first, after = (_year_week(calendar, weeks, f"({year} + {step})") for step in (0, 1))
    turn = f"CASE WHEN {after} - {first} = {LONG} AND {week} - {first} >= {weeks.turn} THEN 1 ELSE 0 END"
    inside = f"({week} - {first} - {turn})"
    quarter = f"({inside} // {QUARTER})"
    if grain == "quarter":
        return f"({year} * 4 + {quarter})"
    one, two = weeks.pattern[0], sum(weeks.pattern[:2])
    month = f"CASE WHEN {inside} % {QUARTER} < {one} THEN 0 WHEN {inside} % {QUARTER} < {two} THEN 1 ELSE 2 END"
    return f"({year} * 12 + {quarter} * 3 + {month})"


def _year_week(calendar: Calendar, weeks: YearOfWeeks, year: str) -> str:
    ordinal = f"(date_diff('day', DATE '1970-01-01', make_date({year}, {calendar.fiscal_month}, 1)) + {EPOCH})"
    return f"(({ordinal} + {weeks.lean - 1 - calendar.week_start}) // 7)"


@lru_cache(maxsize=512)
def starts(calendar: Calendar, grain: Grain, first: int, count: int) -> Integers:
    """Give the first days, as ordinals, of `count` periods from number `first`, and of the one after them."""
    numbers = np.arange(first, first + count + 1, dtype=np.int64)
    if grain == "day":
        return numbers
    if grain == "week":
        return numbers * 7 + 1 + calendar.week_start
    return np.array([calendar.numbered(grain, int(each)).start.toordinal() for each in numbers], dtype=np.int64)
