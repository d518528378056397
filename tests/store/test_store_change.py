"""History is honest: an earlier day hides nothing, a new definition waits to be restated, what is gone is taken back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from vitalfew.model.observation import Recorded
from vitalfew.store.change import SCHEMA, Run
from vitalfew.store.observations import Kept, Observations

START = datetime.fromisoformat("2026-01-01T06:00:00")
TODAY = date(2026, 6, 15)


def _month(number: int, value: float | None, **changes: Any) -> dict[str, Any]:
    """Give a month of 2026; without a value it is not complete."""
    end = date(2026, number + 1, 1)
    row = {"kpi": "churn", "grain": "month", "number": number, "start": date(2026, number, 1), "end": end, "slice": ""}
    said = {"complete": value is not None, "share": 1.0, "value": value, "missing": None if value is not None else "no-rows"}
    return {**row, **said, "recipe": "old", **changes}


def _record(store: Observations, run: int, *rows: Mapping[str, Any], **changes: Any) -> Kept:
    at = START + timedelta(days=run)
    table = pa.Table.from_pylist([{**row, "run": f"run-{run}", "recorded_at": at} for row in rows], SCHEMA)
    return store.record(table, Run(f"run-{run}", at, **{"today": TODAY, **changes}), findings=(), kpis=())


def _values(table: pa.Table) -> dict[int, float | None]:
    return {row["number"]: row["value"] for row in table.to_pylist()}


def test_a_run_of_an_earlier_day_does_not_hide_what_a_later_day_saw(observations: Observations) -> None:
    store = observations
    _record(store, 1, _month(4, 10.0), _month(5, 20.0))
    kept = _record(store, 2, _month(4, 11.0), _month(5, 7.0, complete=False, share=0.3), today=date(2026, 5, 10))
    assert _values(store.latest()) == {4: 11.0, 5: 20.0}  # April had ended on both days: late data counts
    assert kept.recorded == Recorded(new=1, restated=1, withheld=1)


def test_periods_after_an_earlier_day_are_not_taken_back(observations: Observations) -> None:
    store = observations
    _record(store, 1, _month(4, 10.0), _month(5, 20.0))
    kept = _record(store, 2, _month(4, 10.0), today=date(2026, 4, 30))
    assert kept.recorded == Recorded()
    assert _values(store.latest()) == {4: 10.0, 5: 20.0}


def test_a_period_that_the_data_no_longer_has_is_taken_back_and_may_return(observations: Observations) -> None:
    store = observations
    _record(store, 1, _month(1, 0.5), _month(4, 10.0), _month(4, 3.0, slice="region=north"))
    kept = _record(store, 2, _month(4, 10.0))
    assert kept.recorded == Recorded(withdrawn=2)
    assert _values(store.latest()) == {4: 10.0}
    assert _record(store, 3, _month(4, 10.0)).recorded == Recorded()
    assert [row["missing"] for row in store.history("churn").to_pylist() if row["number"] == 1] == [None, "withdrawn"]
    _record(store, 4, _month(1, 0.5), _month(4, 10.0))
    assert _values(store.latest()) == {1: 0.5, 4: 10.0}


def test_a_run_that_looked_at_some_periods_takes_back_none_of_the_others(observations: Observations) -> None:
    store = observations
    _record(store, 1, _month(1, 1.0), _month(4, 4.0), _month(5, 5.0))
    kept = _record(store, 2, _month(5, 5.0), since={"churn": date(2026, 4, 1)})
    assert kept.recorded == Recorded(withdrawn=1)
    assert _values(store.latest()) == {1: 1.0, 5: 5.0}


def test_a_changed_definition_leaves_complete_values_until_restated(observations: Observations) -> None:
    store = observations
    _record(store, 1, _month(4, 10.0), _month(5, 20.0), _month(6, 1.0, complete=False))
    new = [_month(4, 10.0, recipe="new"), _month(5, 99.0, recipe="new"), _month(6, 9.0, complete=False, recipe="new")]
    kept = _record(store, 2, *new)
    assert kept.recorded == Recorded(new=2, held=1)
    assert _values(store.latest()) == {4: 10.0, 5: 20.0, 6: 9.0}
    assert [finding.message for finding in kept.findings] == [
        "1 month of KPI `churn` up to 2026-05-31 was measured by an earlier definition, recorded by 2026-01-02"
    ]
    assert _record(store, 3, *new).recorded == Recorded(held=1)
    assert [finding.rule for finding in store.findings()] == ["outdated-history"]
    restated = _record(store, 4, *new, restate=True)
    assert (restated.recorded, restated.findings) == (Recorded(new=1, restated=1), ())
    assert _values(store.latest()) == {4: 10.0, 5: 99.0, 6: 9.0}


def test_both_views_are_kept(observations: Observations) -> None:
    store = observations
    _record(store, 1, _month(4, 10.0), _month(5, 20.0))
    _record(store, 2, _month(4, 11.0, recipe="new"), _month(5, 21.0, recipe="new"), restate=True)
    assert _values(store.as_reported("churn")) == {4: 11.0, 5: 21.0}
    assert _values(store.as_reported("churn", START + timedelta(days=1))) == {4: 10.0, 5: 20.0}
    assert _values(store.as_defined("churn", "old")) == {4: 10.0, 5: 20.0}
    assert _values(store.as_defined("churn", "new")) == {4: 11.0, 5: 21.0}
    assert store.as_reported("other").num_rows == 0


def test_restating_one_kpi_quiets_its_finding_alone(observations: Observations) -> None:
    store = observations
    both = [_month(4, 10.0), _month(4, 10.0, kpi="sales")]
    _record(store, 1, *both)
    _record(store, 2, *({**row, "value": 9.0, "recipe": "new"} for row in both))
    assert [str(finding.ref) for finding in store.findings()] == ["kpi:churn", "kpi:sales"]
    table = pa.Table.from_pylist([{**_month(4, 9.0, recipe="new"), "run": "run-3", "recorded_at": START}], SCHEMA)
    store.record(table, Run("run-3", START + timedelta(days=3), TODAY, restate=True), findings=(), kpis=("churn",))
    assert [str(finding.ref) for finding in store.findings()] == ["kpi:sales"]


@pytest.mark.parametrize("content", [None, b"half"], ids=["gone", "half"])
def test_a_damaged_segment_is_said_until_all_is_measured_anew(tmp_path: Path, content: bytes | None) -> None:
    store = Observations(tmp_path)
    _record(store, 1, _month(4, 10.0))
    segment = tmp_path / "observations" / "run-1.parquet"
    if content is None:
        segment.unlink()
    else:
        segment.write_bytes(content)
    said = "`observations/run-1.parquet` with 1 observations is not what was written"
    assert [finding.message for finding in store.findings()] == [said]
    kept = _record(store, 2, _month(4, 10.0))
    assert [finding.rule for finding in kept.findings] == ["damaged-segment"]
    assert _values(store.latest()) == {4: 10.0}
    _record(store, 3, _month(4, 10.0))
    assert store.findings() == ()


def test_a_run_file_of_the_first_release_is_read(tmp_path: Path) -> None:
    """It names no day, so a run of any day may follow it."""
    store = Observations(tmp_path)
    _record(store, 1, _month(5, 20.0))
    path = tmp_path / "runs" / "run-1.json"
    lines = [
        line
        for line in path.read_text(encoding="utf-8").splitlines()
        if not line.startswith((' "today"', ' "since"', ' "restated"'))
    ]
    path.write_text("\n".join(lines), encoding="utf-8")
    _record(store, 2, _month(5, 7.0, complete=False), today=date(2026, 5, 10))
    assert _values(store.latest()) == {5: 7.0}


def test_a_period_whose_dates_moved_is_recorded(observations: Observations) -> None:
    """As when the fiscal year starts in another month: the same number, another stretch of days."""
    store = observations
    _record(store, 1, _month(4, 10.0))
    moved = {"start": date(2026, 3, 26), "end": date(2026, 4, 26)}
    assert _record(store, 2, _month(4, 10.0, **moved)).recorded == Recorded(new=1)
    assert store.latest()["start"].to_pylist() == [date(2026, 3, 26)]
