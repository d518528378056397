"""Does a series repeat by the calendar: the test of the M4 competition, for all series at once.

Seasonal is a series of at least three seasons whose autocorrelation at the season's length m is above 1.645 standard errors of
Bartlett, √((1 + 2 Σ r(i)²) / n) over the lags i < m (Makridakis, Spiliotis and Assimakopoulos 2020, Int. J. Forecasting 36, 54).
A lag goes by calendar: a pair with a missing side drops out. About one series in twenty that does not repeat is called seasonal.
"""

from __future__ import annotations

import numpy as np

from vitalfew.base.period import Grain
from vitalfew.judge.series.point import Bools, Floats, Ints, Points

SEASON: dict[Grain, int] = {"day": 7, "week": 52, "month": 12, "quarter": 4}
CRITICAL = 1.645
SEASONS = 3


def seasonal(points: Points, season: Ints) -> tuple[Bools, Bools]:
    """Give per KPI whether it is seasonal and whether it has enough values to tell; `season` is m per KPI, 0 for none."""
    count = np.bincount(points.row, minlength=len(season))
    told = (season > 0) & (count >= SEASONS * season)
    found = np.zeros(len(season), np.bool_)
    for length in np.unique(season[told]):
        rows = told & (season == length)
        mine = rows[points.row]
        found |= rows & _repeats(Points._make(column[mine] for column in points), len(season), int(length))
    return found, told


def _repeats(points: Points, rows: int, length: int) -> Bools:
    """Test the series; the lags between count only where the season's own is above the least bound that they could leave."""
    off, total, count = _centred(points, rows)
    last = _correlation(points, off, total, length)
    likely = last > CRITICAL / np.sqrt(count)
    mine = likely[points.row]
    points, off = Points._make(column[mine] for column in points), off[mine]
    squares = np.zeros(rows)
    for lag in range(1, length):
        squares += _correlation(points, off, total, lag) ** 2
    repeats: Bools = last > CRITICAL * np.sqrt((1 + 2 * squares) / count)
    return repeats


def _centred(points: Points, rows: int) -> tuple[Floats, Floats, Ints]:
    """Give the values less their series' mean, and per series the sum of their squares and how many there are."""
    count = np.maximum(np.bincount(points.row, minlength=rows), 1)
    centre = np.bincount(points.row, weights=points.value, minlength=rows) / count
    off = points.value - centre[points.row]
    return off, np.bincount(points.row, weights=off**2, minlength=rows).astype(np.float64), count


def _correlation(points: Points, off: Floats, total: Floats, lag: int) -> Floats:
    """Autocorrelation of each series at a lag of the calendar, 0 for a series that does not vary."""
    if not len(off):
        return np.zeros_like(total)
    at = np.minimum(np.arange(len(off)) + lag, len(off) - 1)
    key = points.key
    wanted = key + lag
    # Only after a missing period does the partner stand nearer than `lag` places on.
    holed = np.flatnonzero(key[at] != wanted)
    at[holed] = np.minimum(np.searchsorted(key, wanted[holed]), len(key) - 1)
    paired = key[at] == wanted
    product = np.bincount(points.row[paired], weights=(off * off[at])[paired], minlength=len(total))
    return np.divide(product, total, out=np.zeros_like(total), where=total > 0)
