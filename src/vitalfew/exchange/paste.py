"""Cells that people paste from a spreadsheet, or send as a file: a table of texts, within bounds.

Whatever comes, it goes on as one text with a tab between cells, which can be looked at, mended and sent again. A number of a
workbook is written there so that it is read as the same number: 1.234 as 1.2340, for three digits might be thousands.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from vitalfew.base.errors import BookUnreadable, Refused
from vitalfew.base.said import say
from vitalfew.exchange.marks import AS_WRITTEN
from vitalfew.exchange.workbook import Cell, Sheet, column_letters, read_book

MOST_BYTES = 2_000_000
MOST_ROWS, MOST_COLUMNS, MOST_CELLS, MOST_LETTERS = 2_000, 100, 20_000, 2_000
"""How much is taken at once: rows, columns, cells with something in them, and letters in one of them."""
_BOOKS = (b"PK", b"\xd0\xcf\x11\xe0")
_THREE = re.compile(r"-?\d{1,3}\.\d{3}")
_QUOTED = re.compile(r'[\t\r\n"]')


class Pasted(NamedTuple):
    """A cell with its place: the first row and column are 1, as people count."""

    row: int
    column: int
    text: str

    @property
    def place(self) -> str:
        """Where it stands: `B3`."""
        return f"{column_letters(self.column)}{self.row}"


@dataclass(frozen=True)
class Grid:
    """A table of texts: the first of its rows says what stands in its columns."""

    rows: tuple[tuple[str, ...], ...]

    @property
    def width(self) -> int:
        """How many columns there are."""
        return max((len(row) for row in self.rows), default=0)

    @property
    def heads(self) -> tuple[Pasted, ...]:
        """The cells of the first row, empty ones too."""
        return self.row(1)

    def row(self, row: int) -> tuple[Pasted, ...]:
        """Give the cells of a row, empty ones too."""
        texts = self.rows[row - 1]
        return tuple(Pasted(row, column + 1, texts[column] if column < len(texts) else "") for column in range(self.width))

    @property
    def below(self) -> tuple[tuple[Pasted, ...], ...]:
        """The rows below the first that hold something."""
        return tuple(self.row(number) for number, row in enumerate(self.rows[1:], start=2) if any(row))


class Sent(NamedTuple):
    """A file as text, and what is to be said of how it was read."""

    text: str
    said: str


def read_grid(text: str) -> Grid:
    """Read cells that were pasted: with tabs between them, else semicolons or commas, whichever the first row has.

    Raises Refused where there are none, or too many.
    """
    lines = text.replace("\0", "").strip("\r\n")
    first = next((line for line in lines.splitlines() if line.strip()), "")
    delimiter = next((each for each in "\t;," if each in first), "\t")
    rows = [[" ".join(cell.split()) for cell in row] for row in _rows(lines, delimiter)]
    while rows and not any(rows[0]):
        rows.pop(0)
    while rows and not any(rows[-1]):
        rows.pop()
    _see_bounds(rows)
    last = max(place for row in rows for place, cell in enumerate(row, start=1) if cell)
    return Grid(tuple(tuple(row[:last]) for row in rows))


def _rows(text: str, delimiter: str) -> list[list[str]]:
    """Take quoted cells apart as spreadsheets write them; a stray quote is a letter like any other."""
    try:
        return [*csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)]
    except csv.Error:
        return [line.split(delimiter) for line in re.split(r"\r\n|\r|\n", text)]


def _see_bounds(rows: Sequence[Sequence[str]]) -> None:
    cells = sum(bool(cell) for row in rows for cell in row)
    if not cells:
        raise Refused(say("nothing was pasted"), say("copy cells with their headers, and paste them here"))
    width = max(place for row in rows for place, cell in enumerate(row, start=1) if cell)
    wanted = say("take it in parts")
    for count, most, what in (
        (len(rows), MOST_ROWS, say("rows")),
        (width, MOST_COLUMNS, say("columns")),
        (cells, MOST_CELLS, say("cells")),
    ):
        if count > most:
            raise Refused(say("there are {count:,} {what}, more than {most:,}", count=count, what=what, most=most), wanted)
    long = next(
        (f"{column_letters(c)}{r}" for r, row in enumerate(rows, 1) for c, cell in enumerate(row, 1) if len(cell) > MOST_LETTERS),
        "",
    )
    if long:
        raise Refused(say("cell {place} has more than {most:,} letters", place=long, most=MOST_LETTERS), say("shorten it"))


def write_grid(rows: Iterable[Sequence[str]]) -> str:
    """Write cells as spreadsheets put them on the clipboard."""
    return "\n".join("\t".join(map(_quoted, row)) for row in rows)


def _quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if _QUOTED.search(cell) else cell


def read_sent(name: str, content: bytes, sheet: str = "") -> Sent:
    """Read a file that was sent: XLSX, ODS or CSV; of a workbook the named sheet, else the first with something in it.

    Raises BookUnreadable, Refused.
    """
    if len(content) > MOST_BYTES:
        raise Refused(
            say("the file has {count:,} bytes, more than {most:,}", count=len(content), most=MOST_BYTES),
            say("send the sheet that holds the table alone"),
        )
    if content.startswith(_BOOKS):
        return _of_book(Path(name or "workbook").name, content, sheet)
    text, coding = decoded(content)
    return Sent(write_grid(read_grid(text).rows), say("Read as {coding}.", coding=coding))


def decoded(content: bytes) -> tuple[str, str]:
    """Read text in the code that its first bytes say, else UTF-8, else the one of Western Windows, in which every byte is one."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace"), "UTF-16"
    try:
        return content.decode("utf-8-sig"), "UTF-8"
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace"), "Windows-1252"


