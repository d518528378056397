"""Files below the workspace: CSV, gzip CSV, Parquet, JSON and workbooks.

Text formats are loaded into the engine's memory, so that faulty rows are known before anything is measured;
Parquet stays on disk and is read column by column.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path

from vitalfew.model.source import FilesSource, Source
from vitalfew.sources.delimited import Header, first_place, load_text, read_header, unreadable
from vitalfew.sources.doubled import same_files, settle_doubled
from vitalfew.sources.engine import Database, Embedded, EngineFailed, literal, open_database, quoted
from vitalfew.sources.environment import expand
from vitalfew.sources.fault import Fault
from vitalfew.sources.glob import find_groups
from vitalfew.sources.lines import load_lines
from vitalfew.sources.objects import fetch_files, is_elsewhere
from vitalfew.sources.opened import Group, Opened, Table
from vitalfew.sources.sheets import load_sheets
from vitalfew.sources.texttype import NUMBERS, columns_of, dated, dates_of, typed

KINDS = ("files",)
MIXED_ENDS = "its lines do not all end in the same way"
BadRow = tuple[Path, int, str]


def open_source(source: Source, root: Path, zone: str) -> Opened:
    """Find, read and lock the files of a source."""
    assert isinstance(source, FilesSource)  # noqa: S101  # what `KINDS` says
    path = expand(source.path, field="path")
    if isinstance(path, Fault):
        return Opened(None, faults=(path,))
    database = open_database()
    if is_elsewhere(path):
        root = Path(database.spill.name) / "fetched"
        path = fetch_files(path, source.path, root)
    root = root.resolve()
    groups, faults = ([], [path]) if isinstance(path, Fault) else find_groups(root, path)
    if not groups:
        database.close()
        return Opened(None, faults=tuple(faults))
    tables: dict[str, Table] = {}
    for group in groups:
        made, found = register(database, group, source, root)
        faults.extend(found)
        tables |= {table.name: table for table in made}
    database.lock([file for group in groups if group.format == "parquet" for file in group.files], zone)
    return Opened(database, tables, tuple(faults))


def register(database: Embedded, group: Group, source: FilesSource, root: Path) -> tuple[list[Table], list[Fault]]:
    """Make tables of files of one format: one, or one of each sheet of workbooks."""
    reader = {"delimited": _delimited, "lines": _lines, "parquet": _parquet, "workbook": load_sheets}[group.format]
    try:
        tables, faults = reader(database, group, source, root)
        doubled = [settle_doubled(database, table, source.doubled_rows) for table in tables]
        same = same_files(group.files, root, group.table, source.doubled_rows)
        return tables, [*faults, *(same or [fault for fault in doubled if fault])]
    except EngineFailed as error:
        names = ", ".join(f"`{file.relative_to(root).as_posix()}`" for file in group.files[:3])
        why = MIXED_ENDS if "invalid state" in str(error) else _lowered(str(error))
        return [], [Fault("unreadable-data", f"{names} cannot be read: {why}", table=group.table)]


def _lowered(text: str) -> str:
    return f"{text[:1].lower()}{text[1:]}".rstrip(".:")


def _delimited(database: Database, group: Group, source: FilesSource, root: Path) -> tuple[list[Table], list[Fault]]:
    headers: dict[Path, Header] = {}
    faults: list[Fault] = []
    for file in group.files:
        header = read_header(file, file.relative_to(root).as_posix(), source, group.table)
        if isinstance(header, Fault):
            faults.append(header)
        else:
            headers[file] = header
    faults.extend(_without_rows(headers, group, root))
    if not headers:
        return [], faults
    faults.extend(_named_twice(headers, group, root))
    bad = _load(database, group, source, headers)
    faults.extend(_bad_rows(bad, group, source, root))
    columns = list(dict.fromkeys(name for header in headers.values() for name in header.columns))
    kinds = (*NUMBERS[source.decimal], *dates_of(source.date_format))
    types = typed(database, group.table, columns, kinds)
    place = partial(first_place, list(headers), headers, root, source)
    return [Table(group.table, types, group.aliases, source.date_format, place)], faults


def _without_rows(headers: dict[Path, Header], group: Group, root: Path) -> list[Fault]:
    """Name files that hold a header only; they spoil their table where no other file has rows."""
    alone = not any(header.rows for header in headers.values())
    return [
        Fault(
            "empty-data",
            f"`{file.relative_to(root).as_posix()}` holds a header and no rows",
            table=group.table,
            spoils=alone,
            severity="error" if alone else "warning",
        )
        for file, header in headers.items()
        if not header.rows
    ]


def _load(database: Database, group: Group, source: FilesSource, headers: dict[Path, Header]) -> tuple[int, list[BadRow]]:
    """Load all files as text into `<table>/text`, those that share a header at once, the rest joined by name."""
    count, places, parts = 0, list[BadRow](), list[str]()
    for header in dict.fromkeys(headers.values()):
        part = f"{group.table}/{len(parts)}"
        files = [file for file, each in headers.items() if each == header]
        rejected, where = load_text(database, files, header, source, part)
        count, places, parts = count + rejected, places + where, [*parts, part]
    union = " UNION ALL BY NAME ".join(f"SELECT * FROM {quoted(part)}" for part in parts)
    database.fetch(f"CREATE VIEW {quoted(group.table + '/text')} AS {union}")
    return count, places


def _named_twice(headers: dict[Path, Header], group: Group, root: Path) -> list[Fault]:
    faults = []
    for file, header in headers.items():
        if header.doubled:
            names = ", ".join(f"`{each}`" for each in header.doubled)
            message = f"`{file.relative_to(root).as_posix()}` has columns of one name; they are read as {names}"
            faults.append(Fault("doubled-column", message, table=group.table, spoils=False))
    first = next(iter(headers.values()))
    other = next((file for file, header in headers.items() if set(header.columns) != set(first.columns)), None)
    if other is not None:
        names = ", ".join(f"`{each}`" for each in sorted(set(headers[other].columns) ^ set(first.columns)))
        where = other.relative_to(root).as_posix()
        message = f"`{where}` differs in its columns from the other files of table `{group.table}`: {names}"
        faults.append(Fault("differing-columns", message, table=group.table, spoils=False))
    return faults


def _bad_rows(bad: tuple[int, list[BadRow]], group: Group, source: FilesSource, root: Path) -> list[Fault]:
    count, places = bad
    if not count:
        return []
    shown = "; ".join(f"{file.relative_to(root).as_posix()}:{line} {words}" for file, line, words in places)
    more = f"; and {count - len(places):,} more" if count > len(places) else ""
    message = f"{count:,} row{'s' if count > 1 else ''} of table `{group.table}` cannot be read: {shown}{more}"
    if source.bad_rows == "skip":
        help_ = "mend them at their origin; they are left out, as `bad_rows: skip` says"
        return [Fault("bad-rows", message, help_, "bad_rows", group.table, spoils=False, severity="warning")]
    return [Fault("bad-rows", message, table=group.table)]


def _lines(database: Database, group: Group, source: FilesSource, root: Path) -> tuple[list[Table], list[Fault]]:
    for file in group.files:
        broken = unreadable(file, file.relative_to(root).as_posix())
        if broken:
            return [], [Fault("unreadable-data", broken, table=group.table)]
    count, places, columns = load_lines(database, list(group.files), f"{group.table}/text")
    faults = _bad_rows((count, places), group, source, root)
    if not columns:
        names = ", ".join(f"`{file.relative_to(root).as_posix()}`" for file in group.files[:3])
        return [], faults or [Fault("empty-data", f"{names} holds no rows", table=group.table)]
    types = dated(database, group.table, dates_of(source.date_format))
    return [Table(group.table, types, group.aliases, source.date_format)], faults


def _parquet(database: Database, group: Group, source: FilesSource, root: Path) -> tuple[list[Table], list[Fault]]:
    for file in group.files:
        broken = unreadable(file, file.relative_to(root).as_posix())
        if broken:
            return [], [Fault("unreadable-data", broken, table=group.table)]
        with file.open("rb") as stream:
            start = stream.read(4)
        if start != b"PAR1":
            what = "is empty" if not start else "is not Parquet"
            slug = "unreadable-data" if start else "empty-data"
            return [], [Fault(slug, f"`{file.relative_to(root).as_posix()}` {what}", table=group.table)]
    paths = ", ".join(literal(str(each)) for each in group.files)
    database.fetch(f"CREATE VIEW {quoted(group.table)} AS SELECT * FROM read_parquet([{paths}], union_by_name=true)")
    return [Table(group.table, columns_of(database, group.table), group.aliases, source.date_format)], []
