"""A messy workbook, as people have it: every number it holds is checked, and every guess is said."""

from __future__ import annotations

import csv
from datetime import date, datetime
from pathlib import Path

import pytest
import xlsxwriter

from vitalfew.base.errors import TargetExists
from vitalfew.exchange.start import Started, start_from
from vitalfew.workspace import Workspace

TODAY = date(2026, 4, 15)
DAYS, PERCENT, EURO = "dd.mm.yyyy", "0.0%", '#,##0.00 "€"'
Content = str | float | date | tuple[float, str] | None


def write(path: Path, sheets: dict[str, list[list[Content]]], merged: dict[str, list[tuple[str, str]]] | None = None) -> Path:
    """Write sheets cell by cell; a pair is a number with its format."""
    with xlsxwriter.Workbook(str(path)) as book:
        formats = {code: book.add_format({"num_format": code}) for code in (DAYS, PERCENT, EURO)}
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for row, cells in enumerate(rows):
                for column, content in enumerate(cells):
                    if isinstance(content, tuple):
                        sheet.write_number(row, column, content[0], formats[content[1]])
                    elif isinstance(content, date):
                        sheet.write_datetime(row, column, datetime(content.year, content.month, content.day), formats[DAYS])  # noqa: DTZ001  # sheets have no zone
                    elif isinstance(content, str):
                        sheet.write_string(row, column, content)
                    elif content is not None:
                        sheet.write_number(row, column, content)
            for place, words in (merged or {}).get(name, []):
                sheet.merge_range(place, words)
    return path


def start(
    tmp_path: Path, sheets: dict[str, list[list[Content]]], merged: dict[str, list[tuple[str, str]]] | None = None
) -> Started:
    return start_from(write(tmp_path / "book.xlsx", sheets, merged), tmp_path / "workspace", today=TODAY)


