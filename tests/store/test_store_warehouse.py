"""A warehouse without transactions keeps runs whole all the same, and gives what is current to whoever judges in place."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import ibis
import pyarrow as pa
import pytest

from vitalfew.store.change import KEY, SCHEMA, Run
from vitalfew.store.observations import Observations
from vitalfew.store.observed_warehouse import OBSERVATION, RUN, Warehouse

pytestmark = pytest.mark.filterwarnings(
    "ignore:fetch_arrow_table:DeprecationWarning"
)  # Ibis calls what DuckDB now calls otherwise
START = datetime.fromisoformat("2026-01-01T06:00:00")
MONTH = {"grain": "month", "start": date(2026, 1, 1), "end": date(2026, 2, 1), "complete": True, "share": 1.0, "slice": ""}


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[Any]:
    made = ibis.duckdb.connect(tmp_path / "warehouse.duckdb")
    yield made
    made.disconnect()


def _record(store: Observations, run: int, *more: dict[str, Any], **values: float) -> None:
    at = START + timedelta(days=run)
    ran = {"number": 1, "recipe": "abc", "run": f"run-{run}", "recorded_at": at}
    rows = [*({"kpi": kpi, "value": value} for kpi, value in values.items()), *more]
    table = pa.Table.from_pylist([{**MONTH, **ran, **row} for row in rows], SCHEMA)
    store.record(table, Run(f"run-{run}", at, date(2026, 6, 15)), findings=(), kpis=())


def _fresh(store: Observations) -> list[dict[str, Any]]:
    """Read without what was noted down for speed."""
    (store.folder / "latest.parquet").unlink(missing_ok=True)
    found: list[dict[str, Any]] = store.latest().sort_by([(name, "ascending") for name in KEY]).to_pylist()
    return found


def test_rows_without_a_document_are_not_read(connection: Any, tmp_path: Path) -> None:
    """As after `kill -9` between the two tables."""
    store = Observations(tmp_path, Warehouse(connection, "mine", tmp_path))
    _record(store, 1, a=1.0, b=1.0)
    _record(store, 2, a=2.0, b=1.0)
    connection.raw_sql(f"delete from {RUN} where kept = 'run-2'")

    assert [row["value"] for row in _fresh(store)] == [1.0, 1.0]
    _record(store, 3, a=3.0, b=1.0)
    assert [row["value"] for row in _fresh(store)] == [3.0, 1.0]


@pytest.mark.parametrize("done", ["delete from {0} where kpi = 'b'", "insert into {0} from {0}"], ids=["lost", "doubled"])
def test_a_run_whose_rows_are_not_as_many_as_it_says_is_told_and_not_read(connection: Any, tmp_path: Path, done: str) -> None:
    store = Observations(tmp_path, Warehouse(connection, "mine", tmp_path))
    _record(store, 1, a=1.0, b=1.0)
    connection.raw_sql(done.format(OBSERVATION))

    assert [finding.rule for finding in store.findings()] == ["damaged-segment"]
    assert _fresh(store) == []
    _record(store, 2, a=1.0, b=1.0)
    assert [row["run"] for row in _fresh(store)] == ["run-2", "run-2"]


def test_workspaces_of_one_warehouse_lie_apart(connection: Any, tmp_path: Path) -> None:
    mine, other = (Observations(tmp_path / name, Warehouse(connection, name, tmp_path / name)) for name in ("mine", "other"))
    _record(mine, 1, a=1.0)
    _record(other, 1, a=2.0)

    assert [[row["value"] for row in _fresh(each)] for each in (mine, other)] == [[1.0], [2.0]]


def test_what_is_judged_in_place_is_what_is_read(connection: Any, tmp_path: Path) -> None:
    """Superseded, withdrawn, orphaned and foreign rows are in neither."""
    warehouse = Warehouse(connection, "mine", tmp_path)
    store = Observations(tmp_path, warehouse)
    _record(Observations(tmp_path / "other", Warehouse(connection, "other", tmp_path / "other")), 9, a=9.0)
    _record(store, 1, {"kpi": "b", "value": 0.5, "slice": "region=north"}, a=1.0, b=1.0, c=1.0)
    _record(store, 2, a=2.0, b=1.0)
    _record(store, 4, a=4.0)
    connection.raw_sql(f"delete from {RUN} where kept = 'run-4'")

    there = warehouse.current().to_pyarrow().sort_by([(name, "ascending") for name in KEY]).to_pylist()
    assert there == _fresh(store)
    assert [row["missing"] for row in store.history("b").to_pylist()] == [None, None, "withdrawn"]
    assert [(row["kpi"], row["value"]) for row in there] == [("a", 2.0), ("b", 1.0), ("c", 1.0)]
