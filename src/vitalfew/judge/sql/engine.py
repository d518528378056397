"""The narrow module between the expression and DuckDB: read its kept text, run it, give columns.

The text is what Ibis compiles from `judgement.py`, by test; reading it spares the 1.5 s that importing Ibis takes.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import files

import duckdb
import pyarrow as pa


def duckdb_sql() -> str:
    """Give the expression in DuckDB's dialect."""
    return (files("vitalfew.judge.sql") / "judgement.duckdb.sql").read_text(encoding="utf-8")


def run(tables: Mapping[str, pa.Table]) -> pa.Table:
    """Judge the tables named as in `schema.TABLES`; one row per KPI."""
    with duckdb.connect(":memory:", config={"enable_external_access": "false"}) as connection:
        for name, table in tables.items():
            connection.register(name, table)
        return connection.sql(duckdb_sql()).to_arrow_table()
