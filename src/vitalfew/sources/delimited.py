"""Delimited text into the engine: delimiter and header from the first line, everything else as text, faulty rows set aside.

Only the first line is looked at to find out how a file is written, since a guess over many rows turns a stray comma into
a single column without an error. Rows that do not fit the header are never shifted or padded: each is a fault with its line.
"""

from __future__ import annotations

import csv
import gzip
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from io import TextIOWrapper
from pathlib import Path
from typing import IO, cast

from vitalfew.model.source import FilesSource
from vitalfew.sources.engine import Database, EngineFailed, literal, quoted
from vitalfew.sources.fault import Fault

DELIMITERS = (",", ";", "\t", "|")
BOMS = {"utf-16": (b"\xff\xfe", b"\xfe\xff")}
SHOWN = 5
WORDS = {
    "TOO MANY COLUMNS": "has more fields than the header",
    "MISSING COLUMNS": "has fewer fields than the header",
    "UNQUOTED VALUE": "has a quote that does not close or open where a field does",
    "INVALID ENCODING": "has bytes that are not {encoding}",
    "LINE SIZE OVER MAXIMUM": "is longer than 2 MB",
}


@dataclass(frozen=True, slots=True)
class Header:
    """How a file is written: its delimiter and its columns, doubled names told apart."""

    delimiter: str
    columns: tuple[str, ...]
    doubled: tuple[str, ...] = ()
    rows: bool = True


@contextmanager
def opened(path: Path) -> Iterator[IO[bytes]]:
    """Open a file's bytes, looking through gzip."""
    if path.suffix.lower() == ".gz":
        with gzip.open(path, "rb") as stream:
            yield cast("IO[bytes]", stream)
    else:
        with path.open("rb") as plain:
            yield plain


def unreadable(path: Path, name: str) -> str | None:
    """Say in words why a file's bytes cannot be read to their end; None where they can."""
    try:
        with opened(path) as stream:
            while path.suffix.lower() == ".gz" and stream.read(1 << 20):
                pass
    except EOFError:
        return f"`{name}` ends in the middle of its gzip stream"
    except (gzip.BadGzipFile, zlib.error):
        return f"`{name}` is not gzip or is damaged"
    except OSError as error:
        return f"`{name}` cannot be opened: {(error.strerror or str(error)).lower()}"
    return None


def read_header(path: Path, name: str, source: FilesSource, table: str) -> Header | Fault:
    """Read how a file is written off its first line."""
    broken = unreadable(path, name)
    if broken:
        return Fault("unreadable-data", broken, table=table)
    with opened(path) as stream:
        start = stream.read(4)
    if not start.strip():
        return Fault("empty-data", f"`{name}` is empty", table=table)
    if source.encoding != "utf-16" and start[:2] in BOMS["utf-16"]:
        return Fault("unreadable-data", f"`{name}` is written in utf-16", "say `encoding: utf-16`", table=table)
    with opened(path) as stream:
        encoding = "utf-8-sig" if source.encoding == "utf-8" else source.encoding
        text = TextIOWrapper(stream, encoding=encoding, errors="replace", newline="")
        return _header(text, name, source, table)


def _header(text: TextIOWrapper, name: str, source: FilesSource, table: str) -> Header | Fault:
    first = text.readline()
    while first.count('"') % 2 and (more := text.readline()):
        first += more
    delimiter = source.delimiter or _delimiter(first)
    names = next(csv.reader([first.strip("\r\n")], delimiter=delimiter), [])
    if "\ufffd" in first:
        return Fault("unreadable-data", f"the header of `{name}` has bytes that are not {source.encoding}", table=table)
    if not any(character.isalpha() for character in first):
        return Fault("no-header", f"the first line of `{name}` holds no names: `{first.strip()[:60]}`", table=table)
    named = [each.strip() or f"column{place}" for place, each in enumerate(names, 1)]
    columns, doubled = distinct(named)
    return Header(delimiter, columns, doubled, rows=any(line.strip() for line in text))


