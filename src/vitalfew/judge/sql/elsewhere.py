"""The relational half on an engine where the observations already lie: PostgreSQL, ClickHouse, Spark or a warehouse.

Only the tables of `schema.TABLES` go in and one row per KPI, or per trigger, comes out; nothing is computed here. The engine is
an Ibis connection, whose client is installed by whoever uses it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import NamedTuple

import ibis
import ibis.expr.types as ir
import pyarrow as pa
from ibis.backends.sql import SQLBackend

from vitalfew.judge.row import Row
from vitalfew.judge.sql.behaviour import BEHAVIOUR, TRIGGERS, behaviour, triggers
from vitalfew.judge.sql.history import points
from vitalfew.judge.sql.judgement import judgement
from vitalfew.judge.sql.schema import TABLES

RECOMPUTES = frozenset({"clickhouse", "pyspark"})  # engines that put a named query in wherever it is used


class Behaved(NamedTuple):
    """A row per KPI with a value (the columns of `behaviour.BEHAVIOUR`), and one per trigger that holds (`TRIGGERS`)."""

    kpis: pa.Table
    triggers: pa.Table


def run_on(connection: SQLBackend, names: Mapping[str, str] | None = None) -> pa.Table:
    """Judge the tables of `schema.TABLES` on their engine; `names` says what a table is called there, if not the same.

    The columns are those of `row.Row`, in DuckDB's types, whatever the engine makes of a short integer or a word.
    """
    with _stepwise():
        return _asked(connection, judgement(_bound(connection, names))).select(list(Row._fields))


def behaviour_on(connection: SQLBackend, names: Mapping[str, str] | None = None) -> Behaved:
    """Give limits, signals, triggers and since when statuses stand: both tables rest on the same points, computed once.

    An engine that would compute a named query wherever it is used keeps the steps in temporary tables meanwhile.
    """
    with _stepwise():
        bound = _bound(connection, names)
        seen = points(bound, ir.Table.cache if connection.name in RECOMPUTES else _as_it_is)
        return Behaved(
            _asked(connection, behaviour(bound, seen)).select(list(BEHAVIOUR)),
            _asked(connection, triggers(bound, seen)).select(list(TRIGGERS)),
        )


def _as_it_is(step: ir.Table) -> ir.Table:
    return step


def _bound(connection: SQLBackend, names: Mapping[str, str] | None) -> dict[str, ir.Table]:
    names = names or {}
    return {name: connection.table(names.get(name, name)).select(*TABLES[name]) for name in TABLES}


def _asked(connection: SQLBackend, expression: ir.Table) -> pa.Table:
    return pa.Table.from_batches(list(connection.to_pyarrow_batches(expression)))


@contextmanager
def _stepwise() -> Iterator[None]:
    """Keep Ibis from fusing the steps, as `compile.compiled` does."""
    fused = ibis.options.sql.fuse_selects
    ibis.options.sql.fuse_selects = False
    try:
        yield
    finally:
        ibis.options.sql.fuse_selects = fused
