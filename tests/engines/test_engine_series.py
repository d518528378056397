"""The series half on Spark: Arrow batches of whole series through the same kernels."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from vitalfew.judge.series.distributed import SCHEMA, batches_of_trends, trends_on_spark
from vitalfew.judge.series.trend import trends

pytestmark = [pytest.mark.xdist_group("spark"), pytest.mark.filterwarnings("ignore::Warning")]
WIDTH = 12


def series() -> np.ndarray[Any, np.dtype[np.float64]]:
    """Forty series: rising, falling and flat ones, with holes, some too short for an answer."""
    random = np.random.default_rng(7)
    slope = random.choice([-2.0, 0.0, 2.0], 40)[:, None]
    matrix = slope * np.arange(WIDTH) + random.normal(0, 2, (40, WIDTH))
    matrix[random.random(matrix.shape) < 0.1] = np.nan
    matrix[:5, :6] = np.nan
    return matrix


def long_table(matrix: np.ndarray[Any, np.dtype[np.float64]]) -> pa.Table:
    """One row per value in random order, the last column of the matrix being period 100."""
    row, column = np.nonzero(np.isfinite(matrix))
    order = np.random.default_rng(8).permutation(len(row))
    names = pa.array([f"k{each:02}" for each in row])
    table = pa.table({"kpi": names, "number": (column + 100 - WIDTH + 1).astype(np.int32), "value": matrix[row, column]})
    last = pa.array(np.full(len(row), 100, dtype=np.int32))
    return table.append_column("judged", last).take(pa.array(order))


def as_rows(table: pa.Table) -> dict[str, tuple[object, ...]]:
    return {str(row["kpi"]): (row["trend"], row["p"], row["slope"], row["values"]) for row in table.to_pylist()}


def expected() -> dict[str, tuple[object, ...]]:
    found = trends(series())
    nothing = np.isnan(found.sign)
    return {
        f"k{at:02}": (
            None if nothing[at] else int(found.sign[at]),
            None if nothing[at] else pytest.approx(found.p[at], rel=1e-9),
            None if nothing[at] else pytest.approx(found.slope[at], rel=1e-9),
            int(found.values[at]),
        )
        for at in range(40)
    }


def test_batches_of_whole_series_give_what_the_matrix_gives() -> None:
    """However the rows are cut into batches: a series may lie over several."""
    table = long_table(series()).sort_by("kpi")
    for size in (1, 7, 1_000):
        found = pa.Table.from_batches(batches_of_trends(table.to_batches(max_chunksize=size)), SCHEMA)
        assert as_rows(found) == expected()
    assert {each[0] for each in expected().values()} == {-1, 0, 1, None}


def test_spark_gives_what_the_matrix_gives(spark: Any) -> None:
    frame = spark.createDataFrame(long_table(series()))
    assert as_rows(trends_on_spark(frame).toArrow()) == expected()
