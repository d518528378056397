"""The narrow module between the expression and DuckDB: compile, run, give columns.

The compiler is taken from its own module, since Ibis's back end for DuckDB takes 2 s to import and adds nothing here.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import duckdb
import ibis
import pyarrow as pa
from ibis.backends.sql.compilers.base import SQLGlotCompiler
from ibis.backends.sql.compilers.duckdb import DuckDBCompiler
from sqlglot.optimizer.eliminate_subqueries import eliminate_subqueries

from vitalfew.judge.sql.judgement import judgement


def compiled(compiler: SQLGlotCompiler, dialect: str, *, pretty: bool = False) -> str:
    """Give the expression in a dialect, one step per named query (`WITH`).

    Ibis would fuse the steps, which repeats each of them wherever it is used: half as long again, and deeper than SQLite reads.
    """
    fused = ibis.options.sql.fuse_selects
    ibis.options.sql.fuse_selects = False
    try:
        query = eliminate_subqueries(compiler.to_sqlglot(judgement()))
        return str(query.sql(dialect, pretty=pretty))
    finally:
        ibis.options.sql.fuse_selects = fused


@cache
def duckdb_sql() -> str:
    """Give the expression in DuckDB's dialect."""
    return compiled(DuckDBCompiler(), "duckdb")


def run(tables: Mapping[str, pa.Table]) -> pa.Table:
    """Judge the tables named as in `schema.TABLES`; one row per KPI."""
    with duckdb.connect(":memory:", config={"enable_external_access": "false"}) as connection:
        for name, table in tables.items():
            connection.register(name, table)
        return connection.sql(duckdb_sql()).to_arrow_table()
