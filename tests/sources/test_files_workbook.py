"""What can be wrong with workbooks: errors in cells, titles above the names, sheets that spread; and how sheets make tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
import xlsxwriter

from vitalfew.model.source import FilesSource
from vitalfew.sources.open import open_source
from vitalfew.sources.opened import Opened

NAMES = ("day", "amount")
GOOD = (NAMES, ("2026-01-01", 1), ("2026-01-02", 2))
Open = Callable[..., Opened]


def _save(path: Path, sheets: dict[str, Sequence[Sequence[object]]]) -> None:
    book = xlsxwriter.Workbook(path)
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for place, row in enumerate(rows):
            for column, value in enumerate(row):
                if value == "#DIV/0!":
                    sheet.write_formula(place, column, "=1/0", None, value)
                else:
                    sheet.write(place, column, value)
    book.close()


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Open]:
    """Open a source over all workbooks of a folder; close it after the test."""
    found: list[Opened] = []

    def go(path: str = "*.xlsx", **options: object) -> Opened:
        source = FilesSource.model_validate({"id": "shop", "kind": "files", "path": path, **options})
        found.append(open_source(source, tmp_path, "UTC"))
        return found[-1]

    yield go
    for each in found:
        if each.database is not None:
            each.database.close()


@pytest.mark.parametrize(
    ("rows", "slug", "message"),
    [
        ((), "empty-data", "`a.xlsx!Own` is empty"),
        ((NAMES,), "empty-data", "`a.xlsx!Own` holds a header and no rows"),
        (((2026, 1), (2026, 2)), "no-header", "row 1 of `a.xlsx!Own` holds no names: `2026 | 1`"),
        (
            (("Sales of 2026",), ("day", "amount", "shop"), ("2026-01-01", 1, "x")),
            "no-header",
            "row 1 of `a.xlsx!Own` names 1 of 3 columns: `Sales of 2026`",
        ),
        (
            (NAMES, ("2026-01-01", 1), (), ("2026-01-02", "#DIV/0!")),
            "bad-rows",
            "1 row of table `a` hold an error such as `#DIV/0!`: a.xlsx!Own row 4",
        ),
    ],
)
def test_a_fault_of_a_sheet_is_named(tmp_path: Path, opened: Open, rows: object, slug: str, message: str) -> None:
    _save(tmp_path / "a.xlsx", {"Own": rows})  # type: ignore[dict-item]  # rows of every shape
    assert [(fault.slug, fault.message, fault.spoils) for fault in opened().faults] == [(slug, message, True)]


def test_rows_with_errors_are_left_out_where_the_source_says_so(tmp_path: Path, opened: Open) -> None:
    _save(tmp_path / "a.xlsx", {"Own": (*GOOD, ("2026-01-03", "#DIV/0!"))})
    found = opened(bad_rows="skip")
    assert [(fault.slug, fault.spoils) for fault in found.faults] == [("bad-rows", False)]
    assert found.database is not None
    assert found.database.row("SELECT count(*), sum(amount) FROM a") == [2, 3]


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.xlsx", b"", "`a.xlsx` is damaged or no workbook"),
        ("a.xlsx", b"day,amount\n2026-01-01,1\n", "`a.xlsx` is damaged or no workbook"),
        ("a.ods", b"PK\x05\x06" + b"\0" * 18, "`a.ods` is a zip file and no workbook"),
    ],
)
def test_what_is_no_workbook_is_named(tmp_path: Path, opened: Open, name: str, content: bytes, message: str) -> None:
    (tmp_path / name).write_bytes(content)
    assert [(fault.slug, fault.message) for fault in opened(name).faults] == [("unreadable-data", message)]


def test_a_cell_far_outside_does_not_fill_the_memory(tmp_path: Path, opened: Open) -> None:
    book = xlsxwriter.Workbook(tmp_path / "a.xlsx")
    sheet = book.add_worksheet("Own")
    sheet.write_row(0, 0, NAMES)
    sheet.write(1_048_575, 16_383, "stray")
    book.close()
    (fault,) = opened().faults
    assert fault.message == "`a.xlsx` spreads over 1,048,576 rows and 16,384 columns, too many to read"


def test_sheets_are_tables_and_first_sheets_of_several_files_are_one(tmp_path: Path, opened: Open) -> None:
    _save(tmp_path / "orders-2026-01.xlsx", {"January": GOOD, "People": (("name",), ("eva",)), "Notes": ()})
    _save(tmp_path / "orders-2026-02.xlsx", {"February": (NAMES, ("2026-02-01", 7))})
    found = opened()
    assert found.faults == ()
    assert set(found.tables) == {"orders", "people"}
    assert found.find("January") == found.find("orders-2026-02") == "orders"
    assert dict(found.tables["orders"].columns) == {"day": "DATE", "amount": "BIGINT"}
    assert found.database is not None
    assert found.database.row("SELECT count(*), sum(amount) FROM orders") == [3, 10]


def test_a_word_among_numbers_is_found_in_its_row(tmp_path: Path, opened: Open) -> None:
    _save(tmp_path / "a.xlsx", {"Own": (*GOOD, ("2026-01-03", "n/a"))})
    table = opened().tables["a"]
    assert table.columns["amount"] == "VARCHAR"
    assert table.place is not None
    assert table.place("amount", "n/a") == "a.xlsx!Own row 4"
