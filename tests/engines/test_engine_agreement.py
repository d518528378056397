"""The same expression gives the same verdicts on every engine: statuses equal, numbers to 1e-9 relative."""

from __future__ import annotations

import gc
from typing import Any

import ibis
import pyarrow as pa
import pytest
from ibis.backends.sql.compilers import SQLiteCompiler

from vitalfew.judge.row import Row
from vitalfew.judge.row import read as read_rows
from vitalfew.judge.sql.compile import compiled
from vitalfew.judge.sql.elsewhere import Behaved, behaviour_on, run_on
from vitalfew.judge.sql.engine import run

pytestmark = [pytest.mark.xdist_group("spark"), pytest.mark.filterwarnings("ignore::Warning")]
Tables = dict[str, pa.Table]


@pytest.fixture(scope="module")
def ours(many: Tables) -> dict[str, Row]:
    """What the embedded engine says."""
    return {row.kpi: row for row in read_rows(run(many))}


def agree(ours: dict[str, Row], theirs: dict[str, Row]) -> None:
    assert list(theirs) == sorted(ours)
    for kpi, mine in ours.items():
        for name, a, b in zip(Row._fields, mine, theirs[kpi], strict=True):
            assert a == (pytest.approx(b, rel=1e-9) if isinstance(b, float) else b), (kpi, name)


def test_the_seeded_kpis_meet_every_state_and_status(ours: dict[str, Row]) -> None:
    assert {row.state for row in ours.values()} == {"ok", "no-data", "no-target", "stale", "paused"}
    assert {row.status for row in ours.values()} == {"green", "amber", "red", None}
    assert sum(row.current is not None for row in ours.values()) > 100


@pytest.mark.parametrize("engine", ["duckdb_engine", "postgres_engine", "clickhouse_engine", "spark_engine"])
def test_an_engine_agrees_with_the_embedded_one(engine: str, ours: dict[str, Row], request: pytest.FixtureRequest) -> None:
    connection: Any = request.getfixturevalue(engine)
    theirs = {row.kpi: row for row in read_rows(run_on(connection))}
    agree(ours, theirs)


@pytest.fixture(scope="module")
def behaved(duckdb_engine: Any) -> Behaved:
    """What DuckDB says of limits, signals and triggers, which is what the kernels say, by the tests of the portfolio."""
    return behaviour_on(duckdb_engine)


@pytest.mark.parametrize("engine", ["postgres_engine", "clickhouse_engine", "spark_engine"])
def test_an_engine_agrees_on_limits_signals_and_triggers(engine: str, behaved: Behaved, request: pytest.FixtureRequest) -> None:
    connection: Any = request.getfixturevalue(engine)
    for mine, theirs, least in zip(behaved, behaviour_on(connection), (140, 60), strict=True):
        assert len(mine) >= least
        assert theirs["kpi"].to_pylist() == mine["kpi"].to_pylist()
        for one, other in zip(mine.to_pylist(), theirs.to_pylist(), strict=True):
            for name, value in one.items():
                assert other[name] == (pytest.approx(value, rel=1e-9) if isinstance(value, float) else value), (one["kpi"], name)


def test_what_is_kept_meanwhile_is_gone_afterwards(clickhouse_engine: Any) -> None:
    before = clickhouse_engine.list_tables()
    behaviour_on(clickhouse_engine)
    gc.collect()
    assert clickhouse_engine.list_tables() == before


def test_sqlite_agrees_in_its_own_sql(sqlite_rows: Any, ours: dict[str, Row]) -> None:
    theirs = [Row(*each) for each in sqlite_rows(compiled(SQLiteCompiler(), "sqlite"))]
    agree(ours, {row.kpi: row for row in theirs})


def test_a_table_may_be_called_otherwise_on_the_engine(duckdb_engine: Any, ours: dict[str, Row]) -> None:
    duckdb_engine.create_table("latest", duckdb_engine.table("observation").filter(ibis._.kpi == "k0"))
    theirs = {row.kpi: row for row in read_rows(run_on(duckdb_engine, {"observation": "latest"}))}
    assert theirs["k0"] == ours["k0"]
    assert {row.value for kpi, row in theirs.items() if kpi != "k0"} == {None}