def _delimiter(line: str) -> str:
    bare = "".join(line.split('"')[::2])
    return max(DELIMITERS, key=lambda sign: (bare.count(sign), -DELIMITERS.index(sign)))


def distinct(names: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Tell columns of one name apart by a number; give all names, and those that were made."""
    columns: list[str] = []
    doubled: list[str] = []
    taken: set[str] = set()
    for name in names:
        unique, count = name, 1
        while unique.casefold() in taken:
            unique, count = f"{name}_{count}", count + 1
        if unique != name:
            doubled.append(unique)
        taken.add(unique.casefold())
        columns.append(unique)
    return tuple(columns), tuple(doubled)


def load_text(
    database: Database, files: list[Path], header: Header, source: FilesSource, table: str
) -> tuple[int, list[tuple[Path, int, str]]]:
    """Load files that share a header as text into a table; give the number of faulty rows and where some stand.

    Raises EngineFailed where the reader cannot follow a file at all.
    """
    names = ", ".join(f"{literal(each)}: 'VARCHAR'" for each in header.columns)
    paths = ", ".join(literal(str(each)) for each in files)
    try:
        database.fetch(
            f"CREATE TABLE {quoted(table)} AS SELECT * FROM read_csv([{paths}], columns={{{names}}}, auto_detect=false,"
            f" header=true, delim={literal(header.delimiter)}, quote='\"', escape='\"', encoding={literal(source.encoding)},"
            " strict_mode=true, store_rejects=true, rejects_limit=0, rejects_scan='scans', rejects_table='rejects')"
        )
        return _rejected(database, source)
    finally:
        database.run("DROP TABLE IF EXISTS rejects")
        database.run("DROP TABLE IF EXISTS scans")


def _rejected(database: Database, source: FilesSource) -> tuple[int, list[tuple[Path, int, str]]]:
    try:
        found = database.fetch(
            "SELECT file_path, line, min(line_byte_position) AS at, min_by(error_type, byte_position) AS kind"
            " FROM rejects JOIN scans USING (scan_id, file_id) GROUP BY ALL ORDER BY file_path, line"
        )
    except EngineFailed:
        return 0, []
    places = [
        (Path(row["file_path"]), _line(Path(row["file_path"]), row["at"], row["line"], source), _words(row["kind"], source))
        for row in found.slice(0, SHOWN).to_pylist()
    ]
    return found.num_rows, places


def _words(kind: str, source: FilesSource) -> str:
    return WORDS.get(kind, f"cannot be read ({kind.lower()})").format(encoding=source.encoding)


def _line(path: Path, at: int | None, row: int, source: FilesSource) -> int:
    """Give the line on which a faulty row stands; the engine counts rows, and a quoted field may hold several lines."""
    if at is None or source.encoding != "utf-8":
        return row
    with opened(path) as stream:
        before = stream.read(at - 1)
        after = stream.read(64)
    blank = len(after) - len(after.lstrip(b"\r\n"))
    return before.count(b"\n") + after[:blank].count(b"\n") + 1


def first_place(
    files: list[Path], header_of: dict[Path, Header], root: Path, source: FilesSource, column: str, text: str
) -> str | None:
    """Find the first row whose column holds a text: `file:line`."""
    for path in files:
        header = header_of[path]
        if column not in header.columns:
            continue
        place, encoding = header.columns.index(column), "utf-8-sig" if source.encoding == "utf-8" else source.encoding
        with opened(path) as stream:
            reader = csv.reader(
                TextIOWrapper(stream, encoding=encoding, errors="replace", newline=""), delimiter=header.delimiter
            )
            line = 1
            for row in reader:
                if len(row) == len(header.columns) and row[place] == text and line > 1:
                    return f"{path.relative_to(root).as_posix()}:{line}"
                line = reader.line_num + 1
    return None
