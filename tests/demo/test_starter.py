"""A starter is the proof that a preset can be met together with all rules."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from pathlib import Path

import pytest

from vitalfew.base.errors import TargetExists
from vitalfew.demo.starter import tables, write_starter
from vitalfew.model.preset import PRESETS, PresetName
from vitalfew.workspace import Workspace

DAYS = (date(2026, 6, 30), date(2027, 1, 1), date(2028, 2, 29))


@pytest.mark.parametrize("today", DAYS, ids=str)
@pytest.mark.parametrize("preset", PRESETS)
def test_a_starter_of_each_preset_has_no_finding_on_any_day(tmp_path: Path, preset: PresetName, today: date) -> None:
    """CAS-1, DEF-9, STR-10, RHY-1: levels, counts, key results and rhythm of each preset can be met."""
    write_starter(tmp_path, preset, today=today)
    workspace = Workspace.open(tmp_path, as_of=today)
    assert workspace.framework.preset == preset
    assert workspace.check() == []


@pytest.mark.parametrize("preset", PRESETS)
def test_a_starter_is_measured_and_judged_without_a_finding(tmp_path: Path, preset: PresetName) -> None:
    write_starter(tmp_path, preset, today=DAYS[0])
    workspace = Workspace.open(tmp_path, as_of=DAYS[0])
    assert workspace.measure().findings == ()
    assert workspace.check() == []
    card = workspace.status()
    assert {verdict.state for verdict in card.verdicts} == {"ok"}
    assert {verdict.status for verdict in card.verdicts} >= {"green", "amber"}
    assert all(objective.status for objective in card.objectives)


def test_the_data_end_the_day_before_today_and_miss_no_day(tmp_path: Path) -> None:
    write_starter(tmp_path, "small-business", today=DAYS[0])
    with (tmp_path / "data" / "sales.csv").open(encoding="utf-8", newline="") as file:
        days = [date.fromisoformat(row["day"]) for row in csv.DictReader(file)]
    assert days == [DAYS[0] - timedelta(days=back) for back in range(len(days), 0, -1)]
    assert days[0] == date(2025, 5, 1)


def test_parts_never_exceed_their_whole() -> None:
    drawn = tables(date(2025, 5, 1), DAYS[0])
    for part, whole in (("orders", "visitors"), ("returning_orders", "orders"), ("card_joins", "new_customers")):
        assert all(int(str(row[part])) <= int(str(row[whole])) for row in drawn["sales"])
    assert drawn == tables(date(2025, 5, 1), DAYS[0])


def test_nothing_is_written_over_what_is_there(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(TargetExists):
        write_starter(tmp_path, "okr", today=DAYS[0])
    with pytest.raises(TargetExists):
        write_starter(tmp_path / "notes.txt", "okr", today=DAYS[0])
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


def test_the_readme_names_the_place_and_the_preset(tmp_path: Path) -> None:
    write_starter(tmp_path / "our-shop", "cascade", today=DAYS[0])
    readme = (tmp_path / "our-shop" / "README.md").read_text(encoding="utf-8")
    assert readme.startswith("# our-shop\n")
    assert "`cascade`" in readme
