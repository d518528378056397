"""The relational half on an engine where the observations already lie: PostgreSQL, ClickHouse, Spark or a warehouse.

Only the tables of `schema.TABLES` go in and one row per KPI, or per trigger, comes out; nothing is computed here. The engine is
an Ibis connection, whose client is installed by whoever uses it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import ibis
import ibis.expr.types as ir
import pyarrow as pa
from ibis.backends.sql import SQLBackend

from vitalfew.judge.row import Row
from vitalfew.judge.sql.behaviour import BEHAVIOUR, TRIGGERS, behaviour, triggers
from vitalfew.judge.sql.judgement import judgement
from vitalfew.judge.sql.schema import TABLES


def run_on(connection: SQLBackend, names: Mapping[str, str] | None = None) -> pa.Table:
    """Judge the tables of `schema.TABLES` on their engine; `names` says what a table is called there, if not the same.

    The columns are those of `row.Row`, in DuckDB's types, whatever the engine makes of a short integer or a word.
    """
    return _asked(connection, judgement, names).select(list(Row._fields))


def behaviour_on(connection: SQLBackend, names: Mapping[str, str] | None = None) -> pa.Table:
    """Give limits, signal and since when the status stands, of each KPI with a value: the columns of `behaviour.BEHAVIOUR`."""
    return _asked(connection, behaviour, names).select(list(BEHAVIOUR))


def triggers_on(connection: SQLBackend, names: Mapping[str, str] | None = None) -> pa.Table:
    """Give the triggers that hold, each with its memory: the columns of `behaviour.TRIGGERS`."""
    return _asked(connection, triggers, names).select(list(TRIGGERS))


def _asked(
    connection: SQLBackend, expression: Callable[[Mapping[str, ir.Table]], ir.Table], names: Mapping[str, str] | None
) -> pa.Table:
    names = names or {}
    bound = {name: connection.table(names.get(name, name)).select(*TABLES[name]) for name in TABLES}
    fused = ibis.options.sql.fuse_selects
    ibis.options.sql.fuse_selects = False
    try:
        return pa.Table.from_batches(list(connection.to_pyarrow_batches(expression(bound))))
    finally:
        ibis.options.sql.fuse_selects = fused
