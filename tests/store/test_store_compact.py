"""The compacted file saves time and decides nothing."""

from __future__ import annotations

import shutil
from datetime import date, datetime, timedelta
from pathlib import Path

import pyarrow as pa
import pytest

from vitalfew.store.change import SCHEMA, Run
from vitalfew.store.compact import NAME, read_compact
from vitalfew.store.ledger import read_entries
from vitalfew.store.observations import Observations

START = datetime.fromisoformat("2026-01-01T06:00:00")
SAID = {"grain": "month", "start": date(2026, 1, 1), "end": date(2026, 2, 1), "complete": True, "share": 1.0, "slice": ""}


def _run(folder: Path, run: int, **values: float) -> None:
    at = START + timedelta(days=run)
    ran = {"number": 1, "recipe": "abc", "run": f"run-{run}", "recorded_at": at}
    table = pa.Table.from_pylist([{"kpi": kpi, "value": value, **SAID, **ran} for kpi, value in values.items()], SCHEMA)
    Observations(folder).record(table, Run(f"run-{run}", at, date(2026, 6, 15)), findings=(), kpis=())


def _values(folder: Path) -> dict[str, float]:
    return {row["kpi"]: row["value"] for row in Observations(folder).latest().to_pylist()}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for run in range(1, 5):
        _run(tmp_path, run, churn=float(run), sales=9.0)
    return tmp_path


def test_all_runs_are_compacted_and_the_segments_stay(folder: Path) -> None:
    covered, rows = read_compact(folder, read_entries(folder / "runs"))
    assert (covered, rows and rows.num_rows) == (4, 2)
    assert _values(folder) == {"churn": 4.0, "sales": 9.0}
    assert Observations(folder).history("churn")["value"].to_pylist() == [1.0, 2.0, 3.0, 4.0]


def test_readers_take_the_compacted_rows_and_add_later_runs(folder: Path) -> None:
    kept = (folder / NAME).read_bytes()
    _run(folder, 5, churn=5.0)
    (folder / NAME).write_bytes(kept)  # as after `kill -9` before it was written anew
    (folder / "observations" / "run-1.parquet").unlink()
    assert _values(folder) == {"churn": 5.0, "sales": 9.0}


@pytest.mark.parametrize("share", [0.0, 0.5, 0.99])
def test_half_a_file_is_passed_over(folder: Path, share: float) -> None:
    content = (folder / NAME).read_bytes()
    (folder / NAME).write_bytes(content[: int(len(content) * share)])
    assert read_compact(folder, read_entries(folder / "runs")) == (0, None)
    assert _values(folder) == {"churn": 4.0, "sales": 9.0}


def test_a_file_of_other_runs_is_passed_over(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    other = tmp_path_factory.mktemp("other")
    _run(other, 1, churn=70.0)
    _run(other, 2, churn=80.0)
    shutil.copy(other / NAME, folder / NAME)
    assert _values(folder) == {"churn": 4.0, "sales": 9.0}


def test_a_run_that_came_in_between_is_not_passed_over(folder: Path) -> None:
    """Two processes at once: the one with the earlier time ends later."""
    kept = (folder / NAME).read_bytes()
    _run(folder, 0, profit=3.0)
    (folder / NAME).write_bytes(kept)
    assert _values(folder) == {"churn": 4.0, "sales": 9.0, "profit": 3.0}


def test_nothing_is_compacted_while_a_segment_is_damaged(folder: Path) -> None:
    (folder / NAME).unlink()
    (folder / "observations" / "run-4.parquet").write_bytes(b"half")
    _run(folder, 5, churn=5.0)
    assert not (folder / NAME).exists()
