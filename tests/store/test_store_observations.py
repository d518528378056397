"""Observations are never half there, never lost, and say nothing twice."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from vitalfew.base.finding import Finding, Smell, Span
from vitalfew.base.ref import Ref
from vitalfew.store.change import SCHEMA, Run
from vitalfew.store.observations import Observations
from vitalfew.store.segment import write_whole

START = datetime.fromisoformat("2026-01-01T06:00:00")
TODAY = date(2026, 6, 15)
MakeObservations = Callable[..., Observations]
SMELL = Smell("DAT012", "unknown-column", "error", "name a column that the table has", room="measure")


def _row(kpi: str = "churn", number: int = 1, value: float | None = 1.0, **changes: Any) -> dict[str, Any]:
    row = {
        "kpi": kpi,
        "grain": "month",
        "number": number,
        "start": date(2026, 1, 1),
        "end": date(2026, 2, 1),
        "complete": True,
        "share": 1.0,
        "value": value,
        "numerator": None,
        "denominator": None,
        "missing": None if value is not None else "no-rows",
        "slice": "",
        "recipe": "abc",
    }
    return {**row, **changes}


def _record(
    store: Observations, run: int, *rows: dict[str, Any], kpis: tuple[str, ...] = (), findings: tuple[Finding, ...] = ()
) -> int:
    at = START + timedelta(days=run)
    table = pa.Table.from_pylist([{**row, "run": f"run-{run}", "recorded_at": at} for row in rows], SCHEMA)
    kept = store.record(table, Run(f"run-{run}", at, TODAY), findings=findings, kpis=kpis)
    return kept.recorded.new + kept.recorded.withdrawn


def _values(store: Observations) -> dict[tuple[str, int, str], float | None]:
    return {(row["kpi"], row["number"], row["slice"]): row["value"] for row in store.latest().to_pylist()}


def test_before_the_first_run_there_is_an_empty_table(make_observations: MakeObservations, tmp_path: Path) -> None:
    store = make_observations()
    assert store.latest().schema == SCHEMA
    assert store.latest().num_rows == 0
    assert store.findings() == ()
    assert store.measured_at() is None
    assert not (tmp_path / "here").exists()


def test_a_run_without_change_keeps_no_rows_and_is_recorded(observations: Observations) -> None:
    store = observations
    rows = (_row(value=0.1 + 0.2), _row(number=2, value=None), _row(slice="region=north"))
    assert _record(store, 1, *rows) == 3
    assert _record(store, 2, _row(value=0.3), *rows[1:]) == 0  # another order of adding up is no change
    assert store.measured_at() == START + timedelta(days=2)
    assert [entry.segment and entry.segment.rows for entry in store.runs.entries()] == [3, None]


@pytest.mark.parametrize(
    "changes",
    [
        {"value": 2.0},
        {"complete": False},
        {"share": 0.5},
        {"recipe": "xyz"},
        {"numerator": 3.0},
        {"value": None, "missing": "no-value"},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_the_newest_row_of_each_key_counts_and_the_old_one_stays_on_disk(
    observations: Observations, changes: dict[str, Any]
) -> None:
    store = observations
    _record(store, 1, _row(), _row(number=2, value=5.0))
    assert _record(store, 2, _row(**changes), _row(number=2, value=5.0)) == 1
    latest = {row["number"]: row for row in store.latest().to_pylist()}
    assert {name: latest[1][name] for name in changes} == changes
    assert latest[1]["run"] == "run-2"
    assert latest[2]["run"] == "run-1"


def test_a_kpi_that_could_not_be_measured_keeps_its_last_good_rows(observations: Observations) -> None:
    store = observations
    _record(store, 1, _row("churn"), _row("sales", value=9.0))
    _record(store, 2, _row("sales", value=8.0))
    assert _values(store) == {("churn", 1, ""): 1.0, ("sales", 1, ""): 8.0}


def test_the_order_of_runs_is_that_of_their_times_and_not_of_their_names(observations: Observations) -> None:
    store = observations
    _record(store, 10, _row(value=2.0))
    _record(store, 9, _row(value=1.0))
    assert _values(store) == {("churn", 1, ""): 2.0}


def test_findings_are_those_of_the_last_run_over_all(observations: Observations) -> None:
    store = observations
    place = Span("framework/main.yaml", 3, 5)
    first = SMELL.at(Ref("measure", "a"), "measure `a` names the column `x`", field="value", place=place)
    second = SMELL.at(Ref("measure", "b"), "measure `b` names the column `y`", field="where")
    _record(store, 1, _row(), findings=(first, second))
    assert store.findings() == (first, second)
    _record(store, 2, _row(), findings=(second,))
    assert store.findings() == (second,)
    _record(store, 3, _row(), findings=(first,), kpis=("churn",))
    assert store.findings() == (second, first)


def test_a_segment_whose_run_never_ended_is_not_read(tmp_path: Path) -> None:
    """As after `kill -9` between the two files."""
    store = Observations(tmp_path)
    _record(store, 1, _row())
    _record(store, 2, _row(value=2.0))
    (tmp_path / "runs" / "run-2.json").unlink()
    assert _values(store) == {("churn", 1, ""): 1.0}
    assert _record(store, 3, _row(value=3.0)) == 1
    assert _values(store) == {("churn", 1, ""): 3.0}


@pytest.mark.parametrize("share", [0.0, 0.5, 0.99])
def test_half_a_file_is_never_read(tmp_path: Path, share: float) -> None:
    store = Observations(tmp_path)
    _record(store, 1, _row())
    _record(store, 2, _row(value=2.0))
    segment = tmp_path / "observations" / "run-2.parquet"
    content = segment.read_bytes()
    segment.write_bytes(content[: int(len(content) * share)])
    assert _values(store) == {("churn", 1, ""): 2.0}  # the compacted rows are whole
    (tmp_path / "latest.parquet").unlink()
    assert _values(store) == {("churn", 1, ""): 1.0}
    run = tmp_path / "runs" / "run-2.json"
    run.write_bytes(run.read_bytes()[: int(run.stat().st_size * share)])
    assert store.measured_at() == START + timedelta(days=1)


def test_what_is_written_aside_is_no_part_of_the_store(tmp_path: Path) -> None:
    store = Observations(tmp_path)
    _record(store, 1, _row())
    for folder, name in (("runs", ".run-2.json.0.part"), ("observations", ".run-2.parquet.0.part")):
        (tmp_path / folder / name).write_bytes(b"half")
    assert _values(store) == {("churn", 1, ""): 1.0}


def test_a_file_that_cannot_be_written_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "taken.json").mkdir()
    with pytest.raises(OSError):  # noqa: PT011  # the system words it
        write_whole(tmp_path / "taken.json", b"{}")
    assert [path.name for path in tmp_path.iterdir()] == ["taken.json"]


WRITER = """
import sys
from datetime import date, datetime, timedelta
from pathlib import Path
import pyarrow as pa
from vitalfew.store.change import SCHEMA, Run
from vitalfew.store.database import Store, place
from vitalfew.store.observations import Observations
from vitalfew.store.observed_rows import Rows
from vitalfew.store.variable import is_shared

