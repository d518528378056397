"""A workbook as plain cells: XLSX and ODS read within bounds.

Rows and columns count from 1, as people count them. What calamine does not say (number formats, error values, merged cells
of ODS) comes from `marks`. A cell's `mark` is `%`, `%=` (see there), a currency code, an error such as `#N/A`, or empty.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import NamedTuple

from vitalfew.base.errors import BookUnreadable
from vitalfew.base.said import say
from vitalfew.exchange.marks import SheetMarks, scan

Value = str | float | date | None
MOST_BYTES = 20_000_000
MOST_SHEETS = 60
MOST_AREA = 1_000_000


def column_letters(column: int) -> str:
    """Name a column as spreadsheets do.

    >>> column_letters(28)
    'AB'
    """
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


class Cell(NamedTuple):
    """A cell with something in it, or a place without."""

    sheet: str
    row: int
    column: int
    value: Value
    mark: str = ""

    @property
    def place(self) -> str:
        """Where it stands: `KPIs!H7`."""
        return f"{self.sheet}!{column_letters(self.column)}{self.row}"

    @property
    def text(self) -> str:
        """What it says as one line of text; numbers without a needless fraction, an error as its word."""
        if self.mark.startswith("#"):
            return self.mark
        if self.value is None:
            return ""
        if isinstance(self.value, float):
            return str(int(self.value)) if self.value.is_integer() else repr(self.value)
        return " ".join(str(self.value).split())


@dataclass(frozen=True)
class Sheet:
    """One sheet: its values, and what else is known of its cells; `merged` are (row, column) to (row, column)."""

    name: str
    grid: tuple[tuple[Value, ...], ...]
    marks: Mapping[tuple[int, int], str] = field(default_factory=dict)
    merged: tuple[tuple[int, int, int, int], ...] = ()

    @property
    def width(self) -> int:
        """How many columns hold something."""
        return max((len(row) for row in self.grid), default=0)

    @property
    def height(self) -> int:
        """How many rows there are."""
        return len(self.grid)

    def cell(self, row: int, column: int) -> Cell:
        """Give a cell; outside of the sheet an empty one."""
        inside = 1 <= row <= len(self.grid) and 1 <= column <= len(self.grid[row - 1])
        value = self.grid[row - 1][column - 1] if inside else None
        return Cell(self.name, row, column, value, self.marks.get((row, column), ""))

    def row(self, row: int) -> Iterator[Cell]:
        """Give the cells of a row that say something."""
        for column in range(1, self.width + 1):
            cell = self.cell(row, column)
            if cell.text:
                yield cell


@dataclass(frozen=True)
class Book:
    """A workbook's sheets, in its order; those that nobody sees by name only."""

    name: str
    sheets: tuple[Sheet, ...]
    hidden: tuple[str, ...] = ()


def read_book(path: Path) -> Book:
    """Read a workbook, or a table of text; raises BookUnreadable where it is none, is locked, or is too large."""
    if path.suffix.lower() in {".csv", ".tsv", ".txt"} and path.is_file() and path.stat().st_size <= MOST_BYTES:
        from vitalfew.exchange.plain import read_plain  # noqa: PLC0415  # which reads into the same cells

        return read_plain(path, path.read_bytes())
    _refuse(path)
    marks = scan(path, most_area=MOST_AREA)
    import python_calamine  # noqa: PLC0415  # only who reads a workbook pays for it

    try:
        with python_calamine.load_workbook(path) as book:
            shown = [sheet.name for sheet in book.sheets_metadata if sheet.visible == python_calamine.SheetVisibleEnum.Visible]
            hidden = tuple(name for name in book.sheet_names if shown and name not in shown)
            names = [name for name in book.sheet_names if name not in hidden]
            if len(names) > MOST_SHEETS:
                raise BookUnreadable(
                    path,
                    say("has {count} sheets, more than {most}", count=len(names), most=MOST_SHEETS),
                    say("keep the sheets that hold KPIs"),
                )
            sheets = tuple(_sheet(book.get_sheet_by_name(name), marks.get(name, SheetMarks())) for name in names)
    except python_calamine.PasswordError as error:
        raise BookUnreadable(path, say("is protected by a password"), say("save it without a password")) from error
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        raise BookUnreadable(path, say("is no workbook that can be read")) from error
    if not any(any(cell is not None for cell in row) for sheet in sheets for row in sheet.grid):
        raise BookUnreadable(path, say("is empty"), say("fill in `vitalfew template`, or give a workbook with one row per KPI"))
    return Book(path.name, sheets, hidden)


def _refuse(path: Path) -> None:
    if not path.is_file():
        raise BookUnreadable(path, say("is not there") if not path.exists() else say("is not a file"))
    size = path.stat().st_size
    if size > MOST_BYTES:
        raise BookUnreadable(
            path,
            say("has {size:,} bytes, more than {most:,}", size=size, most=MOST_BYTES),
            say("save the sheets with KPIs on their own"),
        )
    with path.open("rb") as file:
        head = file.read(8)
    if not head:
        raise BookUnreadable(path, say("is empty"))
    if head == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        why = say("is an old .xls workbook or is protected by a password")
        raise BookUnreadable(path, why, say("save it as .xlsx without a password"))
    if not head.startswith(b"PK"):
        raise BookUnreadable(path, say("is not a workbook"))


def _sheet(sheet: object, marks: SheetMarks) -> Sheet:
    """Read one of calamine's sheets; it publishes no types, hence the object."""
    rows = sheet.to_python(skip_empty_area=False)  # type: ignore[attr-defined]  # calamine publishes no types to us
    merges = getattr(sheet, "merged_cell_ranges", None)
    merged = tuple((a + 1, b + 1, c + 1, d + 1) for (a, b), (c, d) in merges) if merges else marks.merged
    grid = tuple(tuple(_value(value) for value in row) for row in rows)
    return Sheet(str(getattr(sheet, "name", "")), grid, marks.words, merged)


def _value(value: object) -> Value:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return float(value) if math.isfinite(value) else "#NUM!"
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, time | timedelta):
        return str(value)
    text = str(value).strip() if value is not None else ""
    return text or None
