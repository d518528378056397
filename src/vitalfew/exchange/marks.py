"""What a workbook's cells show beside their raw values: percent and currency formats, errors, merged cells of ODS.

A cell shown as 12.5 % holds the raw 0.125; only its number format tells it from a plain 0.125, and calamine gives no formats.
The scan streams the parts of the zip through expat, counts bytes and cells as they come, and admits no document type.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from xml.parsers import expat

from vitalfew.base.errors import BookUnreadable

MOST_UNPACKED = 150_000_000
CHUNK = 1 << 16
NO_VALUE = "#FORMULA"
AS_WRITTEN = "%="  # a percent sign as mere text behind the number: 12.5 is shown as 12.5 %
PERCENT_FORMATS = {"9", "10"}  # the two that are built into the file format (ECMA-376, 18.8.30)
CURRENCIES = {
    "€": "EUR",
    "$": "USD",
    "£": "GBP",
    "¥": "JPY",
    "EUR": "EUR",
    "USD": "USD",
    "GBP": "GBP",
    "CHF": "CHF",
    "JPY": "JPY",
}
Attributes = dict[str, str]
# What the zip and XML readers raise on damage; a missing part is a KeyError, an encoding nobody knows a LookupError.
_DAMAGED = (zipfile.BadZipFile, zlib.error, expat.ExpatError, LookupError, OSError, RuntimeError, ValueError, EOFError)
Merge = tuple[int, int, int, int]


@dataclass
class SheetMarks:
    """Marks by (row, column), and the merged cells where the format says them in the cells."""

    words: dict[tuple[int, int], str] = field(default_factory=dict)
    merged: tuple[Merge, ...] = ()


def scan(path: Path, *, most_area: int) -> dict[str, SheetMarks]:
    """Give the marks of every sheet by name; raises BookUnreadable where the zip is none, lies or is too large."""
    try:
        with zipfile.ZipFile(path) as book:
            names = set(book.namelist())
            if sum(each.file_size for each in book.infolist()) > MOST_UNPACKED:
                raise _too_large(path)
            if "xl/workbook.xml" in names:
                return _Xlsx(path, book, most_area).marks()
            if "content.xml" in names:
                return _Ods(path, book, most_area).marks()
    except _DAMAGED as error:
        why = "is protected by a password" if "password" in str(error) else "is damaged or no workbook"
        raise BookUnreadable(path, why) from error
    raise BookUnreadable(path, "is a zip file but no .xlsx or .ods workbook")


def _too_large(path: Path) -> BookUnreadable:
    return BookUnreadable(path, f"unpacks to more than {MOST_UNPACKED:,} bytes", "save the sheets with KPIs on their own")


@dataclass
class _Part:
    """Streams parts of the zip; `area` is the rectangle of cells with something in them, over all sheets."""

    path: Path
    book: zipfile.ZipFile
    most_area: int
    unpacked: int = 0

    def stream(
        self,
        name: str,
        start: Callable[[str, Attributes], None],
        end: Callable[[str], None] = lambda _: None,
        text: Callable[[str], None] = lambda _: None,
    ) -> None:
        parser = expat.ParserCreate()
        parser.StartElementHandler = start
        parser.EndElementHandler = end
        parser.CharacterDataHandler = text
        parser.StartDoctypeDeclHandler = self._no_doctype
        with self.book.open(name) as part:
            while chunk := part.read(CHUNK):
                self.unpacked += len(chunk)
                if self.unpacked > MOST_UNPACKED:
                    raise _too_large(self.path)
                parser.Parse(chunk, False)
        parser.Parse(b"", True)

    def _no_doctype(self, *_: object) -> None:
        raise BookUnreadable(self.path, "declares a document type, which no workbook does")

    def bound(self, sheet: str, top: int, left: int, bottom: int, right: int) -> None:
        if (bottom - top + 1) * (right - left + 1) > self.most_area or bottom * right > 4 * self.most_area:
            why = f"spreads sheet `{sheet}` over {bottom:,} rows and {right:,} columns, too many to read"
            raise BookUnreadable(self.path, why, "delete what stands far outside of the table")


class _Xlsx(_Part):
    """Office Open XML: styles by number, cells that name their style."""

    def marks(self) -> dict[str, SheetMarks]:
        styles = self._styles() if "xl/styles.xml" in self.book.namelist() else []
        return {name: self._sheet(name, part, styles) for name, part in self._sheets()}

    def _sheets(self) -> Iterator[tuple[str, str]]:
        targets: dict[str, str] = {}
        sheets: list[tuple[str, str]] = []

        def relation(tag: str, of: Attributes) -> None:
            if _local(tag) == "Relationship":
                targets[of["Id"]] = of["Target"]

        def sheet(tag: str, of: Attributes) -> None:
            if _local(tag) == "sheet":
                sheets.append((of["name"], next((value for key, value in of.items() if _local(key) == "id"), "")))

        self.stream("xl/_rels/workbook.xml.rels", relation)
        self.stream("xl/workbook.xml", sheet)
        for name, relation_id in sheets:
            target = targets[relation_id]
            part = target.lstrip("/") if target.startswith("/") else str(PurePosixPath("xl") / target)
            if part.startswith("xl/worksheets/"):
                yield name, part

    def _styles(self) -> list[str]:
        codes: dict[str, str] = {}
        styles: list[str] = []
        inside: list[str] = []

        def start(tag: str, of: Attributes) -> None:
            inside.append(_local(tag))
            if inside[-1] == "numFmt":
                codes[of["numFmtId"]] = of["formatCode"]
            if inside[-2:] == ["cellXfs", "xf"]:
                number = of.get("numFmtId", "0")
                styles.append("%" if number in PERCENT_FORMATS else _mark_of(codes.get(number, "")))

        def end(_: str) -> None:
            inside.pop()

        self.stream("xl/styles.xml", start, end)
        return styles

    def _sheet(self, name: str, part: str, styles: list[str]) -> SheetMarks:
        reading = _Cells(self, name, styles)
        self.stream(part, reading.start, reading.end, reading.text)
        return SheetMarks(reading.words)


class _Cells:
    """Where the stream of one XLSX sheet is."""

    def __init__(self, part: _Part, name: str, styles: list[str]) -> None:
        self.part, self.name, self.styles = part, name, styles
        self.words: dict[tuple[int, int], str] = {}
        self.row = self.column = 0
        self.cell: Attributes = {}
        self.inside = ""
        self.shown: list[str] = []
        self.formula = False
        self.box: Merge | None = None

    def start(self, tag: str, of: Attributes) -> None:
        self.inside = _local(tag)
        if self.inside == "row":
            self.row, self.column = int(of.get("r", self.row + 1)), 0
        elif self.inside == "c":
            self.cell, self.shown, self.formula = of, [], False
            self.row, self.column = _position(of["r"]) if "r" in of else (self.row, self.column + 1)
        elif self.inside == "f":
            self.formula = True

    def text(self, text: str) -> None:
        if self.inside in {"v", "t"}:
            self.shown.append(text)

    def end(self, tag: str) -> None:
        self.inside = ""
        if _local(tag) != "c" or not (self.shown or self.formula):
            return
        top, left, bottom, right = self.box or (self.row, self.column, self.row, self.column)
        self.box = min(top, self.row), min(left, self.column), max(bottom, self.row), max(right, self.column)
        self.part.bound(self.name, *self.box)
        if word := self._word():
            self.words[self.row, self.column] = word

    def _word(self) -> str:
        kind = self.cell.get("t", "n")
        if kind == "e":
            return "".join(self.shown) or "#ERROR"
        if self.formula and not self.shown and kind != "str":
            return NO_VALUE
        style = int(self.cell.get("s", "0"))
        return self.styles[style] if kind == "n" and style < len(self.styles) else ""


class _Ods(_Part):
    """OpenDocument: each cell says its type; runs of equal cells and rows are written once with a count."""

    def marks(self) -> dict[str, SheetMarks]:
        found: dict[str, SheetMarks] = {}
        merged: dict[str, list[Merge]] = {}
        here = {"row": 0, "column": 0, "rows": 1}
        sheet = ""

        def start(tag: str, of: Attributes) -> None:
            nonlocal sheet
            local = _local(tag)
            plain = {_local(key): value for key, value in of.items()}
            if local == "table":
                sheet = plain.get("name", "")
                found[sheet], merged[sheet] = SheetMarks(), []
                here.update(row=0, column=0, rows=1)
            elif local == "table-row":
                here["row"] += here["rows"] if here["row"] else 1
                here.update(column=0, rows=int(plain.get("number-rows-repeated", "1")))
            elif local in {"table-cell", "covered-table-cell"} and sheet in found:
                self._cell(sheet, plain, here, found[sheet].words, merged[sheet])

        self.stream("content.xml", start)
        for name, ranges in merged.items():
            found[name].merged = tuple(ranges)
        return found

    def _cell(
        self, sheet: str, of: Attributes, here: dict[str, int], words: dict[tuple[int, int], str], merged: list[Merge]
    ) -> None:
        row, column, times = here["row"], here["column"] + 1, int(of.get("number-columns-repeated", "1"))
        here["column"] += times
        across, down = int(of.get("number-columns-spanned", "1")), int(of.get("number-rows-spanned", "1"))
        if (across, down) != (1, 1):
            merged.append((row, column, row + down - 1, column + across - 1))
        if "value-type" not in of:
            return
        self.bound(sheet, 1, 1, row + here["rows"] - 1, here["column"])
        word = _ods_word(of)
        for each in range(column, column + times) if word else ():
            for below in range(row, row + here["rows"]):
                words[below, each] = word


def _ods_word(of: Attributes) -> str:
    if of["value-type"] == "error":  # calcext:value-type stands after office:value-type
        return "#ERROR"
    if of["value-type"] == "percentage":
        return "%"
    return CURRENCIES.get(of.get("currency", ""), "") if of["value-type"] == "currency" else ""


def _local(tag: str) -> str:
    return tag.rpartition(":")[2]


def _position(address: str) -> tuple[int, int]:
    column = 0
    for place, letter in enumerate(address):
        if letter.isdigit():
            return int(address[place:]), column
        column = column * 26 + ord(letter.upper()) - 64
    msg = f"`{address}` is no address of a cell"
    raise ValueError(msg)


def _mark_of(code: str) -> str:
    """Tell what a number format shows: `0.0%`, `#,##0 "€"`, `[$€-407] #,##0`; a quoted or escaped percent sign scales nothing."""
    first = code.partition(";")[0]
    bare = re.sub(r'"[^"]*"|\\.|\[[^\]]*\]', "", first)
    if "%" in bare:
        return "%"
    if "%" in first:
        return AS_WRITTEN
    with suppress(StopIteration):
        return next(word for sign, word in CURRENCIES.items() if sign in _currency_part(first))
    return ""


def _currency_part(code: str) -> str:
    return " ".join(
        (*re.findall(r'"([^"]*)"', code), *re.findall(r"\[\$([^\]-]*)", code), *re.findall(r"[€£¥$](?![^\[]*\])", code))
    )
