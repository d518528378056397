"""Values entered by hand, measured: the newest of each period, and a first single value counts for its whole period."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from vitalfew.model.source import FilesSource, ManualSource, Source
from vitalfew.sources.opened import Opened
from vitalfew.workspace import Workspace

Open = Callable[[Source, Path], Opened]
HEADER = "every,period,date,value,by,recorded_at,note\n"
MAY = "month,2026-05,2026-05-01,7.5,eva,2026-06-02T08:30:00,\n"
TEXT = """
calendar: {today: 2026-06-15}
sources: [{id: by-hand, kind: manual}, {id: shop, kind: files, path: "data/**/*.csv"}]
measures:
  - {id: mood, source: by-hand, table: mood, date: date, value: sum(value)}
  - {id: sales, source: shop, date: day, value: sum(amount)}
kpis:
  - {id: mood, formula: mood, every: %s}
  - {id: sales, formula: sales, every: month}
"""
SOURCE = ManualSource(id="by-hand", kind="manual")


def _workspace(root: Path, entries: str, every: str = "month") -> Workspace:
    for name, text in {
        "framework/main.yaml": TEXT % every,
        "data/manual/mood.csv": HEADER + entries,
        "data/sales.csv": "day,amount\n2026-05-01,1\n2026-05-31,2\n",
    }.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    return Workspace.open(root)


def _rows(workspace: Workspace, kpi: str, grain: str = "month") -> list[tuple[Any, ...]]:
    measured = workspace.measure()
    assert [str(finding) for finding in measured.findings] == []
    rows = workspace.observations.latest().to_pylist()
    found = [row for row in rows if (row["kpi"], row["grain"]) == (kpi, grain)]
    return [(str(row["start"]), row["value"], row["complete"]) for row in sorted(found, key=lambda row: row["number"])]


def test_a_first_value_counts_for_its_whole_month_and_other_files_stay_apart(tmp_path: Path) -> None:
    workspace = _workspace(tmp_path, MAY)
    assert _rows(workspace, "mood") == [("2026-05-01", 7.5, True), ("2026-06-01", None, False)]
    assert _rows(workspace, "sales")[0] == ("2026-05-01", 3.0, True)


@pytest.mark.parametrize(
    ("every", "entry", "start"),
    [("week", "week,2026-W23,2026-06-01", "2026-06-01"), ("quarter", "quarter,2026-Q1,2026-01-01", "2026-01-01")],
)
def test_a_first_value_counts_at_every_grain(tmp_path: Path, every: str, entry: str, start: str) -> None:
    workspace = _workspace(tmp_path, f"{entry},7.5,eva,2026-06-08T08:30:00,\n", every)
    assert _rows(workspace, "mood", every)[0] == (start, 7.5, True)


def test_the_last_entry_of_a_period_counts_and_a_skipped_month_is_no_zero(tmp_path: Path) -> None:
    april = MAY.replace("2026-05", "2026-03")
    workspace = _workspace(tmp_path, MAY + april + MAY.replace("7.5", "8"))
    assert _rows(workspace, "mood")[:3] == [("2026-03-01", 7.5, True), ("2026-04-01", None, False), ("2026-05-01", 8.0, True)]


@pytest.mark.parametrize(
    ("entries", "slug", "message"),
    [
        ("", "empty-data", "`data/manual/mood.csv` holds no entries"),
        (
            MAY + MAY.replace("7.5", "good"),
            "bad-rows",
            "1 entry of `mood` cannot be read: data/manual/mood.csv:3 `value` is `good`",
        ),
        (MAY.replace("7.5", "nan"), "bad-rows", "1 entry of `mood` cannot be read: data/manual/mood.csv:2 `value` is `nan`"),
        (
            MAY.replace("05-01", "05-41") + "month,2026-05\n",
            "bad-rows",
            (
                "2 entries of `mood` cannot be read: data/manual/mood.csv:2 `date` is `2026-05-41`; "
                "data/manual/mood.csv:3 does not have the fields of the header"
            ),
        ),
        (MAY.replace("month", "moon"), "bad-rows", "1 entry of `mood` cannot be read: data/manual/mood.csv:2 `every` is `moon`"),
    ],
)
def test_an_entry_that_cannot_be_read_spoils_its_kpi_only(
    tmp_path: Path, open_one: Open, entries: str, slug: str, message: str
) -> None:
    _workspace(tmp_path, entries)
    (tmp_path / "data/manual/other.csv").write_text(HEADER + MAY, encoding="utf-8")
    opened = open_one(SOURCE, tmp_path)
    assert [(fault.slug, fault.message, fault.table) for fault in opened.faults] == [(slug, message, "mood")]
    assert set(opened.tables) == {"other"}


def test_a_file_without_the_columns_is_named(tmp_path: Path, open_one: Open) -> None:
    (tmp_path / "data/manual").mkdir(parents=True)
    (tmp_path / "data/manual/mood.csv").write_text("day,amount\n2026-05-01,1\n", encoding="utf-8")
    assert [fault.slug for fault in open_one(SOURCE, tmp_path).faults] == ["no-header"]


def test_before_the_first_entry_the_command_is_named(tmp_path: Path, open_one: Open) -> None:
    (fault,) = open_one(SOURCE, tmp_path).faults
    assert (fault.slug, fault.help) == ("empty-data", "enter values with `vitalfew record KPI VALUE --for PERIOD`")


def test_entries_of_another_grain_are_left_out_and_said(tmp_path: Path, open_one: Open) -> None:
    _workspace(tmp_path, "week,2026-W20,2026-05-11,3,eva,2026-05-20T08:30:00,\n" + MAY)
    opened = open_one(SOURCE, tmp_path)
    assert [(fault.slug, fault.spoils, fault.severity) for fault in opened.faults] == [("bad-rows", False, "warning")]
    assert opened.database is not None
    assert opened.database.row("SELECT sum(value) FROM mood") == [7.5]


def test_a_files_source_reads_entries_only_by_their_folder(tmp_path: Path, open_one: Open) -> None:
    _workspace(tmp_path, MAY)
    for path, tables in (("data/**/*.csv", {"sales"}), ("data/manual/*.csv", {"mood"})):
        assert set(open_one(FilesSource(id="shop", kind="files", path=path), tmp_path).tables) == tables
