"""Process behaviour limits (the XmR chart): what routine variation of a series looks like.

- Shewhart (1931), Economic Control of Quality of Manufactured Product; the chart for single values: Wheeler (2000),
  Understanding Variation, 2nd ed. Limits are the mean ± 2.66 × the mean moving range; a moving range is beyond 3.27 × that mean.
- They come from the first 20 values of a segment, from six on, provisional under twelve, and then stay: limits that move with the
  data would follow a drift and never show it. A new segment begins where one is declared.
- A moving range is taken between neighbouring periods; across a missing one there is none. Six values in a row give the five
  ranges that are asked for.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from vitalfew.judge.series.point import WIDE, Bools, Floats, Ints, Points

BASE, LEAST, FIRM = 20, 6, 12
LIMIT, RANGE_LIMIT = 2.66, 3.27
SAME = 1e-12


class Limits(NamedTuple):
    """Per point, those of its segment: centre, distance of the limits from it, limit of moving ranges, values they rest on.

    NaN where the segment has too few. `segment` numbers the segments of all series, `opens` marks the first point of each.
    """

    segment: Ints
    opens: Bools
    centre: Floats
    reach: Floats
    range_limit: Floats
    values: Ints


def limits(points: Points, cuts: tuple[Ints, Ints], charted: Bools) -> Limits:
    """Give the limits at every point; `cuts` are the rows and days of declared segments, `charted` the points that have limits.

    The period that holds the day of a cut is the first of the new segment.
    """
    cut = np.sort(cuts[0] * WIDE + cuts[1])
    passed = np.searchsorted(cut, points.row * WIDE + points.last_day, side="right")
    opens = points.opens | (np.diff(passed, prepend=0) != 0)
    segment = np.cumsum(opens) - 1
    place = np.arange(len(segment)) - np.flatnonzero(opens)[segment] if len(segment) else segment
    base = place < BASE
    moved = base & ~opens & (np.diff(points.number, prepend=0) == 1)
    ranges = np.abs(np.diff(points.value, prepend=0.0))
    values, steps = (np.bincount(segment, weights=each).astype(np.int64) for each in (base, moved))
    with np.errstate(invalid="ignore", divide="ignore"):
        centre = np.bincount(segment, weights=np.where(base, points.value, 0.0)) / values
        mean_range = np.bincount(segment, weights=np.where(moved, ranges, 0.0)) / steps
    centre[(values < LEAST) | (steps < LEAST - 1)] = np.nan
    mean_range[np.isnan(centre)] = np.nan
    shown = np.where(charted, 1.0, np.nan)
    return Limits(
        segment,
        opens,
        centre[segment] * shown,
        LIMIT * mean_range[segment] * shown,
        RANGE_LIMIT * mean_range[segment] * shown,
        values[segment],
    )


def zones(points: Points, found: Limits) -> Floats:
    """Give where each value lies: 0 on the centre, ±1 on a limit; NaN without limits.

    What is nearer than 1e-12 of its size lies on the line, since only rounding parts them.
    """
    off = points.value - found.centre
    near = SAME * np.maximum(np.abs(points.value), np.abs(found.centre))
    with np.errstate(invalid="ignore", divide="ignore"):
        zone = off / found.reach
    return np.where(np.isnan(found.centre), np.nan, np.where(np.abs(off) <= near, 0.0, zone))
