"""The series half where the observations lie on Spark: Arrow batches of whole series through the same kernels.

A frame has one row per value with the columns of `INPUT`, those of one KPI and its own grain only. Spark brings the rows of a KPI
together and in order; what runs on its workers needs numpy, pyarrow and this package there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any

import numpy as np
import pyarrow as pa

from vitalfew.base.period import Grain
from vitalfew.judge.history import Terms, chart
from vitalfew.judge.outlook import TERMS
from vitalfew.judge.series.forecast import METHODS, Question, forecasts
from vitalfew.judge.series.point import Ints, Points, floats
from vitalfew.judge.series.season import SEASON
from vitalfew.judge.series.signal import RULE_SETS, RULES
from vitalfew.judge.series.trend import trends
from vitalfew.judge.series.window import WINDOW, Matrix
from vitalfew.model.kpi import RuleSet

INPUT = ("kpi", "number", "value", "judged")
ASKED = (*INPUT, "ahead", "floor", "ceiling")
SCHEMA = pa.schema(
    [("kpi", pa.string()), ("trend", pa.int32()), ("p", pa.float64()), ("slope", pa.float64()), ("values", pa.int32())]
)
SPARK_SCHEMA = "kpi string, trend int, p double, slope double, `values` int"
SIGNALS = pa.schema(
    [("kpi", pa.string()), ("signal", pa.int32()), ("fired", pa.string())]
    + [(name, pa.float64()) for name in ("lower", "centre", "upper", "moving_range")]
    + [("values", pa.int32()), ("seasonal", pa.bool_()), ("adjusted", pa.bool_())]
)
SPARK_SIGNALS = (
    "kpi string, signal int, fired string, lower double, centre double, upper double, moving_range double, "
    "`values` int, seasonal boolean, adjusted boolean"
)
FORECASTS = pa.schema(
    [("kpi", pa.string()), ("method", pa.string())]
    + [(name, pa.float64()) for name in ("value", "low", "high", "then_value", "then_low", "then_high", "p_miss")]
    + [("values", pa.int32())]
)
SPARK_FORECASTS = (
    "kpi string, method string, value double, low double, high double, then_value double, then_low double, then_high double, "
    "p_miss double, `values` int"
)
AT_ONCE = 100_000  # rows of observations that meet the kernel together
Batches = Iterable[pa.RecordBatch]


def trends_on_spark(frame: Any) -> Any:
    """Give a Spark frame of the columns of `SCHEMA`, one row per KPI; null where too few values are known.

    `frame` is a `pyspark.sql.DataFrame` with the columns of `INPUT`: `judged` is the number of the period judged.
    """
    return _together(frame, INPUT).mapInArrow(batches_of_trends, SPARK_SCHEMA)


def signals_on_spark(frame: Any, grain: Grain, rules: RuleSet = "wheeler") -> Any:
    """Give a Spark frame of the columns of `SIGNALS`, one row per KPI: limits and signal at its judged period, null for too few.

    `frame` has the columns of `INPUT` with the whole history of KPIs of one grain, as one segment.
    """
    return _together(frame, INPUT).mapInArrow(partial(batches_of_signals, grain=grain, rules=rules), SPARK_SIGNALS)


def forecasts_on_spark(frame: Any, grain: Grain) -> Any:
    """Give a Spark frame of the columns of `FORECASTS`, one row per KPI: the next period, and the one that is `ahead` (`then_…`).

    `frame` has the columns of `ASKED` for KPIs of one grain: `p_miss` is for a value under `floor` or over `ceiling` there, null
    for none of the two; silent as everywhere where there are too few values.
    """
    return _together(frame, ASKED).mapInArrow(partial(batches_of_forecasts, grain=grain), SPARK_FORECASTS)


def _together(frame: Any, columns: tuple[str, ...]) -> Any:
    return frame.select(*columns).repartition("kpi").sortWithinPartitions("kpi")


def batches_of_trends(batches: Batches) -> Iterator[pa.RecordBatch]:
    """Give the trends of batches that are sorted by KPI; the last series of a batch waits for its rest."""
    for table in _whole_series(batches):
        yield from _trends(table).to_batches()


def batches_of_signals(batches: Batches, grain: Grain, rules: RuleSet) -> Iterator[pa.RecordBatch]:
    """Give limits and signals of batches that are sorted by KPI."""
    for table in _whole_series(batches):
        yield from _signals(table, grain, rules).to_batches()


def batches_of_forecasts(batches: Batches, grain: Grain) -> Iterator[pa.RecordBatch]:
    """Give the forecasts of batches that are sorted by KPI."""
    for table in _whole_series(batches):
        yield from _forecasts(table, grain).to_batches()


def _whole_series(batches: Batches) -> Iterator[pa.Table]:
    """Cut the stream only between KPIs."""
    waiting: list[pa.Table] = []
    for batch in batches:
        if batch.num_rows:
            waiting.append(pa.Table.from_batches([batch]))
        if sum(each.num_rows for each in waiting) < AT_ONCE:
            continue
        table = pa.concat_tables(waiting)
        start = _last_series(table)
        waiting = [table.slice(start)]
        if start:
            yield table.slice(0, start)
    if waiting:
        yield pa.concat_tables(waiting)


def _last_series(table: pa.Table) -> int:
    """Give the row at which the last KPI's series begins."""
    names = table["kpi"].combine_chunks().dictionary_encode().indices.to_numpy()
    return int(np.flatnonzero(names == names[-1])[0])


