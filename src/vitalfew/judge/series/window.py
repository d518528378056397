"""The last periods of every KPI as one matrix, by calendar and never by row."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from vitalfew.base.period import GRAINS, Grain

Matrix = npt.NDArray[np.float64]
WINDOW = 12


def window(
    observations: pa.Table, kpis: Sequence[str], grains: Sequence[Grain], judged: Sequence[int | None], width: int = WINDOW
) -> Matrix:
    """Give [kpi, period] of complete values, the last column being the judged period; NaN where there is none."""
    shown = pc.and_(observations["complete"], pc.is_valid(observations["value"]))
    rows = observations.filter(pc.and_(shown, pc.is_in(observations["kpi"], value_set=pa.array(kpis, pa.string()))))
    row_of = _codes(rows["kpi"], kpis)
    grain_of = np.array([GRAINS.index(grain) for grain in grains], dtype=np.int64)
    last = np.array([-1 if number is None else number for number in judged], dtype=np.int64)
    column = rows["number"].to_numpy().astype(np.int64) - last[row_of] + width - 1
    keep = (column >= 0) & (column < width) & (_codes(rows["grain"], GRAINS) == grain_of[row_of])
    matrix = np.full((len(kpis), width), np.nan)
    matrix[row_of[keep], column[keep]] = rows["value"].to_numpy()[keep]
    return matrix


def _codes(column: pa.ChunkedArray, names: Sequence[str]) -> npt.NDArray[np.int64]:
    """Give the place of each entry among the names, -1 where it is none of them."""
    places = pc.index_in(column, value_set=pa.array(names, pa.string()))
    codes: npt.NDArray[np.int64] = pc.fill_null(places, -1).to_numpy().astype(np.int64)
    return codes
