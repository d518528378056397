"""The narrow module between the expression and DuckDB: compile, run, give columns.

The compiler is taken from its own module, since Ibis's back end for DuckDB imports pandas (2 s) which nothing here needs.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import duckdb
import pyarrow as pa
from ibis.backends.sql.compilers.duckdb import DuckDBCompiler

from vitalfew.judge.sql.judgement import judgement


@cache
def duckdb_sql() -> str:
    """Give the expression in DuckDB's dialect."""
    return str(DuckDBCompiler().to_sqlglot(judgement()).sql("duckdb"))


def run(tables: Mapping[str, pa.Table]) -> pa.Table:
    """Judge the tables named as in `schema.TABLES`; one row per KPI."""
    with duckdb.connect(":memory:", config={"enable_external_access": "false"}) as connection:
        for name, table in tables.items():
            connection.register(name, table)
        return connection.sql(duckdb_sql()).to_arrow_table()
