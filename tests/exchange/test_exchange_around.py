"""What stands around the numbers: objectives, people and units, wherever the book names them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import xlsxwriter

from vitalfew.exchange.start import Started, start_from
from vitalfew.workspace import Workspace

TODAY = date(2026, 4, 15)
Rows = list[list[str | float]]


def start(tmp_path: Path, sheets: dict[str, Rows]) -> Started:
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for row, cells in enumerate(rows):
                sheet.write_row(row, 0, cells)
    return start_from(path, tmp_path / "workspace", today=TODAY)


def test_objectives_by_name_and_by_id(tmp_path: Path) -> None:
    sheets: dict[str, Rows] = {
        "KPIs": [["KPI", "Objective"], ["A", "Grow at home"], ["B", "O2"], ["C", "Something new"]],
        "Ziele": [
            ["Nr", "Name", "Perspektive", "Verantwortlich", "Zieldatum", "Budget"],
            ["O1", "Grow at home", "Finanzen", "Ana", "31.12.2027", 5],
            ["O2", "Keep customers", "Kunden", "Ben", "FY 2026", ""],
        ],
    }
    started = start(tmp_path, sheets)
    framework = Workspace.open(started.root).framework
    found = {each.id: (each.statement, each.perspective, each.owner, each.horizon) for each in framework.objectives}
    assert found == {
        "o1": ("Grow at home", "financial", "ana", date(2027, 12, 31)),
        "o2": ("Keep customers", "customer", "ben", date(2026, 12, 31)),
        "something-new": ("Something new", None, None, None),
    }
    assert [kpi.objectives[0].id for kpi in framework.kpis] == ["o1", "o2", "something-new"]
    assert "Ziele!F1: column `Budget` is not known and not read" in started.skipped


def test_people_with_addresses_and_without(tmp_path: Path) -> None:
    rows: Rows = [
        ["KPI", "Owner", "Owner e-mail", "Reviewer"],
        ["A", "Ana Prado", "ana@x.example", "Ben <ben@x.example>"],
        ["B", "ana prado", "other@x.example", "cleo.dee@x.example"],
        ["C", "Müller, Jörg", "no address", "n/a"],
    ]
    started = start(tmp_path, {"KPIs": rows})
    people = {each.id: (each.name, each.email) for each in Workspace.open(started.root).framework.people}
    assert people == {
        "ana-prado": ("Ana Prado", "ana@x.example"),
        "ben": ("Ben", "ben@x.example"),
        "cleo-dee": ("Cleo Dee", "cleo.dee@x.example"),
        "mueller-joerg": ("Müller, Jörg", None),
    }
    assert "KPIs!C3: `other@x.example` is left out, `ana prado` already has ana@x.example" in started.skipped
    assert "KPIs!C4: `no address` is no e-mail address" in started.skipped


def test_departments_and_levels(tmp_path: Path) -> None:
    rows: Rows = [
        ["KPI", "Abteilung", "Ebene"],
        ["A", "Vertrieb", "Unternehmen"],
        ["B", "Vertrieb", "Abteilung"],
        ["C", "IT", "Mond"],
    ]
    started = start(tmp_path, {"KPIs": rows})
    framework = Workspace.open(started.root).framework
    assert [(kpi.org_unit, kpi.level) for kpi in framework.kpis] == [
        ("vertrieb", "company"),
        ("vertrieb", "department"),
        ("it", None),
    ]
    assert [unit.name for unit in framework.org_units] == ["Vertrieb", "IT"]
    assert "KPIs!C4: `Mond` is not understood as company, department or operational" in started.skipped


def test_an_actual_without_a_period_is_said(tmp_path: Path) -> None:
    started = start(tmp_path, {"KPIs": [["KPI", "Target", "Actual"], ["Orders", 10, 9]]})
    assert "KPIs!C2: `9` belongs to no period, so it is no observation" in started.skipped
    assert not (started.root / "data").exists()
