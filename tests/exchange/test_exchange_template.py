from __future__ import annotations

import zipfile
from datetime import date
from pathlib import Path

import pytest

from vitalfew.base.errors import TargetExists
from vitalfew.exchange.header import field_of
from vitalfew.exchange.start import Started, start_from
from vitalfew.exchange.template import KPIS, OBJECTIVES, write_template
from vitalfew.exchange.workbook import read_book
from vitalfew.workspace import Workspace

TODAY = date(2026, 4, 15)


@pytest.fixture
def started(tmp_path: Path) -> Started:
    write_template(tmp_path / "template.xlsx")
    return start_from(tmp_path / "template.xlsx", tmp_path / "workspace", today=TODAY)


def test_every_header_is_one_that_is_read() -> None:
    assert [head.name for head in (*KPIS, *OBJECTIVES) if field_of(head.name) is None] == []
    assert len({field_of(head.name) for head in KPIS}) == len(KPIS)


def test_the_template_comes_back_whole(started: Started) -> None:
    """Nothing of the template is left out but its instructions, and no number of it is a guess."""
    assert (started.kpis, started.objectives, started.people, started.values) == (4, 2, 2, 12)
    assert started.skipped == ("Read me: no header was recognised, the sheet is not read",)
    assert not [guess for guess in started.guesses if "read `" in guess]


def test_the_examples_come_back_as_they_stand(started: Started) -> None:
    framework = Workspace.open(started.root).framework
    kpi = framework.kpi["example-second-order-within-30-days"]
    assert (kpi.unit, kpi.direction, kpi.every, kpi.timing, kpi.level) == ("%", "up", "month", "leading", "company")
    assert kpi.baseline is not None
    assert (kpi.baseline.value, kpi.baseline.on, kpi.threshold) == (21.5, date(2025, 12, 31), 20)
    assert kpi.target is not None
    assert (kpi.target.reach, kpi.target.by) == (30, date(2026, 12, 31))
    assert (kpi.owner, kpi.reviewer) == ("ana-example", "rui-example")
    assert framework.person["ana-example"].email == "ana@company.example"
    table = framework.kpi["example-monthly-recurring-revenue"].target
    assert table is not None
    assert table.values == {f"2026-{month:02}": 310000 + 5000 * month for month in range(1, 13)}


def test_the_workspace_checks_without_an_error(started: Started) -> None:
    found = Workspace.open(started.root, as_of=TODAY).check()
    assert [str(finding) for finding in found if finding.severity == "error"] == []


VALUES = {
    "example-monthly-recurring-revenue": 322250.0,
    "example-new-subscriptions": 129.0,
    "example-second-order-within-30-days": 24.0,
    "example-regular-customers": 5340.0,
}


def test_the_workspace_measures_at_once(started: Started) -> None:
    workspace = Workspace.open(started.root, as_of=TODAY)
    assert [str(finding) for finding in workspace.measure().findings if finding.severity == "error"] == []
    rows = workspace.observations.latest().to_pylist()
    march = {row["kpi"]: row["value"] for row in rows if row["grain"] == "month" and row["start"] == date(2026, 3, 1)}
    assert march == VALUES


def test_the_scorecard_judges_the_values_once_the_kpis_are_live(started: Started) -> None:
    file = started.root / "framework/kpis.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("lifecycle: draft", "lifecycle: live"), encoding="utf-8")
    workspace = Workspace.open(started.root, as_of=TODAY)
    workspace.measure()
    verdicts = {verdict.ref.id: verdict for verdict in workspace.status().verdicts}
    assert {id_: verdict.value for id_, verdict in verdicts.items()} == VALUES
    revenue = verdicts["example-monthly-recurring-revenue"]
    assert (revenue.status, revenue.target_now, revenue.threshold) == ("amber", 325000, 300000)


def test_the_sheets_are_set_up_for_people(tmp_path: Path) -> None:
    path = tmp_path / "template.xlsx"
    write_template(path)
    assert [sheet.name for sheet in read_book(path).sheets] == ["KPIs", "Actuals", "Targets", "Objectives", "Read me"]
    with zipfile.ZipFile(path) as book:
        kpis = book.read("xl/worksheets/sheet1.xml").decode()
        notes = book.read("xl/comments1.xml").decode()
    for mark in (
        'state="frozen"',
        "<dataValidation ",
        "leading,lagging",
        'orientation="landscape"',
        "fitToHeight",
        "<autoFilter",
    ):
        assert mark in kpis
    assert all(head.note.split("%")[0].split("&")[0][:20] in notes for head in KPIS)


def test_a_file_is_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "template.xlsx"
    path.write_text("mine")
    with pytest.raises(TargetExists):
        write_template(path)
    assert path.read_text() == "mine"
