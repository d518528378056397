"""Sheets of workbooks as tables: the first row that is not blank holds the names, every later one that is not blank is data.

The first sheets of the files form the table that the files' name gives; every other sheet forms a table of its own name.
Cells are read as the text they would have in a CSV file, so that types are confirmed over all of them in the same way.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from pathlib import Path

import pyarrow as pa

from vitalfew.model.source import FilesSource
from vitalfew.sources.book import BookFault, Sheet, read_book
from vitalfew.sources.delimited import SHOWN, distinct
from vitalfew.sources.engine import Embedded, quoted
from vitalfew.sources.fault import Fault
from vitalfew.sources.opened import Group, Table, plain_name
from vitalfew.sources.texttype import DATES, NUMBERS, dates_of, typed

Texts = Sequence[str | None]


@dataclass(frozen=True)
class Grid:
    """A sheet's rows as text: the names, then the number of each row in its sheet with its cells."""

    file: str
    sheet: Sheet
    names: tuple[str, ...]
    doubled: tuple[str, ...]
    numbers: Sequence[int]
    rows: Sequence[Texts]

    @property
    def place(self) -> str:
        """Where it stands: `data/orders.xlsx!Orders`."""
        return f"{self.file}!{self.sheet.name}"


def load_sheets(database: Embedded, group: Group, source: FilesSource, root: Path) -> tuple[list[Table], list[Fault]]:
    """Make tables of the sheets of workbooks; raises EngineFailed."""
    faults: list[Fault] = []
    sheets: dict[str, list[Grid]] = {}
    for file in group.files:
        name = file.relative_to(root).as_posix()
        try:
            book = read_book(file)
        except BookFault as error:
            faults.append(Fault("unreadable-data", f"`{name}` {error}", table=group.table))
            continue
        for place, sheet in enumerate(book):
            table = group.table if place == 0 else plain_name(sheet.name) or f"sheet{place + 1}"
            grid = _grid(name, sheet, source, table)
            if isinstance(grid, Grid):
                sheets.setdefault(table, []).append(grid)
            elif place == 0 or grid.slug != "empty-data":
                faults.append(grid)
    tables = []
    for table, grids in sheets.items():
        made, found = _load(database, table, grids, source)
        faults.extend(found)
        own = (
            frozenset({*group.aliases, *(plain_name(each.sheet.name) for each in grids)}) if table == group.table else frozenset()
        )
        tables.append(Table(table, made, own, source.date_format, partial(_first_place, grids)))
    return tables, faults


def _grid(file: str, sheet: Sheet, source: FilesSource, table: str) -> Grid | Fault:
    """Find names and rows of a sheet."""
    texts = [[_text(value, source) for value in row] for row in sheet.rows]
    filled = [(number, row) for number, row in enumerate(texts, 1) if any(row)]
    where = f"`{file}!{sheet.name}`"
    if not filled:
        return Fault("empty-data", f"{where} is empty", table=table)
    (top, header), rows = filled[0], filled[1:]
    used = [at for at, name in enumerate(header) if name or any(row[at] for _, row in rows)]
    named = [header[at] for at in used if header[at]]
    lettered = any(any(map(str.isalpha, name or "")) for name in named)
    if not lettered or 2 * len(named) < len(used):
        what = f"names {len(named)} of {len(used)} columns" if lettered else "holds no names"
        message = f"row {top} of {where} {what}: `{' | '.join(filter(None, named))[:60]}`"
        return Fault("no-header", message, "let the sheet begin with the row of names", table=table)
    if not rows:
        return Fault("empty-data", f"{where} holds a header and no rows", table=table)
    names, doubled = distinct([header[at] or f"column{at + 1}" for at in used])
    return Grid(file, sheet, names, doubled, [number for number, _ in rows], [[row[at] for at in used] for _, row in rows])


def _text(value: object, source: FilesSource) -> str | None:
    """Write a cell as it would stand in a CSV file."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        whole = float(value).is_integer() and abs(value) < 1e15
        return str(int(value)) if whole else repr(float(value)).replace(".", source.decimal)
    if isinstance(value, datetime):
        return value.isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    return str(value).strip() or None if value is not None else None


def _load(database: Embedded, table: str, grids: Sequence[Grid], source: FilesSource) -> tuple[dict[str, str], list[Fault]]:
    parts = []
    for place, grid in enumerate(grids):
        part = f"{table}/{place}"
        broken = set(grid.sheet.errors)
        rows = [row for number, row in zip(grid.numbers, grid.rows, strict=True) if number not in broken]
        columns = zip(*rows, strict=True) if rows else ([] for _ in grid.names)
        database.load(
            part, pa.table({name: pa.array(column, pa.string()) for name, column in zip(grid.names, columns, strict=True)})
        )
        parts.append(part)
    union = " UNION ALL BY NAME ".join(f"SELECT * FROM {quoted(part)}" for part in parts)
    database.fetch(f"CREATE VIEW {quoted(table + '/text')} AS {union}")
    names = list(dict.fromkeys(name for grid in grids for name in grid.names))
    kinds = dict.fromkeys((*NUMBERS[source.decimal], *DATES, *dates_of(source.date_format)))
    return typed(database, table, names, [*kinds]), [*_remarks(table, grids), *_errors(table, grids, source)]


def _remarks(table: str, grids: Sequence[Grid]) -> list[Fault]:
    faults = []
    for grid in grids:
        if grid.doubled:
            names = ", ".join(f"`{each}`" for each in grid.doubled)
            message = f"`{grid.place}` has columns of one name; they are read as {names}"
            faults.append(Fault("doubled-column", message, table=table, spoils=False))
    other = next((grid for grid in grids if set(grid.names) != set(grids[0].names)), None)
    if other is not None:
        names = ", ".join(f"`{each}`" for each in sorted(set(other.names) ^ set(grids[0].names)))
        message = f"`{other.place}` differs in its columns from the other files of table `{table}`: {names}"
        faults.append(Fault("differing-columns", message, table=table, spoils=False))
    return faults


def _errors(table: str, grids: Sequence[Grid], source: FilesSource) -> list[Fault]:
    """Rows with a cell such as `#DIV/0!` are bad rows: their value is not known, and blank would be a lie."""
    places = [f"{grid.place} row {row}" for grid in grids for row in grid.sheet.errors]
    if not places:
        return []
    more = f"; and {len(places) - SHOWN:,} more" if len(places) > SHOWN else ""
    many = f"{len(places):,} row{'s' if len(places) > 1 else ''}"
    message = f"{many} of table `{table}` hold an error such as `#DIV/0!`: {'; '.join(places[:SHOWN])}{more}"
    if source.bad_rows == "skip":
        help_ = "mend them at their origin; they are left out, as `bad_rows: skip` says"
        return [Fault("bad-rows", message, help_, "bad_rows", table, spoils=False, severity="warning")]
    return [Fault("bad-rows", message, table=table)]


def _first_place(grids: Sequence[Grid], column: str, text: str) -> str | None:
    """Find the first row whose column holds a text: `file!sheet row n`."""
    for grid in grids:
        if column in grid.names:
            at = grid.names.index(column)
            number = next((number for number, row in zip(grid.numbers, grid.rows, strict=True) if row[at] == text), None)
            if number is not None:
                return f"{grid.place} row {number}"
    return None
