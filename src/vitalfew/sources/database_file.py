"""Database files below the workspace: SQLite, copied into the engine, and DuckDB, attached to it read-only.

SQLite has no types of its own, so its values decide: a column is what all of its values are, and ISO dates in text are dates.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

import duckdb
import pyarrow as pa

from vitalfew.model.source import DatabaseSource, Source
from vitalfew.sources.engine import Embedded, EngineFailed, Refusal, literal, open_database, quoted
from vitalfew.sources.environment import expand
from vitalfew.sources.fault import Fault
from vitalfew.sources.glob import outside
from vitalfew.sources.opened import Opened, Table, plain_name
from vitalfew.sources.texttype import DATES, columns_of, dated

KINDS = ("sqlite", "duckdb")
# What a file of each kind holds, and from which byte on.
MARKS = {"sqlite": (0, b"SQLite format 3\0", "SQLite"), "duckdb": (8, b"DUCK", "DuckDB")}
ATTACHED = "attached"


def open_source(source: Source, root: Path, zone: str) -> Opened:
    """Open a database file; nothing can be written to it."""
    assert isinstance(source, DatabaseSource)  # noqa: S101  # what `KINDS` says
    found = _file(source, root)
    if isinstance(found, Fault):
        return Opened(None, faults=(found,))
    database = open_database()
    try:
        tables, faults = (_sqlite if source.kind == "sqlite" else _duckdb)(database, found, zone)
    except (sqlite3.Error, EngineFailed, UnicodeDecodeError) as error:
        database.close()
        return Opened(None, faults=(_unreadable(source.path or "", str(error)),))
    if not tables:
        faults = [*faults, Fault("empty-data", f"`{source.path}` holds no tables")]
    return Opened(database, {table.name: table for table in tables}, tuple(faults))


def _file(source: DatabaseSource, root: Path) -> Path | Fault:
    path = expand(source.path or "", field="path")
    if isinstance(path, Fault):
        return path
    if source.path is None:
        return Fault("missing-file", f"a source of kind `{source.kind}` needs the `path` of its file", field="kind")
    fault = outside(path, root)
    if fault:
        return fault
    file = root / path
    if not file.is_file():
        return Fault("missing-file", f"there is no file `{source.path}`")
    with file.open("rb") as stream:
        start = stream.read(16)
    at, mark, name = MARKS[source.kind]
    if not start.startswith(mark, at):
        return (
            Fault("unreadable-data", f"`{source.path}` is not {name}")
            if start
            else Fault("empty-data", f"`{source.path}` is empty")
        )
    return file.resolve()


def _unreadable(path: str, text: str) -> Fault:
    if "lock" in text.casefold():
        help_ = "close it there, or let that process write a copy for Vitalfew"
        return Fault("unreadable-data", f"`{path}` is held by another process that writes to it", help_)
    return Fault("unreadable-data", f"`{path}` cannot be read: {text[:1].lower()}{text[1:].rstrip('.')}")


def _duckdb(database: Embedded, file: Path, zone: str) -> tuple[list[Table], list[Fault]]:
    """Show every table and view of the file under its name; locked before any view is looked into."""
    try:
        database.backend.raw_sql(f"ATTACH {literal(str(file))} AS {ATTACHED} (READ_ONLY)")
    except duckdb.Error as error:
        _, _, text = str(error).partition(" Error: ")
        raise sqlite3.DatabaseError(text.splitlines()[0] if text else str(error)) from error
    database.lock([], zone)
    held = database.fetch(
        f"SELECT schema_name, table_name FROM duckdb_tables() WHERE database_name = '{ATTACHED}' UNION ALL"
        f" SELECT schema_name, view_name FROM duckdb_views() WHERE database_name = '{ATTACHED}' AND NOT internal ORDER BY ALL"
    )
    tables, faults = [], []
    for schema, name in zip(held["schema_name"].to_pylist(), held["table_name"].to_pylist(), strict=True):
        table = plain_name(name if schema == "main" else f"{schema}_{name}")
        made = database.run(f"CREATE VIEW {quoted(table)} AS SELECT * FROM {ATTACHED}.{quoted(schema)}.{quoted(name)}")
        if isinstance(made, Refusal):
            why = f"{made.line[:1].lower()}{made.line[1:]}".rstrip(".!")
            faults.append(Fault("unreadable-data", f"`{name}` of `{file.name}` cannot be read: {why}", table=table))
        else:
            tables.append(Table(table, columns_of(database, table)))
    return tables, faults


def _sqlite(database: Embedded, file: Path, zone: str) -> tuple[list[Table], list[Fault]]:
    """Copy every table and view into the engine."""
    tables = []
    with closing(sqlite3.connect(f"file:{quote(str(file))}?mode=ro", uri=True)) as connection:
        names = connection.execute(
            "SELECT name FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite!_%' ESCAPE '!' ORDER BY 1"
        ).fetchall()
        for (name,) in names:
            table = plain_name(name)
            database.load(f"{table}/text", _rows(connection, name))
            tables.append(Table(table, dated(database, table, DATES)))
    database.lock([], zone)
    return tables, []


def _rows(connection: sqlite3.Connection, name: str) -> pa.Table:
    declared = {row[1]: str(row[2]).upper() for row in connection.execute(f"PRAGMA table_info({quoted(name)})")}
    rows = connection.execute(f"SELECT * FROM {quoted(name)}").fetchall()
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(declared)
    arrays = [_array(values, declared[column]) for column, values in zip(declared, columns, strict=True)]
    return pa.table(dict(zip(declared, arrays, strict=True)))


def _array(values: Sequence[object], declared: str) -> pa.Array:
    """Give a column the type that all of its values have; text where they differ."""
    types = {type(value) for value in values if value is not None}
    if (
        types <= {int}
        and types
        and declared.startswith("BOOL")
        and {0, 1}.issuperset(each for each in values if each is not None)
    ):
        return pa.array([None if value is None else bool(value) for value in values])
    if types == {int}:
        return pa.array(values, pa.int64())
    if types and types <= {int, float}:
        return pa.array(values, pa.float64())
    if types == {bytes}:
        return pa.array(values, pa.binary())
    return pa.array([None if value is None else str(value) for value in values], pa.string())
