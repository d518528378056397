"""A workbook's cells, read within bounds: XLSX and ODS.

Before calamine lays a sheet out in memory, its XML is streamed once: it says how far the sheet spreads, and which cells hold
an error such as `#DIV/0!`, which calamine gives as if they were empty.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from xml.parsers import expat

import python_calamine

MOST_UNPACKED = 1_000_000_000
MOST_CELLS = 20_000_000
CHUNK = 1 << 18
Attributes = dict[str, str]
_DAMAGED = (zipfile.BadZipFile, zlib.error, expat.ExpatError, LookupError, OSError, RuntimeError, ValueError, EOFError)
_CELL = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


class BookFault(ValueError):
    """Why a workbook cannot be read, in words that follow its name."""


@dataclass
class Outline:
    """How far a sheet's cells spread, and the rows that hold errors, counted from 1."""

    rows: int = 0
    columns: int = 0
    errors: list[int] = field(default_factory=list)

    def add(self, row: int, column: int, *, error: bool) -> None:
        """Take note of a cell with something in it; raises BookFault where the sheet spreads too far."""
        self.rows, self.columns = max(self.rows, row), max(self.columns, column)
        if self.rows * self.columns > MOST_CELLS:
            msg = f"spreads over {self.rows:,} rows and {self.columns:,} columns, too many to read"
            raise BookFault(msg)
        if error and row not in self.errors[-1:]:
            self.errors.append(row)


@dataclass(frozen=True)
class Sheet:
    """A sheet's name, its rows from the first one on, and the rows that hold errors."""

    name: str
    rows: Sequence[Sequence[object]]
    errors: Sequence[int]


def read_book(path: Path) -> list[Sheet]:
    """Read all sheets in their order; raises BookFault."""
    outlines = _outlines(path)
    try:
        with python_calamine.load_workbook(path) as book:
            return [_sheet(book, name, outlines.get(name, Outline())) for name in book.sheet_names]
    except python_calamine.PasswordError:
        msg = "is protected by a password"
        raise BookFault(msg) from None
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        msg = "is no workbook that can be read"
        raise BookFault(msg) from error


def _sheet(book: python_calamine.CalamineWorkbook, name: str, outline: Outline) -> Sheet:
    rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False) if outline.rows else []
    return Sheet(name, rows, outline.errors)


def _outlines(path: Path) -> dict[str, Outline]:
    try:
        with zipfile.ZipFile(path) as book:
            return _of_zip(book)
    except BookFault:
        raise
    except _DAMAGED as error:
        msg = "is protected by a password" if "password" in str(error) else "is damaged or no workbook"
        raise BookFault(msg) from error


def _of_zip(book: zipfile.ZipFile) -> dict[str, Outline]:
    names = set(book.namelist())
    if sum(each.file_size for each in book.infolist()) > MOST_UNPACKED:
        msg = f"unpacks to more than {MOST_UNPACKED:,} bytes"
        raise BookFault(msg)
    if "xl/workbook.xml" in names:
        return {name: _xlsx(book, part) for name, part in _parts(book).items() if part in names}
    if "content.xml" in names:
        return _ods(book)
    msg = "is a zip file and no workbook"
    raise BookFault(msg)


def _stream(book: zipfile.ZipFile, part: str, start: Callable[[str, Attributes], None]) -> None:
    """Tell of every element of a part by its local name; a document type, which could swell in memory, is refused."""

    def element(name: str, attributes: Attributes) -> None:
        start(name.rpartition(":")[2], {key.rpartition(":")[2]: value for key, value in attributes.items()})

    def doctype(*_: object) -> None:
        msg = "declares a document type, which no workbook does"
        raise BookFault(msg)

    parser = expat.ParserCreate()
    parser.StartElementHandler = element
    parser.StartDoctypeDeclHandler = doctype
    with book.open(part) as stream:
        while chunk := stream.read(CHUNK):
            parser.Parse(chunk, False)
        parser.Parse(b"", True)


def _parts(book: zipfile.ZipFile) -> dict[str, str]:
    """Give the part of the zip that holds each sheet, by the sheet's name."""
    names: dict[str, str] = {}
    targets: dict[str, str] = {}

    def sheet(name: str, attributes: Attributes) -> None:
        if name == "sheet":
            names[attributes["name"]] = attributes["id"]

    def relation(name: str, attributes: Attributes) -> None:
        if name == "Relationship":
            target = attributes["Target"]
            targets[attributes["Id"]] = target[1:] if target.startswith("/") else str(PurePosixPath("xl") / target)

    _stream(book, "xl/workbook.xml", sheet)
    _stream(book, "xl/_rels/workbook.xml.rels", relation)
    return {name: targets[id_] for name, id_ in names.items() if id_ in targets}


def _xlsx(book: zipfile.ZipFile, part: str) -> Outline:
    outline = Outline()

    def cell(name: str, attributes: Attributes) -> None:
        if name == "c" and (found := _CELL.fullmatch(attributes.get("r", ""))):
            outline.add(int(found[2]), _column(found[1]), error=attributes.get("t") == "e")

    _stream(book, part, cell)
    return outline


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _ods(book: zipfile.ZipFile) -> dict[str, Outline]:
    """Read rows and cells with their repetitions; empty ones, which fill a sheet to its edge, count only as distance."""
    found: dict[str, Outline] = {}
    at = {"row": 0, "next": 1, "column": 0}

    def element(name: str, attributes: Attributes) -> None:
        if name == "table":
            found[attributes.get("name", "")] = Outline()
            at.update(row=0, next=1)
        elif name == "table-row":
            repeated = int(attributes.get("number-rows-repeated", "1"))
            at.update(row=at["next"], next=at["next"] + repeated, column=0)
        elif name in {"table-cell", "covered-table-cell"}:
            at["column"] += int(attributes.get("number-columns-repeated", "1"))
            if found and "value-type" in attributes:
                error = attributes["value-type"] == "error"  # what calcext says, written after what office says
                [*found.values()][-1].add(at["next"] - 1, at["column"], error=error)

    _stream(book, "content.xml", element)
    return found
