"""Time and chance of the generator: days counted from the first day of data, weeks from its Monday, seeded noise.

A day or week before the first day is negative; series of weeks carry `LEAD_IN` weeks of such history in front.
"""

from __future__ import annotations

from datetime import date

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from vitalfew.demo.truth import FIRST, LAST

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
Random = np.random.Generator

LEAD_IN = 40
DAYS = (LAST - FIRST).days + 1
WEEKS = -(-DAYS // 7)
_EPOCH = (FIRST - date(1970, 1, 1)).days
# Coffee is drunk in winter and given at Christmas; January is quiet after it, August is on holiday.
_SEASON = np.array([0.97, 1.0, 1.0, 0.98, 0.97, 0.93, 0.9, 0.86, 1.0, 1.05, 1.15, 1.3])


def day_of(day: date) -> int:
    """Count a date from the first day."""
    return (day - FIRST).days


def weeks() -> Ints:
    """Every week, those of the lead-in first."""
    return np.arange(-LEAD_IN, WEEKS + 1)


def at(series: Floats, week: Ints) -> Floats:
    """Read a series of weeks at some weeks; before its start and after its end the nearest stands."""
    return series[np.clip(week + LEAD_IN, 0, len(series) - 1)]


def month_start(number: int) -> date:
    """The first day of a month, counted from the month of the first day."""
    months = FIRST.year * 12 + FIRST.month - 1 + number
    return date(months // 12, months % 12 + 1, 1)


def month(day: Ints) -> Ints:
    """The month of the year, 0 to 11."""
    months: Ints = (day + _EPOCH).astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    return months % 12


def season(day: Ints, *, strength: float = 1.0) -> Floats:
    """How much is sold on a day compared with an even year."""
    factor: Floats = _SEASON[month(day)] ** strength
    return factor


def ramp(day: Ints, start: float, end: float) -> Floats:
    """Go straight from `start` on the first day to `end` on the last."""
    return start + (end - start) * np.clip(day, -200, DAYS) / DAYS


def wander(random: Random, size: int, spread: float, *, memory: float = 0.0) -> Floats:
    """Noise around zero of a standard deviation, each value remembering a part of the one before."""
    shocks = random.normal(0.0, spread * np.sqrt(1 - memory**2), size)
    for place in range(1, size):
        shocks[place] += memory * shocks[place - 1]
    return shocks


def chosen(random: Random, group: Ints, share: Floats) -> Flags:
    """Mark a share of each group, exact to the rounding; `share` stands beside each member."""
    order = np.lexsort((random.random(len(group)), group))
    _, starts, counts = np.unique(group[order], return_index=True, return_counts=True)
    rank = np.arange(len(group)) - np.repeat(starts, counts)
    marked = np.empty(len(group), dtype=np.bool_)
    marked[order] = rank < np.round(share[order] * np.repeat(counts, counts))
    return marked


def days_with(counts: Ints, *, first: int = 0) -> Ints:
    """Repeat each day as often as something happens on it."""
    return np.repeat(np.arange(first, first + len(counts)), counts)


def dates(day: Ints) -> pa.Array:
    """Turn days into dates."""
    return pa.array((day + _EPOCH).astype(np.int32)).cast(pa.date32())


def cents(amount: Floats) -> Floats:
    """Round to cents, as a till does."""
    return np.round(amount, 2)
