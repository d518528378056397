"""Observations of one grain as matrices [period, KPI], filled from Parquet files a batch at a time.

A month's file falls into one line of the matrix, which stays near the processor; whoever needs whole series turns a part around.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from vitalfew.base.period import GRAINS
from vitalfew.judge.dense.name import Names
from vitalfew.judge.series.point import Bools, Floats, Ints, ints

THREADS = os.cpu_count() or 1
BATCH = 200_000  # observations at once
SEEN, COMPLETE, REASON = 1, 2, 4  # of a state: whether there is a row, whether it is complete, and the code of its reason times 4
States = npt.NDArray[np.uint16]

READ = """
select hash(kpi) as kpi, (number - {first})::int as place, case when isfinite(value) then value else 'nan'::double end as value,
  ({seen} + {complete} * complete::usmallint + {reason} * coalesce(enum_code(missing::reason) + 1, 0))::usmallint as state
  {denominator}
from read_parquet('{path}') where slice = '' and grain = '{grain}' and number between {first} and {last}{only}
"""


class Periods(NamedTuple):
    """The periods of a grain from the number `first` on; without one that is known, an observation is of no period.

    `end_day` is the first day after, `prior` the number a year earlier, `begins` that of the first period of the fiscal year.
    """

    first: int
    known: Bools
    ended: Bools
    end_day: Ints
    prior: Ints
    begins: Ints


_NO, _ZERO = np.zeros(1, np.bool_), np.zeros(1, np.int64)
NO_PERIODS = Periods(0, _NO, _NO, _ZERO, _ZERO, _ZERO)


class Block(NamedTuple):
    """Observations of one grain: value and denominator (NaN for none), and state, each [period, KPI]."""

    periods: Periods
    value: Floats
    state: States
    denominator: Floats | None


class Span(NamedTuple):
    """The KPIs of a pass: rows `[start, stop)`."""

    start: int
    stop: int


def periods(table: pa.Table, numbers: Sequence[int] | None) -> dict[str, Periods]:
    """Give the periods of each grain that the table `period` has, only those with the numbers where they are given."""
    grain = np.array(table["grain"].to_pylist(), dtype=object)
    number, today = ints(table["number"]), ints(table["today"])
    found: dict[str, Periods] = {}
    for name in GRAINS:
        mine = np.flatnonzero((grain == name) & (True if numbers is None else np.isin(number, numbers)))
        if not len(mine):
            continue
        first, width = int(number[mine].min()), int(np.ptp(number[mine])) + 1
        end, prior, begins = (np.zeros(width, np.int64) for _ in range(3))
        known, ended = (np.zeros(width, np.bool_) for _ in range(2))
        at = number[mine] - first
        known[at], ended[at] = True, (ints(table["end_day"]) <= today)[mine]
        for column, said in ((end, "end_day"), (prior, "prior"), (begins, "first")):
            column[at] = ints(table[said])[mine]
        found[name] = Periods(first, known, ended, end, prior, begins)
    return found


class Source(NamedTuple):
    """Where observations are read from, and what of them: all numbers, or those of a refresh."""

    connection: duckdb.DuckDBPyConnection
    files: tuple[Path, ...]
    names: Names
    numbers: tuple[int, ...] | None
    weighted: bool


def block(source: Source, grain: str, of: Periods, span: Span) -> Block:
    """Read the observations of one grain of the KPIs of a pass."""
    shape = len(of.known), span.stop - span.start
    found = Block(of, np.full(shape, np.nan), np.zeros(shape, np.uint16), np.full(shape, np.nan) if source.weighted else None)
    terms = {"grain": grain, "first": of.first, "last": of.first + len(of.known) - 1, **_terms(source)}
    with ThreadPoolExecutor(THREADS) as pool:
        for _ in pool.map(lambda path: _fill(found, source, READ.format(path=quoted(path), **terms), span), source.files):
            pass
    for line in np.flatnonzero(~of.known):
        found.state[line], found.value[line] = 0, np.nan
    return found


def _terms(source: Source) -> dict[str, object]:
    denominator = ", coalesce(denominator, 'nan'::double) as denominator" if source.weighted else ""
    return {"only": among(source.numbers), "denominator": denominator, "seen": SEEN, "complete": COMPLETE, "reason": REASON}


def _fill(found: Block, source: Source, sql: str, span: Span) -> None:
    with source.connection.cursor() as cursor:
        for batch in cursor.sql(sql).to_arrow_reader(BATCH):
            _put(found, source.names, batch, span)


def _put(found: Block, names: Names, batch: pa.RecordBatch, span: Span) -> None:
    columns = {name: batch.column(name).to_numpy() for name in batch.schema.names}
    row = names.find(columns["kpi"]).astype(np.int64)
    at = columns["place"] * np.int64(span.stop - span.start) + row - span.start
    mine = (row >= span.start) & (row < span.stop)
    if not mine.all():
        at, columns = at[mine], {name: column[mine] for name, column in columns.items()}
    for name, matrix in (("value", found.value), ("state", found.state), ("denominator", found.denominator)):
        if matrix is not None:
            matrix.reshape(-1)[at] = columns[name]


def among(numbers: Sequence[int] | None) -> str:
    """Give the condition that asks for some numbers of periods alone."""
    return "" if numbers is None else f" and number in ({', '.join(map(str, numbers))})"


def quoted(path: Path) -> str:
    """Give a path as it stands between quotes in SQL."""
    return str(path).replace("'", "''")
