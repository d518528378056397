"""The relational half on an engine where the observations already lie: PostgreSQL, ClickHouse, Spark or a warehouse.

Only the four tables of `schema.TABLES` go in and one row per KPI comes out; nothing is computed here. The engine is an Ibis
connection, whose client is installed by whoever uses it.
"""

from __future__ import annotations

from collections.abc import Mapping

import ibis
import pyarrow as pa
from ibis.backends.sql import SQLBackend

from vitalfew.judge.row import Row
from vitalfew.judge.sql.judgement import judgement
from vitalfew.judge.sql.schema import TABLES


def run_on(connection: SQLBackend, names: Mapping[str, str] | None = None) -> pa.Table:
    """Judge the tables of `schema.TABLES` on their engine; `names` says what a table is called there, if not the same.

    The columns are those of `row.Row`, in DuckDB's types, whatever the engine makes of a short integer or a word.
    """
    names = names or {}
    bound = {name: connection.table(names.get(name, name)).select(*TABLES[name]) for name in TABLES}
    fused = ibis.options.sql.fuse_selects
    ibis.options.sql.fuse_selects = False
    try:
        batches = list(connection.to_pyarrow_batches(judgement(bound)))
    finally:
        ibis.options.sql.fuse_selects = fused
    return pa.Table.from_batches(batches).select(list(Row._fields))
