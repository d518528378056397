"""Workbooks as organisations keep them: pairs under merged months, hidden sheets, changes for targets; what is lost is said."""

from __future__ import annotations

from pathlib import Path

import xlsxwriter
from tests.exchange.test_exchange_layout import TODAY, Rows, numbers, said, start, values

from vitalfew.exchange.start import start_from
from vitalfew.workspace import Workspace

MONTHS = ["January 2026", "February 2026", "March 2026"]
PAIRS: Rows = [
    ["KPI dashboard 2026"],
    [],
    [None, None, None, MONTHS[0], None, MONTHS[1], None, MONTHS[2]],
    ["KPI\nname", "Unit", "Responsible", "Actual", "Target", "Actual", "Target", "Actual", "Target", "Notes"],
    ["Net\nrevenue", "EUR", "Ana", 1200.5, 1100, 1250, 1150, 1300, 1200, "strong"],
    ["Complaints", None, "Cy", 12, 10, 9, 10, "n/a", 10],
    ["Total", None, None, 1212.5, 1110, 1259, 1160, 1300, 1210],
]


def test_actual_and_target_beside_each_other_under_merged_months(tmp_path: Path) -> None:
    merged = tuple(zip(("D3:E3", "F3:G3", "H3:I3"), MONTHS, strict=True))
    rows: Rows = [row if number != 2 else [] for number, row in enumerate(PAIRS)]
    started = start(tmp_path, {"Dashboard": rows}, merged)
    assert values(started) == {
        "net-revenue": [("2026-01-01", "1200.5"), ("2026-02-01", "1250.0"), ("2026-03-01", "1300.0")],
        "complaints": [("2026-01-01", "12.0"), ("2026-02-01", "9.0"), ("2026-03-01", "")],
    }
    target = Workspace.open(started.root).framework.kpi["net-revenue"].target
    assert target is not None
    assert target.values == {"2026-01": 1100, "2026-02": 1150, "2026-03": 1200}
    assert said(started.skipped, "`Total` adds up other rows")


def test_months_written_once_over_the_first_of_a_pair(tmp_path: Path) -> None:
    started = start(tmp_path, {"Dashboard": PAIRS})
    assert numbers(started, "net-revenue") == [1200.5, 1250, 1300]


def test_one_target_after_the_months_belongs_to_no_month(tmp_path: Path) -> None:
    head: Rows = [[None, "Jan 2026", "Feb 2026"], ["KPI", "Actual", "Actual", "Target"]]
    started = start(tmp_path, {"KPIs": [*head, ["Orders", 90, 95, 100]]})
    target = Workspace.open(started.root).framework.kpi["orders"].target
    assert target is not None
    assert (numbers(started, "orders"), target.at_least) == ([90, 95], 100)


def test_a_column_that_stands_twice_is_said(tmp_path: Path) -> None:
    started = start(tmp_path, {"KPIs": [["KPI", "Target", "Target", "Jan 2026"], ["Orders", 100, 120, 90]]})
    assert said(started.skipped, "KPIs!C1: column `Target` stands twice, the first is read")


def test_percent_behind_a_name_is_its_unit(tmp_path: Path) -> None:
    started = start(tmp_path, {"KPIs": [["Month", "Margin %", "Orders"], ["Jan 2026", 0.42, 55], ["Feb 2026", 0.43, 60]]})
    assert numbers(started, "margin-percent") == [42, 43]
    assert Workspace.open(started.root).framework.kpi["margin-percent"].unit == "%"
    assert said(started.guesses, "the unit `%` is taken from the name `Margin %`")


def test_a_change_is_no_target_and_no_unit(tmp_path: Path) -> None:
    rows: Rows = [["KPI", "Target", "Q1 2026"], ["Headcount", "+10 %", 121], ["Margin", "+10 %", "9 %"]]
    started = start(tmp_path, {"KPIs": rows})
    kpis = Workspace.open(started.root).framework.kpi
    assert (kpis["headcount"].unit, kpis["headcount"].target) == (None, None)
    assert said(started.skipped, "`+10 %` says a change and no value, so it is no target")
    target = kpis["margin"].target
    assert target is not None
    assert (kpis["margin"].unit, target.at_least) == ("%", 10)


def test_a_hidden_sheet_is_not_read_and_said(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        for name in ("KPIs", "old"):
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, ["KPI", "Jan 2026"])
            sheet.write_row(1, 0, [f"Orders {name}", 5])
        sheet.hide()
    started = start_from(path, tmp_path / "workspace", today=TODAY)
    assert list(values(started)) == ["orders-kpis"]
    assert said(started.skipped, "old: the sheet is hidden and not read")


def test_german_texts_as_finance_writes_them(tmp_path: Path) -> None:
    rows: Rows = [
        ["Kennzahl", "Einheit", "Verantwortlich", "Ziel", "Jan 26", "Feb 26", "Mrz 26"],
        ["Umsatz", "T€", "Müller, Anna", "1.500,00", "1.234,50", "1.310,75", "1.402,10"],
        ["Ausschussquote", "%", "Jörg Weiß", "≤ 2,5 %", "2,9 %", "2,7 %", "2,4 %"],
        ["EBIT", "EUR", "A. Müller", "95 % by Dec 2026", "(1.200)", "-350,5", "2.400 €"],
    ]
    started = start(tmp_path, {"Kennzahlen": rows})
    assert numbers(started, "umsatz") == [1234.5, 1310.75, 1402.1]
    assert numbers(started, "ausschussquote") == [2.9, 2.7, 2.4]
    assert numbers(started, "ebit") == [-1200, -350.5, 2400]
    assert said(started.skipped, "`95 % by Dec 2026` is not understood as a number")
