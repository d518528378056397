"""How long something has held without a break, at every point of every series.

A missing period neither lengthens nor ends a run; more than two of them in a row do end it.
"""

from __future__ import annotations

import numpy as np

from vitalfew.judge.series.point import WIDE, Bools, Floats, Ints, Points

BRIDGED = 2


def run_length(holds: Bools, opens: Bools) -> Ints:
    """Give the length of the run that ends at each point, 0 where it does not hold; no run reaches back over `opens`."""
    place = np.arange(len(holds))
    last_break = np.where(holds, np.where(opens, place - 1, -1), place)
    return place - np.maximum.accumulate(last_break)


def breaks(points: Points) -> Bools:
    """Whether memory ends before a point: the first of its KPI, or after more missing periods than are bridged."""
    return points.opens | (np.diff(points.number, prepend=0) > BRIDGED + 1)


def moves(points: Points, cost: Floats) -> Bools:
    """Whether a point is worse than the one before it; `cost` grows as values get worse, an equal one is no move."""
    before = np.roll(cost, 1)
    return ~breaks(points) & (cost > before)


def of_last(holds: Bools, points: Points, periods: int) -> Ints:
    """Count where it holds among the last so many periods of the calendar, the point's own included."""
    total = np.cumsum(holds, dtype=np.int64)
    start = np.searchsorted(points.key, np.maximum(points.key - periods + 1, points.row * WIDE))
    counted: Ints = total - total[start] + holds[start]
    return counted
