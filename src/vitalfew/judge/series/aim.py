"""Target, threshold and status at every point of the history, as the relational half says them of the judged period.

Every period is held against the target and the threshold of its own last day, as they are defined today.
The arithmetic is that of `sql/judgement.py` and `sql/status.py`, term by term, so that the two halves give the same floats.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from vitalfew.judge.series.point import WIDE, Bools, Floats, Ints, Points, bools, floats, ints

NONE, RED, AMBER, GREEN = 0, 1, 2, 3


class Aims(NamedTuple):
    """Per point: the value that is judged (a sum to date where the target says so), target, threshold and status code.

    `cost` grows as the value gets worse: the value itself where less is better, its negative where more is,
    and how far it lies outside a band.
    """

    value: Floats
    target: Floats
    threshold: Floats
    status: Ints
    cost: Floats


def aims(points: Points, tables: Mapping[str, pa.Table]) -> Aims:
    """Hold every point against its own target and threshold."""
    kpi = tables["kpi"]
    to_date, prior_path = bools(kpi["to_date"])[points.row], bools(kpi["prior_path"])[points.row]
    value = np.where(to_date, _to_date(points, to_date), points.value) if to_date.any() else points.value
    target = _line(points, tables["segment"], kpi, "target")
    if prior_path.any():
        target = np.where(np.isnan(target) & prior_path, _year_before(points), target)
    threshold = _line(points, tables["segment"], kpi, "threshold")
    sense = ints(kpi["sense"])[points.row]
    low, high, floor, ceiling = (floats(kpi[name])[points.row] for name in ("low", "high", "floor", "ceiling"))
    up, down, band = sense == 1, sense == -1, sense == 0
    nothing = np.isnan(value) | (np.isnan(target) & np.isnan(low))
    red = (up & (value < threshold)) | (down & (value > threshold)) | (band & ((value < floor) | (value > ceiling)))
    green = (up & (value >= target)) | (down & (value <= target)) | (band & (value >= low) & (value <= high))
    status = np.select([nothing, red, green], [NONE, RED, GREEN], AMBER).astype(np.int64)
    outside = np.maximum(np.maximum(low - points.value, points.value - high), 0.0)
    return Aims(value, target, threshold, status, np.where(band, outside, -sense * points.value))


def _line(points: Points, segment: pa.Table, kpi: pa.Table, role: str) -> Floats:
    """Read each KPI's segments of a role at the points' last days; NaN where there is none."""
    mine = segment.filter(pc.equal(segment["role"], role))
    aim = np.full(len(points.row), np.nan)
    if not mine.num_rows:
        return aim
    row = ints(pc.index_in(mine["kpi"], value_set=kpi["kpi"].combine_chunks()))
    order = np.argsort(row * WIDE + ints(mine["from_day"]), kind="stable")
    row, start, stop = row[order], ints(mine["from_day"])[order], ints(mine["to_day"])[order]
    begins, ends = floats(mine["from_value"])[order], floats(mine["to_value"])[order]
    at = np.maximum(np.searchsorted(row * WIDE + start, points.row * WIDE + points.last_day, side="right") - 1, 0)
    inside = np.flatnonzero((row[at] == points.row) & (start[at] <= points.last_day) & (points.last_day < stop[at]))
    at, day = at[inside], points.last_day[inside]
    share = (day - start[at]) / np.maximum(stop - start, 1)[at]
    aim[inside] = begins[at] + (ends - begins)[at] * share
    return aim


def _year_before(points: Points) -> Floats:
    """The value of the period a year earlier, NaN where it has none."""
    key = points.key
    wanted = points.row * WIDE + points.prior
    at = np.minimum(np.searchsorted(key, wanted), max(len(key) - 1, 0))
    return np.where(key[at] == wanted, points.value[at], np.nan) if len(key) else points.value


def _to_date(points: Points, to_date: Bools) -> Floats:
    """Sum, or ratio of sums, of the fiscal year to each point; NaN where a period of it is missing.

    Summed period by period over all series at once, since differences of running totals would carry the error of other KPIs.
    """
    total, weighted, weights = (np.full(len(points.row), np.nan) for _ in range(3))
    place = points.number - points.first
    for step in range(int(place[to_date].max(initial=-1)) + 1):
        now = np.flatnonzero(to_date & (place == step))
        if step:
            now = now[now > 0]
            now = now[(points.row[now - 1] == points.row[now]) & (points.number[now - 1] == points.number[now] - 1)]
        for sums, parts in ((total, points.value), (weighted, points.value * points.denominator), (weights, points.denominator)):
            sums[now] = parts[now] + (sums[now - 1] if step else 0.0)
    with np.errstate(invalid="ignore", divide="ignore"):
        ratio = np.where(weights != 0, weighted / weights, np.nan)
    # A ratio of sums that divides by nothing is missing, as in the relational half; without a denominator sums stand.
    summed: Floats = np.where(np.isnan(weights), total, ratio)
    return summed
