"""Rows that are copies of another row in all columns: told, since a sum counts them, or left out where the source says so.

A file delivered twice, an export that overlaps the one before, a page of an answer that came again: all of them double rows.
Two sales of one thing on one day may be alike too. So copies are told where some column tells all other rows apart (a number,
a moment, the day of a daily series), where every row is there twice, or where two files are the same.
They are left out on the source's word only.
"""

from __future__ import annotations

from collections.abc import Sequence
from filecmp import cmp
from pathlib import Path
from typing import Literal

from vitalfew.sources.engine import Database, literal, quoted
from vitalfew.sources.fault import Fault
from vitalfew.sources.opened import Table

MOST_ROWS = 1_000_000  # beyond that the look at all columns would cost more than measuring; `drop` is done at any size
SHOWN = 4
Doubled = Literal["keep", "drop"] | None


def settle_doubled(database: Database, table: Table, doubled_rows: Doubled) -> Fault | None:
    """Tell of rows of a table that are copies of others, and leave them out with `drop`; raises EngineFailed."""
    name = quoted(table.name)
    rows = _count(database, f"SELECT count(*) FROM {name}")
    if doubled_rows == "keep" or (doubled_rows is None and rows > MOST_ROWS):
        return None
    row = f"hash({', '.join(quoted(each) for each in table.columns)})"
    if _count(database, f"SELECT count(DISTINCT {row}) FROM {name}") == rows:
        return None
    alike = f'SELECT *, count(*) AS "/n" FROM {name} GROUP BY ALL'
    own, least = (int(str(each)) for each in database.row(f'SELECT count(*), min("/n") FROM ({alike})'))
    if own == rows or (doubled_rows is None and least == 1 and not _is_told_apart(database, table, own)):
        return None
    copies, shown = rows - own, _example(database, table, alike)
    many = "rows" if copies > 1 else "row"
    start = f"{copies:,} {many} of table `{table.name}` {'are copies' if copies > 1 else 'is a copy'} of another in all columns"
    if doubled_rows is None:
        return _fault(f"{start}, such as `{shown}`, and counted", None, table.name)
    _drop(database, table.name)
    help_ = "mend them at their origin; they are left out, as `doubled_rows: drop` says"
    return _fault(f"{start}, such as `{shown}`", help_, table.name)


def same_files(files: Sequence[Path], root: Path, table: str, doubled_rows: Doubled) -> list[Fault]:
    """Tell of files of a table that are the same, byte by byte."""
    if doubled_rows:  # either word speaks for all rows
        return []
    known: dict[int, list[Path]] = {}
    faults = []
    for file in files:
        alike = known.setdefault(file.stat().st_size, [])
        twin = next((each for each in alike if cmp(each, file, shallow=False)), None)
        if twin is None:
            alike.append(file)
            continue
        one, other = (f"`{each.relative_to(root).as_posix()}`" for each in (file, twin))
        faults.append(_fault(f"{one} is the same as {other}, and the rows of both are counted", None, table))
    return faults


def _fault(message: str, help_: str | None, table: str) -> Fault:
    return Fault("doubled-rows", message, help_, "doubled_rows", table, spoils=False)


def _is_told_apart(database: Database, table: Table, own: int) -> bool:
    """Tell whether a column has another value in every row but for copies; no value is one more."""
    counts = ", ".join(f"count(DISTINCT {name}) + max(({name} IS NULL)::INT)" for name in map(quoted, table.columns))
    return own in database.row(f"SELECT {counts} FROM {quoted(table.name)}")


def _count(database: Database, sql: str) -> int:
    return int(str(database.row(sql)[0]))


def _example(database: Database, table: Table, alike: str) -> str:
    """Write the first of such rows by its first columns."""
    columns = [*table.columns][:SHOWN]
    texts = ", ".join(f"coalesce(left(CAST({quoted(each)} AS VARCHAR), 40), '')" for each in columns)
    order = ", ".join(quoted(each) for each in columns)
    values = database.row(f'SELECT {texts} FROM ({alike}) WHERE "/n" > 1 ORDER BY {order} LIMIT 1')
    return ", ".join(f"{column}={value}" for column, value in zip(columns, values, strict=True))


def _drop(database: Database, name: str) -> None:
    """Put a table without copies in the place of a table or view."""
    kind = database.row(f"SELECT table_type FROM information_schema.tables WHERE table_name = {literal(name)}")[0]
    whole = quoted(f"{name}/doubled")
    database.fetch(f"ALTER {'VIEW' if kind == 'VIEW' else 'TABLE'} {quoted(name)} RENAME TO {whole}")
    database.fetch(f"CREATE TABLE {quoted(name)} AS SELECT DISTINCT * FROM {whole}")
