"""The series half where the observations lie on Spark: Arrow batches of whole series through the same kernels.

A frame has one row per value with the columns of `INPUT`, those of one KPI and its own grain only. Spark brings the rows of a KPI
together and in order; what runs on its workers needs numpy, pyarrow and this package there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
import pyarrow as pa

from vitalfew.judge.series.trend import trends
from vitalfew.judge.series.window import WINDOW

INPUT = ("kpi", "number", "value", "judged")
SCHEMA = pa.schema(
    [("kpi", pa.string()), ("trend", pa.int32()), ("p", pa.float64()), ("slope", pa.float64()), ("values", pa.int32())]
)
SPARK_SCHEMA = "kpi string, trend int, p double, slope double, `values` int"
AT_ONCE = 100_000  # rows of observations that meet the kernel together


def trends_on_spark(frame: Any) -> Any:
    """Give a Spark frame of the columns of `SCHEMA`, one row per KPI; null where too few values are known.

    `frame` is a `pyspark.sql.DataFrame` with the columns of `INPUT`: `judged` is the number of the period judged.
    """
    sorted_ = frame.select(*INPUT).repartition("kpi").sortWithinPartitions("kpi")
    return sorted_.mapInArrow(batches_of_trends, SPARK_SCHEMA)


def batches_of_trends(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Give the trends of batches that are sorted by KPI; the last series of a batch waits for its rest."""
    for table in _whole_series(batches):
        yield from _trends(table).to_batches()


def _whole_series(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.Table]:
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


def _trends(table: pa.Table) -> pa.Table:
    coded = table["kpi"].combine_chunks().dictionary_encode()
    row = coded.indices.to_numpy()
    column = table["number"].to_numpy() - table["judged"].to_numpy() + WINDOW - 1
    inside = (column >= 0) & (column < WINDOW)
    matrix = np.full((len(coded.dictionary), WINDOW), np.nan)
    matrix[row[inside], column[inside]] = table["value"].to_numpy()[inside]
    found = trends(matrix)
    unknown = np.isnan(found.sign)
    return pa.table(
        {
            "kpi": coded.dictionary,
            "trend": pa.array(np.where(unknown, 0, found.sign).astype(np.int32), mask=unknown),
            "p": pa.array(found.p, mask=unknown),
            "slope": pa.array(found.slope, mask=unknown),
            "values": found.values.astype(np.int32),
        },
        schema=SCHEMA,
    )
