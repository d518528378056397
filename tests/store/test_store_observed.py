"""A team sees one history, whatever the checkout; recording waits for nobody who decides."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pyarrow as pa
import pytest

from vitalfew.store.change import SCHEMA, Run
from vitalfew.store.database import Store
from vitalfew.store.ledger import RunEntry
from vitalfew.store.observations import Observations
from vitalfew.store.observed_rows import Rows
from vitalfew.store.tables import CONTENT, OBSERVATION, RUN
from vitalfew.workspace import Workspace

START = datetime.fromisoformat("2026-01-01T06:00:00.123456")
SAID = {"grain": "month", "start": date(2026, 1, 1), "end": date(2026, 2, 1), "complete": True, "share": 1 / 3, "slice": ""}
FRAMEWORK = """
calendar: {today: 2026-03-01}
sources: [{id: till, kind: files, path: data/sales.csv}]
measures: [{id: sold, source: till, date: day, value: sum(x), by: [region]}]
kpis: [{id: sales, formula: sold, every: day}]
"""


def _record(store: Observations, run: int, *rows: dict[str, Any]) -> None:
    at = START + timedelta(days=run)
    ran = {"recipe": "abc", "run": f"run-{run}", "recorded_at": at}
    table = pa.Table.from_pylist([{"number": 1, **SAID, **row, **ran} for row in rows], SCHEMA)
    store.record(table, Run(f"run-{run}", at, date(2026, 6, 15)), findings=(), kpis=())


def _rows(store: Observations) -> list[dict[str, Any]]:
    order = [(name, "ascending") for name in ("kpi", "grain", "number", "slice")]
    found: list[dict[str, Any]] = store.latest().sort_by(order).to_pylist()
    return found


def test_what_is_read_is_what_was_recorded(make_observations: Callable[..., Observations]) -> None:
    store = make_observations()
    said: list[dict[str, Any]] = [
        {"kpi": "a", "slice": 'region="Zürich, Süd"\nline=2\\t', "value": 0.1 + 0.2, "numerator": -0.0, "denominator": 1e-300},
        {"kpi": "b", "slice": "NULL", "value": None, "missing": "no-rows"},
        {"kpi": "c", "value": float("inf"), "numerator": -1.7976931348623157e308, "complete": False},
        {"kpi": "d", "slice": "NaN", "value": 12345678901234567.0, "start": date(1999, 12, 31)},
    ]
    _record(store, 1, *said)

    assert [{name: row[name] for name in each} for row, each in zip(_rows(make_observations("there")), said, strict=True)] == said
    assert {row["recorded_at"] for row in _rows(make_observations("there"))} == {START + timedelta(days=1)}


def test_every_checkout_sees_the_same_and_builds_upon_it(make_observations: Callable[..., Observations]) -> None:
    one, other = make_observations("one"), make_observations("other")
    _record(one, 1, {"kpi": "a", "value": 1.0}, {"kpi": "b", "value": 1.0})
    _record(other, 2, {"kpi": "a", "value": 2.0}, {"kpi": "b", "value": 1.0})
    _record(one, 3, {"kpi": "a", "value": 2.0}, {"kpi": "b", "value": 3.0})

    assert _rows(one) == _rows(other) == _rows(make_observations("fresh"))
    assert [(row["kpi"], row["value"], row["run"]) for row in _rows(one)] == [("a", 2.0, "run-2"), ("b", 3.0, "run-3")]
    assert [row["value"] for row in make_observations("fresh").history("a").to_pylist()] == [1.0, 2.0]


@pytest.fixture
def shared(make_store: Callable[..., Store]) -> Store:
    """Give a store on a server: its tests say so by ON_A_SERVER."""
    return make_store()


ON_A_SERVER = pytest.mark.parametrize("environ", ["postgresql"], indirect=True)


@ON_A_SERVER
def test_workspaces_of_one_database_see_their_own_observations_alone(
    shared: Store, make_store: Callable[..., Store], tmp_path: Path
) -> None:
    mine, other = (Observations(tmp_path / str(n), Rows(each)) for n, each in enumerate((shared, make_store(f"o{uuid4().hex}"))))
    _record(mine, 1, {"kpi": "a", "value": 1.0})
    _record(other, 1, {"kpi": "a", "value": 2.0})

    assert [row["value"] for row in _rows(mine) + _rows(other)] == [1.0, 2.0]
    assert [store.history("a").num_rows for store in (mine, other)] == [1, 1]


@ON_A_SERVER
def test_the_query_of_the_page_gives_what_is_current(shared: Store, tmp_path: Path) -> None:
    store = Observations(tmp_path, Rows(shared))
    _record(store, 1, {"kpi": "a", "value": 1.0}, {"kpi": "b", "value": 1.0}, {"kpi": "b", "number": 0, "value": 5.0})
    _record(store, 2, {"kpi": "a", "value": 2.0}, {"kpi": "b", "value": 1.0})
    page = (Path(__file__).parents[2] / "docs" / "history.md").read_text(encoding="utf-8")
    query = page.partition("```sql\n")[2].partition("```")[0]

    with psycopg.connect(shared.place.url.set(drivername="postgresql").render_as_string(hide_password=False)) as connection:
        cursor = connection.execute(f"select kpi, number, value from ({query}) q where workspace = %s", [shared.place.workspace])
        assert sorted(cursor.fetchall()) == [(row["kpi"], row["number"], row["value"]) for row in _rows(store)]
    assert store.history("b").num_rows == 3


@ON_A_SERVER
def test_observations_are_only_ever_added(shared: Store) -> None:
    for table, values in ((OBSERVATION, {"value": 1.0}), (RUN, {"rows": 0})):
        with shared.writing() as transaction, pytest.raises(ValueError, match="only ever added"):
            transaction.change(table, values)
        with shared.writing() as transaction, pytest.raises(ValueError, match="only ever added"):
            transaction.drop(table)


@ON_A_SERVER
def test_a_run_that_fails_half_way_is_not_there(shared: Store, tmp_path: Path) -> None:
    store = Observations(tmp_path, Rows(shared))
    table = pa.Table.from_pylist([{"kpi": "a", "number": 1, **SAID, "recipe": "x", "run": "r", "recorded_at": START}], SCHEMA)
    with suppress(KeyError), store.runs.adding() as add:
        add(_entry("r"), table, None)
        raise KeyError

    assert (store.runs.entries(), store.latest().num_rows) == ([], 0)


@ON_A_SERVER
def test_decisions_go_on_while_much_is_recorded(shared: Store) -> None:
    with Rows(shared).adding() as add:
        add(_entry("r"), SCHEMA.empty_table(), None)
        with shared.writing() as transaction:
            transaction.add(CONTENT, {"sha256": "a", "bytes": b""})
    with shared.reading() as transaction:
        assert transaction.count(CONTENT) == 1


def _entry(run: str) -> RunEntry:
    return RunEntry(run, START, (), None, ())


def _workspace(root: Path, rows: int) -> Workspace:
    (root / "framework").mkdir(parents=True, exist_ok=True)
    (root / "framework" / "main.yaml").write_text(FRAMEWORK, encoding="utf-8")
    (root / "data").mkdir(exist_ok=True)
    lines = "".join(f"2026-02-{day:02},r{day % 2},{day}\n" for day in range(1, rows + 1))
    (root / "data" / "sales.csv").write_text(f"day,region,x\n{lines}", encoding="utf-8")
    return Workspace.open(root)


def test_a_workspace_measures_where_its_team_looks(
    environ: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second checkout goes on from what the first one saw of the sources."""
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    one = _workspace(tmp_path / "one", 20)
    assert not one.is_measured
    one.measure()
    other = _workspace(tmp_path / ("one" if "VITALFEW_DATABASE_URL" not in environ else "other"), 22)
    assert other.is_measured
    measured = other.measure()

    assert measured.since == {"sales": date(2026, 2, 21)}
    assert measured.recorded.restated == 0
    days = [row for row in _rows(one.observations) if row["grain"] == "day" and not row["slice"] and row["value"] is not None]
    assert [row["value"] for row in days] == [float(day) for day in range(1, 23)]
    assert [str(each.ref) for each in other.status().verdicts] == ["kpi:sales"]