def _of_book(name: str, content: bytes, wanted: str) -> Sent:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "sent"
        path.write_bytes(content)
        try:
            book = read_book(path)
        except BookUnreadable as error:
            raise BookUnreadable(Path(name), str(error).removeprefix(f"`{path}` ")) from error
    names = [each.name for each in book.sheets]
    full = (each for each in book.sheets if any(any(cell is not None for cell in row) for row in each.grid))
    named = (each for each in book.sheets if each.name.casefold() == wanted.casefold())
    found = next(named if wanted else full, None)
    if found is None:
        raise Refused(say("the file has no sheet `{wanted}`", wanted=wanted), say("it has: {names}", names=", ".join(names)))
    rows = [[_written(found.cell(row, column)) for column in range(1, found.width + 1)] for row in range(1, _height(found) + 1)]
    others = ", ".join(each for each in names if each != found.name)
    one = say("Read from the sheet `{sheet}`.", sheet=found.name)
    several = say("Read from the sheet `{sheet}`; the file also has: {others}.", sheet=found.name, others=others)
    return Sent(write_grid(rows), several if others else one)


def _height(sheet: Sheet) -> int:
    """Give how many rows are taken: one more than there may be, so that too many are seen."""
    return min(sheet.height, MOST_ROWS + 1)


def _written(cell: Cell) -> str:
    """Write a cell so that it is read as what it holds."""
    if cell.mark.startswith("#"):
        return cell.mark
    if isinstance(cell.value, date):
        return cell.value.isoformat()
    if not isinstance(cell.value, float):
        return cell.text
    if cell.mark == "%":
        return f"{plain_number(float(f'{cell.value * 100:.15g}'))} %"
    return f"{plain_number(cell.value)}{' %' if cell.mark == AS_WRITTEN else ''}"


def plain_number(value: float) -> str:
    """Write a number in full, so that no reader takes its point for a separator of thousands.

    >>> plain_number(1.234), plain_number(1e-05), plain_number(1200.0)
    ('1.2340', '0.00001', '1200')
    """
    text = f"{Decimal(repr(value)):f}".removesuffix(".0")
    return f"{text}0" if _THREE.fullmatch(text) and not text.lstrip("-").startswith("0") else text
