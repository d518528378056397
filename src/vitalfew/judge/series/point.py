"""The whole history of all KPIs as runs of arrays, one KPI after the other and each by period.

A series has as many points as it has values, so that a daily KPI of ten years costs a monthly one nothing, and every rule over
"the last n" is arithmetic on places. Points are complete periods of the KPI's own grain that have ended and have a value.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from vitalfew.base.period import GRAINS

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

WIDE = 1 << 32  # more than there are numbers of periods or days, so that row * WIDE + number sorts as the pair does


class Points(NamedTuple):
    """Per point: the place of its KPI in the table `kpi`, the number and last day of its period, and what was observed.

    `prior` is the number a year earlier, `first` that of the first period of its fiscal year.
    """

    row: Ints
    number: Ints
    last_day: Ints
    prior: Ints
    first: Ints
    value: Floats
    denominator: Floats

    @property
    def key(self) -> Ints:
        """A number per point that sorts as KPI and period do."""
        return self.row * WIDE + self.number

    @property
    def opens(self) -> Bools:
        """Whether a point is the first of its KPI."""
        opens: Bools = np.diff(self.row, prepend=-1) != 0
        return opens

    def last(self, count: int) -> Ints:
        """Give the place of the last point of each of `count` KPIs, -1 where it has none."""
        stop = np.searchsorted(self.row, np.arange(count), side="right")
        start = np.searchsorted(self.row, np.arange(count), side="left")
        return np.where(stop > start, stop - 1, -1).astype(np.int64)


def points(tables: Mapping[str, pa.Table]) -> Points:
    """Give the points of the KPIs in `tables` (as in `sql.schema.TABLES`), in the order of the table `kpi`."""
    kpi, period, seen = tables["kpi"], tables["period"], tables["observation"]
    known = pc.is_in(seen["kpi"], value_set=kpi["kpi"].combine_chunks())
    seen = seen.filter(pc.and_(known, pc.and_(seen["complete"], pc.is_valid(seen["value"]))))
    row, grain = _codes(seen["kpi"], kpi["kpi"]), _codes(seen["grain"], pa.array(GRAINS))
    own, today = _codes(kpi["own"], pa.array(GRAINS)), ints(kpi["today"])
    number = ints(seen["number"])
    period_key = _codes(period["grain"], pa.array(GRAINS)) * WIDE + ints(period["number"])
    order = np.argsort(period_key)
    at = order[np.searchsorted(period_key, grain * WIDE + number, sorter=order)] if len(number) else np.zeros(0, np.int64)
    end = ints(period["end_day"])[at]
    mine = (own[row] == grain) & (end <= today[row])
    found = np.flatnonzero(mine)
    found = found[np.argsort(row[found] * WIDE + number[found], kind="stable")]
    at = at[found]
    return Points(
        row[found],
        number[found],
        end[found] - 1,
        ints(period["prior"])[at],
        ints(period["first"])[at],
        floats(seen["value"])[found],
        floats(seen["denominator"])[found],
    )


def ints(column: pa.ChunkedArray) -> Ints:
    """Give a column of whole numbers without nulls."""
    found: Ints = column.to_numpy().astype(np.int64)
    return found


def floats(column: pa.ChunkedArray) -> Floats:
    """Give a column of numbers, NaN for null."""
    found: Floats = pc.fill_null(column, np.nan).to_numpy().astype(np.float64)
    return found


def bools(column: pa.ChunkedArray) -> Bools:
    """Give a column of truths without nulls."""
    found: Bools = column.to_numpy().astype(np.bool_)
    return found


def _codes(column: pa.ChunkedArray, names: pa.Array | pa.ChunkedArray) -> Ints:
    """Give the place of each entry among the names, -1 where it is none of them."""
    values = names.combine_chunks() if isinstance(names, pa.ChunkedArray) else names
    return ints(pc.fill_null(pc.index_in(column, value_set=values), -1))
