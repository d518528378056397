"""The series half on Spark: Arrow batches of whole series through the same kernels."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from vitalfew.judge.history import Terms, chart
from vitalfew.judge.series.distributed import (
    FORECASTS,
    SCHEMA,
    SIGNALS,
    batches_of_forecasts,
    batches_of_signals,
    batches_of_trends,
    forecasts_on_spark,
    signals_on_spark,
    trends_on_spark,
)
from vitalfew.judge.series.forecast import METHODS, Question, forecasts
from vitalfew.judge.series.point import Points
from vitalfew.judge.series.signal import RULE_SETS
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


MONTHS = 48


def history() -> np.ndarray[Any, np.dtype[np.float64]]:
    """Forty series of four years: some seasonal, some with a shift at their end, with holes, some too short."""
    random = np.random.default_rng(9)
    at = np.arange(MONTHS)
    matrix = 100 + 8 * np.sin(at * np.pi / 6) * (np.arange(40) % 2)[:, None] + random.normal(0, 1, (40, MONTHS))
    matrix[10:20, -4:] += 9
    matrix[random.random(matrix.shape) < 0.02] = np.nan
    matrix[:5, : MONTHS - 5] = np.nan
    return matrix


def asked(matrix: np.ndarray[Any, np.dtype[np.float64]]) -> pa.Table:
    """The values with a question: three ahead, not under 99, some not over 110."""
    width, row = matrix.shape[1], np.nonzero(np.isfinite(matrix))
    order = np.random.default_rng(10).permutation(len(row[0]))
    ceiling = np.where(row[0] % 3 == 0, 110.0, np.nan)
    columns = {
        "kpi": pa.array([f"k{each:02}" for each in row[0]]),
        "number": (row[1] + 100 - width + 1).astype(np.int32),
        "value": matrix[row],
        "judged": np.full(len(order), 100, np.int32),
        "ahead": np.full(len(order), 3, np.int32),
        "floor": np.full(len(order), 99.0),
        "ceiling": pa.array(ceiling, mask=np.isnan(ceiling)),
    }
    return pa.table(columns).take(pa.array(order))


def plain(table: pa.Table) -> dict[str, dict[str, object]]:
    rows = {str(row.pop("kpi")): row for row in table.to_pylist()}
    return {
        kpi: {name: pytest.approx(value, rel=1e-9) if isinstance(value, float) else value for name, value in row.items()}
        for kpi, row in rows.items()
    }


def test_signals_of_batches_are_those_of_the_chart() -> None:
    """The same limits and ways as the kernels give the whole, and every kind of answer among them."""
    matrix = history()
    row, column = np.nonzero(np.isfinite(matrix))
    number = column + 100 - MONTHS + 1
    seen = Points(row, number, number, number, number, matrix[row, column], np.full(len(row), np.nan))
    none = np.zeros(0, np.int64)
    drawn = chart(seen, Terms(np.full(40, 12), np.full(40, RULE_SETS.index("nhs")), (none, none)), np.ones(len(row), np.bool_))
    last = seen.last(40)
    table = asked(matrix).sort_by("kpi").select(["kpi", "number", "value", "judged"])
    for size in (1, 50, 5_000):
        found = pa.Table.from_batches(batches_of_signals(table.to_batches(max_chunksize=size), "month", "nhs"), SIGNALS)
        rows = found.to_pylist()
        unknown = np.isnan(drawn.limits.centre[last])
        ways = [None if nothing else int(way) for nothing, way in zip(unknown, drawn.signals.way[last], strict=True)]
        assert [each["signal"] for each in rows] == ways
        centre = (drawn.limits.centre + drawn.effects.own)[last]
        assert [each["centre"] for each in rows] == [
            None if np.isnan(each) else pytest.approx(float(each), rel=1e-9) for each in centre
        ]
        assert [each["adjusted"] for each in rows] == drawn.effects.taken[last].tolist()
    assert {each["signal"] for each in rows} >= {0, 1, None}
    assert {each["seasonal"] for each in rows} == {True, False, None}
    assert all((each["fired"] is None) == (not each["signal"]) for each in rows)


def test_forecasts_of_batches_are_those_of_the_matrix() -> None:
    matrix = history()
    ceiling = np.where(np.arange(40) % 3 == 0, 110.0, np.nan)
    whole = forecasts(matrix, 12, Question(np.full(40, 3), np.full(40, 99.0), ceiling))
    table = asked(matrix).sort_by("kpi")
    for size in (50, 5_000):
        found = pa.Table.from_batches(batches_of_forecasts(table.to_batches(max_chunksize=size), "month"), FORECASTS)
        rows = found.to_pylist()
        methods = [None if method < 0 else METHODS[method] for method in whole.method]
        assert [each["method"] for each in rows] == methods
        for name, column in (("value", whole.next.value), ("then_high", whole.at_target.high), ("p_miss", whole.p_miss)):
            assert [each[name] for each in rows] == [
                None if np.isnan(each) else pytest.approx(float(each), rel=1e-9) for each in column
            ]
    assert None in methods
    assert len(set(methods)) > 2


def test_spark_gives_the_signals_and_forecasts_of_the_batches(spark: Any) -> None:
    table = asked(history())
    frame, batches = spark.createDataFrame(table), table.sort_by("kpi").to_batches()
    signals = pa.Table.from_batches(batches_of_signals(batches, "month", "wheeler"), SIGNALS)
    assert {row.pop("kpi"): row for row in signals_on_spark(frame, "month").toArrow().to_pylist()} == plain(signals)
    ahead = pa.Table.from_batches(batches_of_forecasts(batches, "month"), FORECASTS)
    assert {row.pop("kpi"): row for row in forecasts_on_spark(frame, "month").toArrow().to_pylist()} == plain(ahead)
