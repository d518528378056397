"""The summary that `check` reads: what `measure` saw, without the engine, and nothing where there is none."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from vitalfew.model.entry import Entry
from vitalfew.model.evidence import Apart, Evidence, Moved, Point, Series, Tie
from vitalfew.store.evidence import FILE, read_evidence, write_evidence
from vitalfew.workspace import Workspace

FRAMEWORK = """\
calendar: {today: 2026-06-15}
sources: [{id: sales, kind: files, path: data/sales.csv}, {id: by-hand, kind: manual}]
measures:
  - {id: takings, source: sales, date: day, value: sum(amount)}
  - {id: mood_entered, source: by-hand, table: mood, date: date, value: sum(value)}
kpis:
  - {id: revenue, formula: takings, every: month}
  - {id: mood, formula: mood_entered, every: month}
  - {id: later, formula: takings / 0, every: month}
"""
ENTRY = Entry(
    "month", "2026-04", date(2026, 4, 1), 7.5, "ana", datetime.fromisoformat("2026-05-04T09:00:00"), "asked twice, “why”"
)
KNOWN = Evidence(
    date(2026, 6, 15),
    {"mood": Series("mood", "month", "abc", date(2020, 1, 1), (Point(date(2026, 4, 30), 7.5), Point(date(2026, 5, 31), None)))},
    {"mood": (ENTRY,)},
    (Tie("mood", "revenue", "{}", "month", 40, "clear", amount=2.0, effect=1.0, lag=1, led="stopped", stopped=date(2026, 1, 1)),),
    (Apart("mood", "revenue", "month", 40, 1.0, -2.0, -3.0, -1.0),),
    (Moved("fair", "mood", "{}", "month", "not-seen", 0.1, -0.5, 0.7, 12, 2.0),),
    "what it was made of",
)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    (tmp_path / "framework").mkdir()
    (tmp_path / "framework" / "main.yaml").write_text(FRAMEWORK, encoding="utf-8")
    (tmp_path / "data" / "manual").mkdir(parents=True)
    days = (date(2026, 1, 1) + timedelta(days=each) for each in range(165))
    rows = [f"{day},{10 * day.month}" for day in days if day.month != 3]
    (tmp_path / "data" / "sales.csv").write_text("day,amount\n" + "\n".join(rows) + "\n", encoding="utf-8")
    head = "every,period,date,value,by,recorded_at,note\n"
    lines = "month,2026-03,2026-03-01,6.0,ana,2026-04-02T09:00:00,\nmonth,2026-04,2026-04-01,7.5,ben,2026-05-04T09:00:00,\n"
    (tmp_path / "data" / "manual" / "mood.csv").write_text(head + lines, encoding="utf-8")
    return Workspace.open(tmp_path)


def test_what_is_written_is_read(tmp_path: Path) -> None:
    write_evidence(tmp_path, KNOWN)
    assert read_evidence(tmp_path) == KNOWN


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"version": 99}', '{"version": 1, "as_of": "soon"}', "\x00"], ids=repr)
def test_a_file_that_says_something_else_is_no_evidence(tmp_path: Path, content: str) -> None:
    (tmp_path / FILE).write_text(content, encoding="utf-8")
    assert read_evidence(tmp_path) is None


def test_where_nothing_was_measured_there_is_none(workspace: Workspace) -> None:
    assert workspace.evidence is None


def test_measuring_leaves_the_periods_that_are_over(workspace: Workspace) -> None:
    """March has no rows and is missing, not zero; June is not over; what cannot be measured stands nowhere."""
    workspace.measure()
    evidence = workspace.evidence
    assert evidence is not None
    assert evidence.as_of == date(2026, 6, 15)
    revenue = evidence.series["revenue"]
    assert revenue.points == (
        Point(date(2026, 1, 31), 310.0),
        Point(date(2026, 2, 28), 560.0),
        Point(date(2026, 3, 31), None),
        Point(date(2026, 4, 30), 1200.0),
        Point(date(2026, 5, 31), 1550.0),
    )
    assert (revenue.begins, revenue.values) == (date(2026, 1, 1), (310.0, 560.0, 1200.0, 1550.0))
    assert set(evidence.series) == {"revenue", "mood"}
    assert {kpi: [(each.value, each.by) for each in entries] for kpi, entries in evidence.entries.items()} == {
        "mood": [(6.0, "ana"), (7.5, "ben")]
    }


def test_measuring_one_kpi_keeps_what_is_known_of_the_others(workspace: Workspace) -> None:
    workspace.measure()
    before = workspace.evidence
    workspace.measure(["revenue"])
    assert workspace.evidence == before


def test_an_earlier_day_sees_only_what_was_over(workspace: Workspace) -> None:
    workspace.measure()
    evidence = workspace.evidence
    assert evidence is not None
    then = evidence.until(date(2026, 3, 15))
    assert [point.day for point in then.series["revenue"].points] == [date(2026, 1, 31), date(2026, 2, 28)]
    assert "mood" not in then.series
    assert [each.period for each in then.entries["mood"]] == ["2026-03"]
    assert evidence.until(date(2027, 1, 1)) is evidence


def test_check_on_a_measured_workspace_needs_no_engine(workspace: Workspace) -> None:
    workspace.measure()
    assert json.loads((workspace.root / ".vitalfew" / FILE).read_bytes())["version"] == 1
    heavy = {"duckdb", "ibis", "sqlalchemy", "numpy", "pyarrow", "pandas", "sqlglot"}
    program = (
        "import sys; from vitalfew import Workspace; workspace = Workspace.open('.'); workspace.check(); "
        "assert workspace.evidence; "
        f"loaded = {{each.partition('.')[0] for each in sys.modules}} & {heavy!r}; assert not loaded, loaded"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=workspace.root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
