"""Whatever stands in the cells: a workspace that loads, or a refusal in words; never a traceback."""

from __future__ import annotations

import csv
import random
import tempfile
import zipfile
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vitalfew.base.errors import BookUnreadable
from vitalfew.exchange.header import SYNONYMS
from vitalfew.exchange.start import start_from
from vitalfew.exchange.template import write_template
from vitalfew.exchange.workbook import read_book
from vitalfew.workspace import Workspace

TODAY = date(2026, 4, 15)
HEADS = [line.split(" | ")[0] for line in SYNONYMS.values()] + [
    "Jan 2026",
    "Feb 2026",
    "Q1 2026",
    "KW 3",
    "FY 26",
    "Foo",
    "",
    "Target Mar 2026",
]
TEXTS = [
    "",
    "12,5 %",
    "1.234",
    "1,234.5",
    "€ 5",
    "n/a",
    "-",
    "#N/A",
    "Ana / Ben",
    "ana@x.example",
    ">= 5",
    "5-8 %",
    "31.12.2026",
    "3/4/26",
    "Q1",
]
CELLS = st.one_of(st.sampled_from(TEXTS), st.floats(allow_nan=False, allow_infinity=False), st.text(max_size=12))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    heads=st.lists(st.sampled_from(HEADS), min_size=1, max_size=8),
    rows=st.lists(st.lists(CELLS, max_size=8), min_size=1, max_size=5),
    title=st.booleans(),
)
def test_any_table_gives_a_workspace_that_loads(heads: list[str], rows: list[list[str | float]], *, title: bool) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path, target = Path(folder) / "book.xlsx", Path(folder) / "workspace"
        with xlsxwriter.Workbook(str(path)) as book:
            sheet = book.add_worksheet("KPIs")
            table: list[list[str | float]] = [["Our KPIs"], []] if title else []
            table += [[*heads], *rows]
            for row, cells in enumerate(table):
                for column, cell in enumerate(cells):
                    if isinstance(cell, float):
                        sheet.write_number(row, column, cell)
                    elif cell:
                        sheet.write_string(row, column, cell)
        try:
            started = start_from(path, target, today=TODAY)
        except BookUnreadable:
            assert not target.exists()
            return
        framework = Workspace.open(target).loaded
        assert framework.findings == ()
        assert len(framework.framework.kpis) == started.kpis


MONTHS = ["Jan 2026", "Feb 2026", "Mar 2026"]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    unit=st.sampled_from(["%", "EUR", "TEUR", "pcs", ""]),
    rows=st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=4),
)
def test_every_cell_of_a_period_becomes_a_row_of_the_data(unit: str, rows: list[list[str | float]]) -> None:
    """Nothing is dropped: a row holds the number, or says why there is none; a written zero is the only way to a zero."""
    with tempfile.TemporaryDirectory() as folder:
        path, target = Path(folder) / "book.xlsx", Path(folder) / "workspace"
        with xlsxwriter.Workbook(str(path)) as book:
            sheet = book.add_worksheet("KPIs")
            sheet.write_row(0, 0, ["KPI", "Unit", *MONTHS])
            for row, cells in enumerate(rows, start=1):
                sheet.write_row(row, 0, [f"Name {row}", unit or "-"])
                for column, cell in enumerate(cells, start=2):
                    if isinstance(cell, float):
                        sheet.write_number(row, column, cell)
                    else:
                        sheet.write_string(row, column, cell)
        grid = read_book(path).sheets[0]
        start_from(path, target, today=TODAY)
        data = target / "data/actuals.csv"
        found: dict[tuple[str, str], dict[str, str]] = {}
        if data.exists():
            with data.open(encoding="utf-8", newline="") as file:
                found = {(row["kpi"], row["date"]): row for row in csv.DictReader(file)}
        filled = [cell for row in range(2, len(rows) + 2) for cell in grid.row(row) if cell.column > 2]
        wanted = {(f"name-{cell.row - 1}", f"2026-0{cell.column - 2}-01"): cell for cell in filled}
        assert found.keys() == wanted.keys()
        for key, line in found.items():
            assert bool(line["value"]) != bool(line["note"])
            if line["value"] and float(line["value"]) == 0:
                assert "0" in wanted[key].text


@pytest.mark.parametrize("seed", range(40))
def test_a_damaged_part_is_refused_or_read(seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)  # noqa: S311  # damage, not secrets
    path = tmp_path / "book.xlsx"
    write_template(path)
    with zipfile.ZipFile(path) as book:
        parts = {name: bytearray(book.read(name)) for name in book.namelist()}
    part = parts[chance.choice([name for name in sorted(parts) if name.startswith("xl/")])]
    for _ in range(chance.randint(1, 4)):
        place = chance.randrange(len(part))
        part[place : place + chance.randint(0, 9)] = bytes(chance.randrange(32, 127) for _ in range(chance.randint(0, 9)))
    with zipfile.ZipFile(path, "w") as book:
        for name, content in parts.items():
            book.writestr(name, bytes(content))
    if chance.random() < 0.3:
        whole = bytearray(path.read_bytes())
        whole[chance.randrange(len(whole))] ^= 255
        path.write_bytes(whole)
    try:
        start_from(path, tmp_path / "workspace", today=TODAY)
    except BookUnreadable:
        assert not (tmp_path / "workspace").exists()
    else:
        assert Workspace.open(tmp_path / "workspace").loaded.findings == ()
