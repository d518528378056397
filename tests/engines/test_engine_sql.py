"""The expressions' text per dialect, kept: what each engine is asked, and the fallback should a compiler go away.

Kept are the engines that the tests run (Databricks stands for Spark) and two warehouses that they do not. The points, on which
limits, signals and triggers rest, are a text of their own, so that a change shows once.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import ibis
import ibis.backends.sql.compilers as dialects
import ibis.expr.types as ir
import pytest

from vitalfew.judge.sql.behaviour import behaviour, named, triggers
from vitalfew.judge.sql.compile import compiled
from vitalfew.judge.sql.history import points
from vitalfew.judge.sql.judgement import judgement

HERE = Path(__file__).parent
COMPILERS = {
    "duckdb": dialects.DuckDBCompiler,
    "postgres": dialects.PostgresCompiler,
    "clickhouse": dialects.ClickHouseCompiler,
    "databricks": dialects.DatabricksCompiler,
    "snowflake": dialects.SnowflakeCompiler,
    "bigquery": dialects.BigQueryCompiler,
}


def kept_points() -> ir.Table:
    """The points as a table that is kept."""
    return ibis.table(points(named()).schema(), name="points")


EXPRESSIONS: dict[str, Callable[[], ir.Table]] = {
    "judgement": judgement,
    "points": lambda: points(named()),
    "behaviour": lambda: behaviour(seen=kept_points()),
    "triggers": lambda: triggers(seen=kept_points()),
}


@pytest.mark.parametrize("name", EXPRESSIONS)
@pytest.mark.parametrize("dialect", COMPILERS)
def test_sql_of_each_dialect_is_as_accepted(dialect: str, name: str) -> None:
    """`make accept` writes the text anew; DuckDB's and PostgreSQL's judgement is kept with the judge."""
    if name == "judgement" and dialect in {"duckdb", "postgres"}:
        return
    kept = HERE / f"{name}.{dialect}.sql"
    found = compiled(COMPILERS[dialect](), dialect, expression=EXPRESSIONS[name], pretty=True) + "\n"
    if os.environ.get("VITALFEW_ACCEPT"):
        kept.write_text(found, encoding="utf-8")
    assert found == kept.read_text(encoding="utf-8")


def test_every_text_that_is_kept_is_compared() -> None:
    told = {f"{name}.{dialect}.sql" for name in EXPRESSIONS for dialect in COMPILERS}
    assert {each.name for each in HERE.glob("*.sql")} == told - {"judgement.duckdb.sql", "judgement.postgres.sql"}