def values(started: Started) -> dict[str, dict[str, str]]:
    """Give what stands in the data file: by KPI and day the value, or the note where there is none."""
    found: dict[str, dict[str, str]] = {}
    with (started.root / "data/actuals.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found.setdefault(row["kpi"], {})[row["date"]] = row["value"] or row["note"]
    return found


JAN, FEB, MAR = "2026-01-01", "2026-02-01", "2026-03-01"

MESSY: dict[str, list[list[Content]]] = {
    "Kennzahlen": [
        [],
        [None, "Stand: April 2026"],
        [],
        [
            "Kennzahl",
            "Perspektive",
            "Verantwortlich",
            "Einheit",
            "Ausgangswert",
            "Basisdatum",
            "Zielwert",
            "Zieldatum",
            "Schwellenwert",
            "Foo",
        ],
        ["Umsatz", "Finanzen", "Müller, Anna", "EUR", "€ 1.200,50", date(2025, 12, 31), "1.500,00 €", "31.12.2026", "1.000", "x"],
        ["Kündigungsquote", "Kunden", "Ben Okoye", "%", "12,5 %", "12/31/2025", 0.1, date(2026, 12, 31), "15 %"],
        [],
        ["Liefertreue", "Prozesse", "Ben Okoye", "%", 0.92, "31.12.2025", "≥ 95 %", None, 0.9],
        ["NPS", "Kunden", "TBD", "Punkte", 31, None, 45, "Q4 2026", 20],
        ['Köpfe: "echte" = Mitarbeiter', "Lernen & Entwicklung", "Anna / Ben", None, "(5)", None, "n/a", None, "-"],
        ["=cmd|' /C calc'!A0", "Kunden", None, "%", None, None, (0.995, PERCENT), None, None],
    ],
    "Ist": [
        ["Istwerte"],
        [],
        [],
        ["Kennzahl", "Jan", "Feb", "Mrz", "Summe"],
        ["Umsatz", 1210.5, "1.250,00 €", "EUR 1.300,75", 3761.25],
        ["Kündigungsquote", 0.12, "11,5 %", 0.11],
        ["Liefertreue", (0.93, PERCENT), (0.94, PERCENT), "n/a"],
        ["NPS", 33, "-", 0],
        ["Neu hier", "1.234", "2.345,6", "#N/A"],
        ["=cmd|' /C calc'!A0", (0.99, PERCENT), (1.0, PERCENT), 0.985],
        ["Summe", 1, 2, 3],
    ],
}
MERGED = {"Kennzahlen": [("A1:H1", "KPI-Übersicht 2026")], "Ist": [("B3:D3", "2026")]}


@pytest.fixture
def messy(tmp_path: Path) -> Started:
    return start(tmp_path, MESSY, MERGED)


def test_every_value_is_read_as_it_was_meant(messy: Started) -> None:
    assert values(messy) == {
        "umsatz": {JAN: "1210.5", FEB: "1250.0", MAR: "1300.75"},
        "kuendigungsquote": {JAN: "12.0", FEB: "11.5", MAR: "11.0"},
        "liefertreue": {JAN: "93.0", FEB: "94.0", MAR: "n/a"},
        "nps": {JAN: "33.0", FEB: "-", MAR: "0.0"},
        "neu-hier": {JAN: "1234.0", FEB: "2345.6", MAR: "#N/A"},
        "cmd-c-calc-a0": {JAN: "99.0", FEB: "100.0", MAR: "98.5"},
    }
    assert (messy.kpis, messy.people, messy.values) == (7, 4, 15)


def test_every_baseline_target_and_threshold_is_read_as_it_was_meant(messy: Started) -> None:
    kpis = Workspace.open(messy.root).framework.kpi
    found = {
        id_: (
            kpi.baseline and (kpi.baseline.value, kpi.baseline.on),
            kpi.target and kpi.target.model_dump(exclude_defaults=True),
            kpi.threshold,
            kpi.direction,
        )
        for id_, kpi in kpis.items()
    }
    last, end = date(2025, 12, 31), date(2026, 12, 31)
    assert found == {
        "umsatz": ((1200.5, last), {"reach": 1500.0, "by": end}, 1000.0, "up"),
        "kuendigungsquote": ((12.5, last), {"reach": 10.0, "by": end}, 15.0, "down"),
        "liefertreue": ((92.0, last), {"at_least": 95.0}, 90.0, "up"),
        "nps": ((31.0, None), {"reach": 45.0, "by": end}, 20.0, "up"),
        "koepfe-echte-mitarbeiter": ((-5.0, None), None, None, "up"),
        "cmd-c-calc-a0": (None, {"at_least": 99.5}, None, "up"),
        "neu-hier": (None, None, None, "up"),
    }


def test_every_guess_is_said_with_its_cell(messy: Started) -> None:
    for guess in (
        "Kennzahlen!E5: read `€ 1.200,50` as 1200.5 EUR",
        "Kennzahlen!I5: read `1.000` as 1000 EUR, with german separators as elsewhere",
        "Kennzahlen!G6: read `0.1` as 10 %, since the unit is `%` and its other numbers are percents",
        "Ist!B6, Ist!D6: read `0.12` as 12 %, since the unit is `%` and its other numbers are percents",
        "Ist!C6: read `11,5 %` as 11.5 %",
        "Ist!B7:C7: shown as percent in the sheet, `0.93` read as 93 %",
        "Ist!D7: `n/a` is taken as missing, never as zero",
        "Ist!C9: read `2.345,6` as 2345.6",
        "Kennzahlen!H9: read `Q4 2026` as 2026-12-31",
        "Kennzahlen!E10: read `(5)` as -5",
        "Kennzahlen!C9: `TBD` is taken as not known yet",
        "Kennzahlen!C10: `Anna / Ben` names 2 people; name the one who answers for it",
        "Ist!A9: `Neu hier` has no row on another sheet, taken as a KPI of its own",
        "Kennzahlen!A5: `Umsatz` over longer periods is taken as the sum of its values, as it counts what happens",
    ):
        assert guess in messy.guesses


def test_whatever_is_not_read_is_said_with_its_cell(messy: Started) -> None:
    for skipped in (
        "Kennzahlen!J4: column `Foo` is not known and not read",
        "Ist!E4: column `Summe` is not known and not read",
        "Ist!A11: `Summe` adds up other rows and is not read",
        "Kennzahlen!G10: `n/a` stands for no target yet",
        "Kennzahlen!I10: `-` stands for no threshold yet",
    ):
        assert skipped in messy.skipped


def test_the_workspace_loads_and_keeps_names_as_they_are(messy: Started) -> None:
    workspace = Workspace.open(messy.root, as_of=TODAY)
    assert workspace.loaded.findings == ()
    names = {kpi.id: kpi.name for kpi in workspace.framework.kpis}
    assert names["koepfe-echte-mitarbeiter"] == 'Köpfe: "echte" = Mitarbeiter'
    assert names["cmd-c-calc-a0"] == "=cmd|' /C calc'!A0"
    assert {kpi.lifecycle for kpi in workspace.framework.kpis} == {"draft"}
    assert {finding.rule for finding in workspace.check() if finding.severity == "error"} <= {"orphan-kpi"}


def test_the_workspace_measures_at_once(messy: Started) -> None:
    from datetime import datetime as clock

    from vitalfew.measure.run import measure

    workspace = Workspace.open(messy.root, as_of=TODAY)
    measured = measure(workspace.framework, workspace.root, today=TODAY, run="r", recorded_at=clock(2026, 4, 15))  # noqa: DTZ001  # in UTC, as runs are
    assert [finding for finding in measured.findings if finding.severity == "error"] == []
    rows = {(row["kpi"], row["grain"], row["start"]): row["value"] for row in measured.table.to_pylist()}
    assert rows["umsatz", "month", date(2026, 3, 1)] == 1300.75
    assert rows["umsatz", "quarter", date(2026, 1, 1)] == pytest.approx(1210.5 + 1250 + 1300.75)
    assert rows["kuendigungsquote", "month", date(2026, 2, 1)] == 11.5
    assert rows["liefertreue", "month", date(2026, 3, 1)] is None


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path) -> None:
    target = tmp_path / "workspace"
    target.mkdir()
    (target / "mine.txt").write_text("mine")
    with pytest.raises(TargetExists):
        start(tmp_path, MESSY)
    assert [each.name for each in target.iterdir()] == ["mine.txt"]


def test_the_folder_of_the_book_itself_will_do(tmp_path: Path) -> None:
    book = write(tmp_path / "book.xlsx", {"KPIs": [["KPI", "Jan 2026"], ["Orders", 5]]})
    started = start_from(book, tmp_path, today=TODAY)
    assert sorted(each.name for each in tmp_path.iterdir()) == ["book.xlsx", "data", "framework"]
    assert started.values == 1
