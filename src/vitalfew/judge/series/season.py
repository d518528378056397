"""Does a series repeat by the calendar: the test of the M4 competition, for all series at once.

Seasonal is a series of at least three seasons whose autocorrelation at the season's length m is above 1.645 standard errors of
Bartlett, √((1 + 2 Σ r(i)²) / n) over the lags i < m (Makridakis, Spiliotis and Assimakopoulos 2020, Int. J. Forecasting 36, 54).
A lag goes by calendar: a pair with a missing side drops out. About one series in twenty that does not repeat is called seasonal.

What a season adds at each of its places is the mean there, less that of all places, over the first three seasons of a segment,
after their trend is taken off (the mean difference between neighbouring seasons); from then on it stays, as the limits do.
Three values follow their own mean too closely: n values with k means vary by 1 - k/n of the noise, a later one by 1 + k/n.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from vitalfew.base.period import Grain
from vitalfew.judge.series.point import WIDE, Bools, Floats, Ints, Points

SEASON: dict[Grain, int] = {"day": 7, "week": 52, "month": 12, "quarter": 4}
CRITICAL = 1.645
SEASONS = 3


class Effects(NamedTuple):
    """Per point what the season adds to its value, and the least and the most that it adds to any of its segment.

    By `widen` limits from values without the season are too narrow. 0 and 1 where nothing is `taken` off.
    """

    own: Floats
    least: Floats
    most: Floats
    widen: Floats
    taken: Bools


def effects(points: Points, opens: Bools, length: Ints) -> Effects:
    """Give what the season adds, in segments of three seasons or more; `length` is that of each point's season, 0 for none."""
    own, least, most = np.zeros((3, len(points.row)))
    found = Effects(own, least, most, np.ones(len(points.row)), length < 0)
    segment = np.cumsum(opens) - 1
    for each in np.unique(length[length > 0]):
        mine = np.flatnonzero(length == each)
        some = _effects(Points._make(column[mine] for column in points), segment[mine], int(each))
        for column, values in zip(found, some, strict=True):
            column[mine] = values
    return found


def _effects(points: Points, segment: Ints, length: int) -> Effects:
    """The same for series of one season's length."""
    _, first, segment = np.unique(segment, return_index=True, return_inverse=True)
    count, age = len(first), points.number - points.number[first][segment]
    base = age < SEASONS * length
    code = segment * length + points.number % length
    flat = points.value - _slope(points, segment, age, length) * age
    values = np.bincount(code[base], minlength=count * length)
    mean = np.bincount(code[base], weights=flat[base], minlength=count * length) / np.maximum(values, 1)
    table, filled = mean.reshape(count, length), values.reshape(count, length) > 0
    places = np.maximum(filled.sum(axis=1), 1)
    table = table - ((table * filled).sum(axis=1) / places)[:, None]
    rests_on = np.maximum(np.bincount(segment[base], minlength=count), 2 * places)
    whole = np.ones(count, np.bool_)
    whole[segment[values[code] < 2]] = False
    whole &= np.maximum.reduceat(age, first) >= SEASONS * length - 1
    taken, share = whole[segment], (places / rests_on)[segment]
    ends = (np.where(filled, table, np.inf).min(axis=1), np.where(filled, table, -np.inf).max(axis=1))
    own, least, most = (np.where(taken, each, 0.0) for each in (table.ravel()[code], ends[0][segment], ends[1][segment]))
    return Effects(own, least, most, np.where(taken, np.sqrt((1 + share) / (1 - share)), 1.0), taken)


def _slope(points: Points, segment: Ints, age: Ints, length: int) -> Floats:
    """Give per point the trend of its segment's first seasons, per period; 0 where no two of its values lie a season apart."""
    key = segment * WIDE + points.number
    at = np.minimum(np.searchsorted(key, key + length), len(key) - 1)
    paired = (key[at] == key + length) & (age < (SEASONS - 1) * length)
    steps = np.bincount(segment, weights=np.where(paired, points.value[at] - points.value, 0.0))
    slope: Floats = steps / np.maximum(np.bincount(segment, weights=paired), 1) / length
    return slope[segment]


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