folder, first, runs = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
observations = Observations(folder, Rows(Store(place(folder))) if is_shared() else None)
for run in range(first, first + 2 * runs, 2):
    at = datetime.fromisoformat("2026-01-01") + timedelta(minutes=run)
    said = {"grain": "month", "start": date(2026, 1, 1), "end": date(2026, 2, 1), "complete": True, "share": 1.0, "slice": ""}
    ran = {"recipe": "abc", "run": f"run-{run}", "recorded_at": at}
    rows = [{"kpi": f"own-{run}", "number": run, "value": 1.0}, {"kpi": f"kpi-{run % 2}", "number": 1, "value": float(run)}]
    table = pa.Table.from_pylist([{**row, **said, **ran} for row in rows], SCHEMA)
    observations.record(table, Run(f"run-{run}", at, date(2026, 1, 1) + timedelta(days=run)), findings=(), kpis=())
"""


def _write(store: Observations, environ: dict[str, str], first: int, runs: int) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, str(store.folder), str(first), str(runs)], env={**os.environ, **environ}
    )


def test_two_processes_at_once_lose_nothing(make_observations: MakeObservations, environ: dict[str, str]) -> None:
    writers = [_write(make_observations(), environ, first, 10) for first in (1, 2)]
    store, seen = make_observations(), 0
    while any(writer.poll() is None for writer in writers):
        rows = store.latest().num_rows
        assert rows >= seen  # a reader never sees less than before
        seen = rows
    assert [writer.returncode for writer in writers] == [0, 0]
    wanted = {(f"own-{run}", run, ""): 1.0 for run in range(1, 21)}
    assert _values(make_observations()) == {**wanted, ("kpi-1", 1, ""): 19.0, ("kpi-0", 1, ""): 20.0}


def test_a_killed_process_leaves_whole_runs_only(make_observations: MakeObservations, environ: dict[str, str]) -> None:
    store = make_observations()
    with _write(store, environ, 1, 100_000) as writer:
        while store.latest().num_rows < 6:
            assert writer.poll() is None
        writer.kill()
    found = _values(store)
    runs = [number for kpi, number, _ in found if kpi.startswith("own-")]
    assert sorted(runs) == list(range(1, 2 * len(runs), 2))
    assert found["kpi-1", 1, ""] == max(runs)
    assert _record(store, 400, _row("kpi-1", value=0.0)) == 1


def test_who_holds_what_is_known_sees_what_others_add(make_observations: MakeObservations) -> None:
    store, other = make_observations().holding(), make_observations()
    _record(store, 1, _row())
    assert _record(other, 2, _row(value=2.0)) == 1
    assert _values(store) == _values(other) == {("churn", 1, ""): 2.0}
    assert _record(store, 3, _row(value=2.0)) == 0
    assert _record(store, 4, _row(value=4.0)) == 1
    assert _values(store) == _values(other) == {("churn", 1, ""): 4.0}