def _matrix(table: pa.Table, width: int) -> tuple[pa.Array, Ints, Matrix]:
    """Give the KPIs, the KPI of each row, and [kpi, period] up to the judged one."""
    coded = table["kpi"].combine_chunks().dictionary_encode()
    row = coded.indices.to_numpy().astype(np.int64)
    column = table["number"].to_numpy() - table["judged"].to_numpy() + width - 1
    inside = (column >= 0) & (column < width)
    matrix = np.full((len(coded.dictionary), width), np.nan)
    matrix[row[inside], column[inside]] = table["value"].to_numpy()[inside]
    return coded.dictionary, row, matrix


def _trends(table: pa.Table) -> pa.Table:
    kpis, _, matrix = _matrix(table, WINDOW)
    found = trends(matrix)
    unknown = np.isnan(found.sign)
    return pa.table(
        {
            "kpi": kpis,
            "trend": pa.array(np.where(unknown, 0, found.sign).astype(np.int32), mask=unknown),
            "p": pa.array(found.p, mask=unknown),
            "slope": pa.array(found.slope, mask=unknown),
            "values": found.values.astype(np.int32),
        },
        schema=SCHEMA,
    )


def _signals(table: pa.Table, grain: Grain, rules: RuleSet) -> pa.Table:
    coded = table["kpi"].combine_chunks().dictionary_encode()
    count, seen = len(coded.dictionary), _points(table, coded.indices.to_numpy().astype(np.int64))
    none = np.zeros(0, np.int64)
    terms = Terms(np.full(count, SEASON.get(grain, 0)), np.full(count, RULE_SETS.index(rules)), (none, none))
    drawn = chart(seen, terms, np.ones(len(seen.row), np.bool_))
    at = seen.last(count)
    known = at >= 0
    at = np.maximum(at, 0)
    unknown = ~known | np.isnan(drawn.limits.centre[at])
    centre, reach = drawn.limits.centre[at] + drawn.effects.own[at], drawn.limits.reach[at]
    fired = [
        " and ".join(rule.name for rule, way in zip(RULES[rules], ways, strict=False) if way) for ways in drawn.signals.fired[at]
    ]
    columns = {"lower": centre - reach, "centre": centre, "upper": centre + reach, "moving_range": drawn.limits.range_limit[at]}
    return pa.table(
        {
            "kpi": coded.dictionary,
            "signal": pa.array(drawn.signals.way[at].astype(np.int32), mask=unknown),
            "fired": pa.array(fired, mask=unknown | np.array([not each for each in fired])),
            **{name: pa.array(column, mask=unknown) for name, column in columns.items()},
            "values": np.where(known, drawn.limits.values[at], 0).astype(np.int32),
            "seasonal": pa.array(drawn.seasonal, mask=~drawn.told),
            "adjusted": drawn.effects.taken[at] & known,
        },
        schema=SIGNALS,
    )


def _points(table: pa.Table, row: Ints) -> Points:
    """Give the points up to the judged period, by KPI and period; without declared segments no day is asked for."""
    number = table["number"].to_numpy().astype(np.int64)
    order = np.lexsort((number, row))
    order = order[number[order] <= table["judged"].to_numpy()[order]]
    number, value = number[order], table["value"].to_numpy()[order]
    return Points(row[order], number, number, number, number, value, np.full(len(order), np.nan))


def _forecasts(table: pa.Table, grain: Grain) -> pa.Table:
    kpis, row, matrix = _matrix(table, TERMS[grain].history)
    ahead, floor, ceiling = (np.zeros(len(kpis)) for _ in range(3))
    for column, name in ((ahead, "ahead"), (floor, "floor"), (ceiling, "ceiling")):
        column[row] = floats(table[name].cast(pa.float64()))
    question = Question(np.nan_to_num(ahead).astype(np.int64), floor, ceiling)
    found = forecasts(matrix, TERMS[grain].season, question)
    columns = {name: getattr(found.next, name) for name in found.next._fields}
    columns |= {f"then_{name}": getattr(found.at_target, name) for name in found.at_target._fields}
    columns["p_miss"] = found.p_miss
    return pa.table(
        {
            "kpi": kpis,
            "method": pa.array(np.array([*METHODS, ""])[found.method], mask=found.method < 0),
            **{name: pa.array(column, mask=np.isnan(column)) for name, column in columns.items()},
            "values": found.values.astype(np.int32),
        },
        schema=FORECASTS,
    )
