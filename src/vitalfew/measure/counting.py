"""Numbers of periods in SQL and in arrays, the same as `Calendar` counts them."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from vitalfew.base.period import MONTHS_OF, Calendar, Grain

Integers = npt.NDArray[np.int64]
EPOCH = date(1970, 1, 1).toordinal()


def number_sql(calendar: Calendar, grain: Grain, day: str) -> str:
    """Write the number of the period of a grain that holds a day, given as an SQL expression of type DATE."""
    ordinal = f"(date_diff('day', DATE '1970-01-01', {day}) + {EPOCH})"
    if grain == "day":
        return ordinal
    if grain == "week":
        return f"(({ordinal} - {1 + calendar.week_start}) // 7)"
    shifted = f"({day} - {calendar.fiscal_day - 1})" if calendar.fiscal_day > 1 else day
    months = f"(year({shifted}) * 12 + month({shifted}) - {calendar.fiscal_month})"
    return months if MONTHS_OF[grain] == 1 else f"({months} // {MONTHS_OF[grain]})"


@lru_cache(maxsize=512)
def starts(calendar: Calendar, grain: Grain, first: int, count: int) -> Integers:
    """Give the first days, as ordinals, of `count` periods from number `first`, and of the one after them."""
    numbers = np.arange(first, first + count + 1, dtype=np.int64)
    if grain == "day":
        return numbers
    if grain == "week":
        return numbers * 7 + 1 + calendar.week_start
    return np.array([calendar.numbered(grain, int(each)).start.toordinal() for each in numbers], dtype=np.int64)
