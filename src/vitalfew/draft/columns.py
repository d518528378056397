"""The tables that are there: their columns and types, from the head of each file; never from whole files.

Types are those of a sample, so they are hints. Files that no table can be read from are named with the reason.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import StringIO
from itertools import islice
from pathlib import Path
from typing import Literal

from vitalfew.base.errors import BookUnreadable
from vitalfew.base.said import say
from vitalfew.model.source import Source

Kind = Literal["date", "number", "integer", "flag", "text", "unknown"]
MOST_FILES = 200
MOST_COLUMNS = 2_000
HEAD = 1 << 16
SAMPLE = 200
LISTED = frozenset({"postgres", "duckdb"})
"""Kinds of databases that list their columns without reading a row; SQLite has no types but those of its values."""
_ASIDE = {"framework", "reports", "node_modules", "__pycache__"}
_KINDS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("flag", re.compile(r"true|false|yes|no|y|n|t|f", re.IGNORECASE)),
    ("integer", re.compile(r"[+-]?\d{1,18}")),
    ("number", re.compile(r"[+-]?(?:\d+[.,]?\d*|[.,]\d+)(?:[eE][+-]?\d+)?")),
    ("date", re.compile(r"\d{4}-\d{1,2}-\d{1,2}(?:[T ]\d{1,2}:\d{2}.*)?|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}(?: \d{1,2}:\d{2}.*)?")),
)
"""Kinds that all values of a sample have to fit; the first that they do is theirs."""


@dataclass(frozen=True)
class Column:
    """A column of a table of the user's: where the table stands (a file, or a source's name), and what its values look like."""

    place: str
    table: str
    name: str
    kind: Kind = "unknown"

    def __str__(self) -> str:
        return f"{self.table}.{self.name}"


@dataclass(frozen=True)
class Columns:
    """All columns that were found, and the files that could not be read, with the reason."""

    columns: tuple[Column, ...] = ()
    unread: tuple[str, ...] = ()


def columns_in(folder: Path) -> Columns:
    """Read the columns of the data files below a folder: CSV, Parquet, XLSX and ODS; hidden folders and `framework/` aside."""
    found: list[Column] = []
    unread: list[str] = []
    files = list(islice(_files(folder), MOST_FILES + 1))
    if len(files) > MOST_FILES:
        unread.append(say("there are more than {most} files; the first ones by name are read", most=MOST_FILES))
    for path in files[:MOST_FILES]:
        name = path.relative_to(folder).as_posix()
        made = _of_file(path, name)
        if isinstance(made, str):
            unread.append(made)
        else:
            found += made
    return Columns(tuple(dict.fromkeys(found))[:MOST_COLUMNS], tuple(unread))


def columns_of_databases(sources: Iterable[Source], root: Path, zone: str) -> Columns:
    """Read the columns of the databases among some sources, off their own list of tables; files have `columns_in`."""
    from vitalfew.sources.open import open_source  # noqa: PLC0415  # loads the engine

    found: list[Column] = []
    unread: list[str] = []
    for source in sources:
        if source.kind not in LISTED:
            continue
        opened = open_source(source, root, zone)
        unread += [fault.message for fault in opened.faults if fault.spoils]
        for table in opened.tables.values():
            found += [Column(source.id, table.name, name, kind_of(type_)) for name, type_ in table.columns.items()]
        if opened.database is not None:
            opened.database.close()
    return Columns(tuple(found)[:MOST_COLUMNS], tuple(unread))


def _files(folder: Path) -> Iterator[Path]:
    from vitalfew.sources.glob import format_of  # noqa: PLC0415  # loads the engine

    root = folder.resolve()
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        if any(part.startswith(".") or part in _ASIDE for part in parts) or format_of(path) is None:
            continue
        if path.is_file() and path.resolve().is_relative_to(root):  # a link may lead out of the folder
            yield path


def _of_file(path: Path, name: str) -> list[Column] | str:
    from vitalfew.sources.glob import format_of  # noqa: PLC0415  # loads the engine

    read = {"parquet": _parquet, "workbook": _workbook, "lines": _lines, "delimited": _delimited}[format_of(path) or "delimited"]
    try:
        return read(path, name)
    except BookUnreadable as error:
        return str(error.words)
    except (OSError, EOFError, ValueError, csv.Error) as error:  # damaged gzip, Parquet and CSV
        return say("`{name}` cannot be read: {why}", name=name, why=str(error).splitlines()[0][:200] if str(error) else "")


def _delimited(path: Path, name: str) -> list[Column] | str:
    from vitalfew.sources.delimited import DELIMITERS  # noqa: PLC0415  # loads the engine

    lines = _head(path)
    if not "".join(lines).strip():
        return say("`{name}` is empty", name=name)
    sign = max(DELIMITERS, key=lines[0].count)
    header, *rows = list(csv.reader(StringIO("".join(lines)), delimiter=sign)) or [[]]
    return _typed(name, _table(path), header, rows)


def _lines(path: Path, name: str) -> list[Column] | str:
    """Read JSON, one object a line; of any other form the sources tell when they are measured."""
    objects = [each for each in map(_object, _head(path)) if each]
    keys = dict.fromkeys(key for each in objects for key in each)
    rows = [["" if each.get(key) is None else str(each[key]) for key in keys] for each in objects]
    return _typed(name, _table(path), list(keys), rows) or say("`{name}` holds no object of JSON on a line", name=name)


def _object(line: str) -> dict[str, object]:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _head(path: Path) -> list[str]:
    """Give the first lines of a file, packed or not, those that are whole."""
    from vitalfew.sources.delimited import BOMS, opened  # noqa: PLC0415  # loads the engine

    with opened(path) as stream:
        head = stream.read(HEAD)
    text = head.decode("utf-16" if head[:2] in BOMS["utf-16"] else "utf-8-sig", errors="replace")
    lines = text.splitlines(keepends=True)
    if len(head) == HEAD and len(lines) > 1:
        lines.pop()  # it may be cut
    return lines[: SAMPLE + 1]


def _table(path: Path) -> str:
    from vitalfew.sources.glob import stem  # noqa: PLC0415  # loads the engine
    from vitalfew.sources.opened import plain_name  # noqa: PLC0415  # as above

    return plain_name(stem(path)) or "table"


def _workbook(path: Path, name: str) -> list[Column]:
    from vitalfew.exchange.workbook import Cell, read_book  # noqa: PLC0415  # loads calamine
    from vitalfew.sources.opened import plain_name  # noqa: PLC0415  # loads the engine

    found: list[Column] = []
    for number, sheet in enumerate(read_book(path).sheets):
        filled = [row for row in sheet.grid if any(cell is not None for cell in row)][: SAMPLE + 1]
        rows = [[Cell(sheet.name, 0, 0, cell).text for cell in row] for row in filled]
        if rows:
            table = _table(path) if number == 0 else plain_name(sheet.name)
            found += _typed(f"{name}!{sheet.name}", table, rows[0], rows[1:])
    return found


def _parquet(path: Path, name: str) -> list[Column]:
    import pyarrow.parquet as pq  # noqa: PLC0415  # heavy

    return [Column(name, _table(path), field.name, kind_of(str(field.type))) for field in pq.read_schema(path)]


def kind_of(engine_type: str) -> Kind:
    """Give the kind of a type as engines name them: `BIGINT`, `timestamp[us]`, `DECIMAL(18,2)`.

    >>> kind_of("timestamp[us]"), kind_of("DECIMAL(18,2)"), kind_of("VARCHAR")
    ('date', 'number', 'text')
    """
    name = engine_type.casefold()
    rules: tuple[tuple[Kind, tuple[str, ...]], ...] = (
        ("date", ("date", "timestamp", "time")),
        ("flag", ("bool",)),
        ("number", ("float", "double", "decimal", "numeric", "real", "money")),
        ("integer", ("int", "serial")),
        ("text", ("char", "string", "text", "uuid", "dictionary", "enum")),
    )
    return next((kind for kind, words in rules if any(word in name for word in words)), "unknown")


def _typed(place: str, table: str, header: Sequence[str], rows: Iterable[Sequence[str]]) -> list[Column]:
    samples = list(rows)
    return [
        Column(place, table, name.strip(), _kind([row[at].strip() for row in samples if at < len(row) and row[at].strip()]))
        for at, name in enumerate(header)
        if name.strip()
    ]


def _kind(values: list[str]) -> Kind:
    if not values:
        return "unknown"
    return next((kind for kind, form in _KINDS if all(form.fullmatch(value) for value in values)), "text")
