"""The expression's text per dialect, kept: what each engine is asked, and the fallback should a compiler go away."""

from __future__ import annotations

import os
from pathlib import Path

import ibis.backends.sql.compilers as dialects
import pytest

from vitalfew.judge.sql.compile import compiled

HERE = Path(__file__).parent
COMPILERS = {
    "clickhouse": dialects.ClickHouseCompiler,
    "databricks": dialects.DatabricksCompiler,
    "snowflake": dialects.SnowflakeCompiler,
    "bigquery": dialects.BigQueryCompiler,
    "trino": dialects.TrinoCompiler,
}


@pytest.mark.parametrize("dialect", COMPILERS)
def test_sql_of_each_dialect_is_as_accepted(dialect: str) -> None:
    """`make accept` writes the text anew; DuckDB's and PostgreSQL's are kept with the judge."""
    kept = HERE / f"judgement.{dialect}.sql"
    found = compiled(COMPILERS[dialect](), dialect, pretty=True) + "\n"
    if os.environ.get("VITALFEW_ACCEPT"):
        kept.write_text(found, encoding="utf-8")
    assert found == kept.read_text(encoding="utf-8")
