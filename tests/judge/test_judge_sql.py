"""The one expression: kept as text per dialect, and the same on a second engine."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import ibis.backends.sql.compilers as dialects
import numpy as np
import pyarrow as pa
import pytest

from vitalfew.judge.parameter import tables
from vitalfew.judge.row import Row
from vitalfew.judge.row import read as read_rows
from vitalfew.judge.sql import engine
from vitalfew.judge.sql.compile import compiled
from vitalfew.judge.sql.engine import run
from vitalfew.judge.sql.schema import OBSERVATION, TABLES
from vitalfew.model.framework import Framework

Observe = Callable[..., list[dict[str, object]]]
HERE = Path(__file__).parent
COMPILERS = {
    "duckdb": dialects.DuckDBCompiler,
    "postgres": dialects.PostgresCompiler,
    "clickhouse": dialects.ClickHouseCompiler,
    "databricks": dialects.DatabricksCompiler,
    "snowflake": dialects.SnowflakeCompiler,
    "bigquery": dialects.BigQueryCompiler,
    "trino": dialects.TrinoCompiler,
    "sqlite": dialects.SQLiteCompiler,
}


def sql(dialect: str, *, pretty: bool = False) -> str:
    return compiled(COMPILERS[dialect](), dialect, pretty=pretty) + "\n"


KEPT = {
    "duckdb": Path(engine.__file__).parent / "judgement.duckdb.sql",
    "postgres": HERE / "judgement.postgres.sql",
}


@pytest.mark.parametrize("dialect", KEPT)
def test_sql_is_as_accepted(dialect: str) -> None:
    """`VITALFEW_ACCEPT=1` (or `make accept`) writes the text anew; read its difference before committing it."""
    kept = KEPT[dialect]
    if os.environ.get("VITALFEW_ACCEPT"):
        kept.write_text(sql(dialect, pretty=True), encoding="utf-8")
    assert sql(dialect, pretty=True) == kept.read_text(encoding="utf-8")


def test_the_embedded_engine_needs_no_compiler() -> None:
    code = "import sys, vitalfew.judge.run; sys.exit(any(name in sys.modules for name in ('ibis', 'sqlglot')))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize("dialect", COMPILERS)
def test_the_expression_compiles_for(dialect: str) -> None:
    assert sql(dialect).lower().count("select") > 5


@pytest.fixture(scope="module")
def many(observe: Observe) -> dict[str, pa.Table]:
    """The tables of two hundred seeded KPIs of every kind, with holes."""
    random = np.random.default_rng(11)
    targets: list[dict[str, object]] = [
        {"target": {"at_least": 100.0}, "threshold": 80.0},
        {"target": {"at_most": 100.0}, "threshold": 120.0, "direction": "down"},
        {"target": {"within": [90.0, 110.0], "best": 95.0}, "threshold": [80.0, 130.0]},
        {"target": {"reach": 130.0, "by": "2026-12-31"}, "threshold": 70.0, "baseline": {"value": 90.0, "on": "2026-01-01"}},
        {"target": {"reach": 130.0, "by": "2026-12-31", "path": "prior-year"}, "threshold": 70.0},
        {"target": {"at_least": 900.0, "applies_to": "to-date"}, "threshold": 700.0},
        {"target": {"at_least": 100.0}},
        {"lifecycle": "paused"},
        {},
    ]
    kpis, rows = [], []
    for at in range(200):
        kpi = {"id": f"k{at}", "every": ("week", "month", "day")[at % 3], **targets[at % len(targets)]}
        kpis.append(kpi)
        for grain, count in (("day", 20), ("week", 60), ("month", 24)):
            drawn = random.normal(100, 15, count)
            series = [float(each) if random.random() > 0.1 else None for each in drawn]
            rows += observe(kpi["id"], grain, series, last=date(2026, 6, 21), denominator=3.0 if at % 2 else None)
    framework = Framework.model_validate({"kpis": kpis})
    types = {"string": pa.string(), "int32": pa.int32(), "bool": pa.bool_(), "float64": pa.float64()}
    schema = pa.schema([(name, types[kind]) for name, kind in OBSERVATION.items()])
    observations = pa.Table.from_pylist(rows, schema=schema)
    return tables(framework.kpis, observations, framework.calendar.calendar, date(2026, 6, 23))


def on_sqlite(sources: dict[str, pa.Table]) -> list[Row]:
    """Run the expression on SQLite, which knows neither booleans nor dates nor medians."""
    connection = sqlite3.connect(":memory:")
    for name, table in sources.items():
        columns = list(TABLES[name])
        quoted = ", ".join(f'"{each}"' for each in columns)
        connection.execute(f"CREATE TABLE {name} ({quoted})")
        rows = list(zip(*(table[each].to_pylist() for each in columns), strict=True))
        connection.executemany(f"INSERT INTO {name} VALUES ({', '.join('?' * len(columns))})", rows)
    found = [Row(*each) for each in connection.execute(sql("sqlite")).fetchall()]
    connection.close()
    return found


def test_two_engines_agree(many: dict[str, pa.Table]) -> None:
    """Statuses are equal and numbers differ by less than 1e-9, relative."""
    ours = sorted(read_rows(run(many)))
    theirs = sorted(on_sqlite(many))
    assert len({row.state for row in ours}) >= 3
    assert {row.status for row in ours} == {"green", "amber", "red", None}
    for mine, other in zip(ours, theirs, strict=True):
        for name, a, b in zip(Row._fields, mine, other, strict=True):
            assert a == (pytest.approx(b, rel=1e-9) if isinstance(b, float) else b), (mine.kpi, name)
