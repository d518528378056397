"""The shapes that spreadsheets come in: one sheet, long, across, two header rows, actual and target rows."""

from __future__ import annotations

import csv
from datetime import date, datetime
from pathlib import Path

import pytest
import xlsxwriter

from vitalfew.exchange.start import Started, start_from
from vitalfew.workspace import Workspace

TODAY = date(2026, 4, 15)
Rows = list[list[str | float | date | None]]


def start(tmp_path: Path, sheets: dict[str, Rows], merged: tuple[tuple[str, str], ...] = ()) -> Started:
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for row, cells in enumerate(rows):
                for column, content in enumerate(cells):
                    if isinstance(content, date):
                        sheet.write_datetime(row, column, datetime(content.year, content.month, content.day), day)  # noqa: DTZ001  # sheets have no zone
                    elif isinstance(content, str):
                        sheet.write_string(row, column, content)
                    elif content is not None:
                        sheet.write_number(row, column, content)
            for place, words in merged:
                sheet.merge_range(place, words)
    return start_from(path, tmp_path / "workspace", today=TODAY)


def values(started: Started) -> dict[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = {}
    with (started.root / "data/actuals.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found.setdefault(row["kpi"], []).append((row["date"], row["value"]))
    return found


def numbers(started: Started, kpi: str) -> list[float]:
    return [float(value) for _, value in values(started)[kpi]]


def said(lines: tuple[str, ...], words: str) -> bool:
    return any(words in line for line in lines)


def test_one_sheet_with_periods_beside_the_fields(tmp_path: Path) -> None:
    started = start(
        tmp_path,
        {"Sheet1": [["KPI", "Owner", "Unit", "Target", "Q1 2026", "Q2 2026"], ["Orders", "Ana", "orders", 100, 90, 95]]},
    )
    assert values(started) == {"orders": [("2026-01-01", "90.0"), ("2026-04-01", "95.0")]}
    kpi = Workspace.open(started.root).framework.kpi["orders"]
    assert (kpi.every, kpi.owner, kpi.unit) == ("quarter", "ana", "orders")
    assert kpi.target is not None
    assert kpi.target.at_least == 100


def test_columns_in_any_order_and_titles_above(tmp_path: Path) -> None:
    rows: Rows = [
        ["Our KPIs"],
        [],
        [2026.0, "x"],
        [],
        ["Feb 2026", "Unit", "Jan 2026", "KPI", "Mystery"],
        [2, "orders", 1, "Orders", "?!"],
    ]
    started = start(tmp_path, {"Sheet1": rows})
    assert values(started) == {"orders": [("2026-01-01", "1.0"), ("2026-02-01", "2.0")]}
    assert said(started.skipped, "Sheet1!E5: column `Mystery` is not known")


def test_two_header_rows_with_merged_years_and_roles(tmp_path: Path) -> None:
    rows: Rows = [
        [None] * 5,
        ["KPI", "Dec", "Jan", "Dec", "Jan"],
        ["Orders", 5, 6, 7, 8],
    ]
    rows[0] = [None, "Actual 2025", None, "Target 2025"]
    started = start(tmp_path, {"Orders": rows})
    assert values(started)["orders"] == [("2025-01-01", "6.0"), ("2025-12-01", "5.0")]
    kpi = Workspace.open(started.root).framework.kpi["orders"]
    assert kpi.target is not None
    assert kpi.target.values == {"2025-01": 8, "2025-12": 7}


def test_actual_and_target_rows_of_one_kpi(tmp_path: Path) -> None:
    rows: Rows = [
        ["KPI", "Ist/Soll", "Jan 2026", "Feb 2026"],
        [None, "Ist", 5, 6],
        [None, "Soll", 7, 8],
        [None, "Abweichung", -2, -2],
    ]
    started = start(tmp_path, {"KPIs": rows}, (("A2:A4", "Aufträge"),))
    assert numbers(started, "auftraege") == [5, 6]
    kpi = Workspace.open(started.root).framework.kpi["auftraege"]
    assert kpi.target is not None
    assert kpi.target.values == {"2026-01": 7, "2026-02": 8}
    assert said(started.skipped, "KPIs!B4: `Abweichung` is neither actual nor target")


def test_a_long_sheet(tmp_path: Path) -> None:
    rows: Rows = [["Date", "KPI", "Value"], ["13/1/2026", "Orders", "5"], ["2/3/2026", "Orders", "6,5"], ["soon", "Orders", 7]]
    started = start(tmp_path, {"Data": rows})
    assert values(started) == {"orders": [("2026-01-13", "5.0"), ("2026-03-02", "6.5")]}
    assert said(started.skipped, "Data!A4: `soon` is no period")


def test_a_row_per_period_and_a_column_per_kpi(tmp_path: Path) -> None:
    rows: Rows = [["Month", "Orders", "Churn (%)"], [date(2026, 1, 31), 5, 0.021], [date(2026, 2, 28), 6, 0.02]]
    started = start(tmp_path, {"Data": rows})
    assert values(started) == {
        "orders": [("2026-01-01", "5.0"), ("2026-02-01", "6.0")],
        "churn-percent": [("2026-01-01", "2.1"), ("2026-02-01", "2.0")],
    }
    assert said(started.guesses, "Data!C1: the unit `%` is taken from the name")


@pytest.mark.parametrize(
    ("cells", "wanted"),
    [
        ([0.125, 0.13, 0.121], [12.5, 13, 12.1]),
        ([12.5, 0.4, 1.2], [12.5, 0.4, 1.2]),
        (["12,5 %", 0.13, 13.1], [12.5, 13, 13.1]),
        (["0.4 %", 0.5, 0.3], [0.4, 0.5, 0.3]),
        (["250 %", 2.4, 240], [250, 240, 240]),
        (["12.5%", 0, 1.2], [12.5, 0, 1.2]),
        ([1, 1, 0.98], [100, 100, 98]),
        ([-0.05, 0.02, 0.03], [-5, 2, 3]),
        (["95", "96,5", "n/a"], [95, 96.5]),
        (["(2,5 %)", "3,0 %", "1,0 %"], [-2.5, 3, 1]),
    ],
)
def test_percent_is_never_off_by_a_hundred(cells: list[str | float | date | None], wanted: list[float], tmp_path: Path) -> None:
    started = start(tmp_path, {"KPIs": [["KPI", "Unit", "Jan 2026", "Feb 2026", "Mar 2026"], ["Rate", "%", *cells]]})
    found = [float(value) for _, value in values(started)["rate"] if value]
    assert found == wanted


@pytest.mark.parametrize(
    ("target", "wanted"),
    [("90 %", 90), (0.9, 90), (90, 90), ("0,9", 90), (">= 90 %", 90), ("mind. 90%", 90)],
)
def test_a_target_is_on_the_scale_of_its_actuals(target: str | float, wanted: float, tmp_path: Path) -> None:
    rows: Rows = [["KPI", "Unit", "Target", "Jan 2026", "Feb 2026"], ["On time", "%", target, 0.84, 0.86]]
    started = start(tmp_path, {"KPIs": rows})
    kpi = Workspace.open(started.root).framework.kpi["on-time"]
    assert numbers(started, "on-time") == [84, 86]
    assert kpi.target is not None
    assert kpi.target.at_least == wanted


def test_a_range_is_a_target_within(tmp_path: Path) -> None:
    started = start(tmp_path, {"KPIs": [["KPI", "Unit", "Target", "Jan 2026"], ["Fill", "%", "95–98 %", 96.5]]})
    kpi = Workspace.open(started.root).framework.kpi["fill"]
    assert kpi.target is not None
    assert (kpi.target.within, kpi.direction) == ((95, 98), "within")


def test_thousands_follow_the_column_and_else_the_size_of_the_others(tmp_path: Path) -> None:
    rows: Rows = [
        ["KPI", "Unit", "Jan 2026", "Feb 2026"],
        ["A", "EUR", "1.234", "2.345,50"],
        ["B", "kg", "1.234", 1.3],
        ["C", "pcs", "1.234", None],
    ]
    started = start(tmp_path, {"KPIs": rows[:2]})
    assert numbers(started, "a") == [1234, 2345.5]
    other = start_sub(tmp_path, "other", {"KPIs": [rows[0], rows[2], rows[3]]})
    assert numbers(other, "b") == [1.234, 1.3]
    assert numbers(other, "c") == [1234]
    assert said(other.guesses, "KPIs!C3: read `1.234` as 1234; it might be 1.234")


def start_sub(tmp_path: Path, name: str, sheets: dict[str, Rows]) -> Started:
    folder = tmp_path / name
    folder.mkdir()
    return start(folder, sheets)


def test_a_unit_that_counts_in_thousands_keeps_its_numbers(tmp_path: Path) -> None:
    rows: Rows = [["KPI", "Unit", "Jan 2026", "Feb 2026"], ["A", "TEUR", "1.200,5", "1,3 Mio. €"], ["B", "EUR", "€1.2m", 1300000]]
    started = start(tmp_path, {"KPIs": rows})
    assert numbers(started, "a") == [1200.5, 1300]
    assert numbers(started, "b") == [1200000, 1300000]


def test_a_number_in_another_unit_is_left_out_and_said(tmp_path: Path) -> None:
    rows: Rows = [["KPI", "Unit", "Jan 2026", "Feb 2026", "Mar 2026"], ["A", "EUR", 5, "$6", "7 %"]]
    started = start(tmp_path, {"KPIs": rows})
    assert values(started)["a"] == [("2026-01-01", "5.0"), ("2026-02-01", ""), ("2026-03-01", "")]
    assert said(started.skipped, "KPIs!D2: `$6` shows `USD`, but the unit is `EUR`")
    assert said(started.skipped, "KPIs!E2: `7 %` shows `%`, but the unit is `EUR`")


def test_quarters_among_months_are_left_out_and_said(tmp_path: Path) -> None:
    rows: Rows = [["KPI", "Jan 2026", "Feb 2026", "Mar 2026", "Q1 2026"], ["Orders", 1, 2, 3, 6]]
    started = start(tmp_path, {"KPIs": rows})
    assert numbers(started, "orders") == [1, 2, 3]
    assert said(started.skipped, "KPIs!E2: a quarter beside numbers per month is not read")


def test_slashed_headers_that_are_the_firsts_of_months(tmp_path: Path) -> None:
    rows: Rows = [["KPI", "1/1/2026", "2/1/2026", "3/1/2026"], ["Orders", 1, 2, 3]]
    started = start(tmp_path, {"KPIs": rows})
    assert values(started)["orders"] == [("2026-01-01", "1.0"), ("2026-02-01", "2.0"), ("2026-03-01", "3.0")]
    assert said(started.guesses, "KPIs!C1: read `2/1/2026` as starting on 2026-02-01, its order is assumed")


def test_a_merged_perspective_and_a_heading_row(tmp_path: Path) -> None:
    rows: Rows = [
        ["Perspective", "KPI", "Owner", "Objective"],
        [None, "A", "Ana", "Grow"],
        [None, "B", "Ana", "Grow"],
        ["Customer"],
        [None, "C", "Ben", "Keep"],
    ]
    started = start(tmp_path, {"KPIs": rows}, (("A2:A3", "Finance"),))
    framework = Workspace.open(started.root).framework
    assert {each.id: each.perspective for each in framework.objectives} == {"grow": "financial", "keep": "customer"}
    assert said(started.guesses, "KPIs!A4: `Customer` stands alone in its row")


def test_names_that_are_equal_or_have_no_letters_get_ids_of_their_own(tmp_path: Path) -> None:
    started = start(
        tmp_path, {"KPIs": [["KPI", "Owner"], ["Rate", "Ana"], ["Rate", "Ben"], ["ÆØ", "Ana"], ["数値", "Ana"], ["class", "Ana"]]}
    )
    assert [kpi.id for kpi in Workspace.open(started.root).framework.kpis] == ["rate", "rate-2", "aeoe", "kpi", "class"]


def test_words_of_python_are_no_trouble_as_names(tmp_path: Path) -> None:
    started = start(tmp_path, {"KPIs": [["KPI", "Jan 2026"], ["class", 1], ["Min", 2]]})
    assert Workspace.open(started.root).loaded.findings == ()


def test_ziel_is_an_objective_where_its_cells_are_sentences(tmp_path: Path) -> None:
    rows: Rows = [["Ziel", "Kennzahl", "Zielwert", "Jan 2026"], ["Kunden begeistern", "NPS", 45, 40]]
    framework = Workspace.open(start(tmp_path, {"KPIs": rows}).root).framework
    assert [each.statement for each in framework.objectives] == ["Kunden begeistern"]
    assert framework.kpi["nps"].objectives[0].id == "kunden-begeistern"


def test_a_number_merged_over_months_belongs_to_none_of_them(tmp_path: Path) -> None:
    rows: Rows = [["KPI", "Jan 2026", "Feb 2026", "Mar 2026"], ["Orders", None, None, 3]]
    started = start(tmp_path, {"KPIs": rows}, (("B2:C2", "300"),))
    assert values(started)["orders"] == [("2026-03-01", "3.0")]
    assert said(started.skipped, "KPIs!B2: `300` is merged over several cells")


def test_a_second_table_below_is_not_mistaken_for_the_first(tmp_path: Path) -> None:
    rows: Rows = [["KPI", "Jan 2026", "Unit"], ["Orders", 1, "pcs"], [], ["KPI", "Unit", "Jan 2025"], ["Orders", "pcs", 7]]
    started = start(tmp_path, {"KPIs": rows})
    assert values(started) == {"orders": [("2026-01-01", "1.0")]}
    assert said(started.skipped, "KPIs!A4: row 4 begins another table")


@pytest.mark.parametrize(("name", "unit", "wanted"), [("Revenue", "EUR", None), ("Margin", "%", 30.0)])
def test_a_yearly_target_holds_for_months_of_a_share_and_not_of_a_sum(
    name: str, unit: str, wanted: float | None, tmp_path: Path
) -> None:
    sheets: dict[str, Rows] = {
        "KPIs": [["KPI", "Unit", "Owner"], [name, unit, "Ana"]],
        "Actuals": [["KPI", "Jan 2026", "Feb 2026"], [name, 25, 26]],
        "Targets": [["KPI", "FY 2026"], [name, 30]],
    }
    started = start(tmp_path, sheets)
    target = Workspace.open(started.root).framework.kpi[name.lower()].target
    assert (target.values["2026-07"] if target and target.values else None) == wanted
    assert said((*started.guesses, *started.skipped), "Targets!B2: ")


def test_a_percent_sign_as_mere_text_scales_nothing(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("KPIs")
        sheet.write_row(0, 0, ["KPI", "Unit", "Jan 2026", "Feb 2026"])
        sheet.write_row(1, 0, ["Defects", "%"])
        for column, value in enumerate((0.4, 0.5), start=2):
            sheet.write_number(1, column, value, book.add_format({"num_format": '0.0" %"'}))
    assert numbers(start_from(path, tmp_path / "workspace", today=TODAY), "defects") == [0.4, 0.5]
