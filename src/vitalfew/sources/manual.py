"""Values that people enter, one table per KPI: of every period the newest entry, the older ones left where they stand."""

from __future__ import annotations

import csv
import math
from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa

from vitalfew.model.entry import COLUMNS, FOLDER, TAKEN_BACK, Entry, read_entry
from vitalfew.model.source import Source
from vitalfew.sources.delimited import SHOWN
from vitalfew.sources.engine import open_database
from vitalfew.sources.fault import Fault
from vitalfew.sources.opened import Opened, Table, plain_name
from vitalfew.sources.texttype import columns_of

KINDS = ("manual",)
_SCHEMA = pa.schema(
    {
        "every": pa.string(),
        "period": pa.string(),
        "date": pa.date32(),
        "value": pa.float64(),
        "by": pa.string(),
        "recorded_at": pa.timestamp("us"),
        "note": pa.string(),
    }
)


def open_source(source: Source, root: Path, zone: str) -> Opened:  # noqa: ARG001  # what all kinds are opened with
    """Read every file of entries."""
    files = sorted((root / FOLDER).glob("*.csv"))
    if not files:
        help_ = "enter values with `vitalfew record KPI VALUE --for PERIOD`"
        return Opened(None, faults=(Fault("empty-data", "nothing is recorded by hand yet", help_, field="kind"),))
    database = open_database()
    tables: dict[str, Table] = {}
    faults: list[Fault] = []
    for file in files:
        table = plain_name(file.stem)
        entries, found = _entries(file, table)
        faults.extend(found)
        if entries:
            kept = _newest(entries)
            faults.extend(_other_grains(entries, file.name, table))
            rows = [{name: getattr(each, name) for name in COLUMNS} for each in kept] or _none_left(entries)
            database.load(table, pa.Table.from_pylist(rows, schema=_SCHEMA))
            tables[table] = Table(table, columns_of(database, table), grain=entries[-1].every)
        elif not found:
            faults.append(Fault("empty-data", f"`{FOLDER}/{file.name}` holds no entries", field="kind", table=table))
    database.lock([], zone)
    return Opened(database, tables, tuple(faults))


def _entries(file: Path, table: str) -> tuple[list[Entry], list[Fault]]:
    """Read the lines of a file; one that cannot be read spoils the table, since it may be a correction."""
    entries: list[Entry] = []
    bad: list[str] = []
    try:
        with file.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.DictReader(stream)
            if not set(COLUMNS) <= set(reader.fieldnames or ()):
                message = f"`{FOLDER}/{file.name}` lacks a column of {', '.join(f'`{each}`' for each in COLUMNS)}"
                return [], [Fault("no-header", message, field="kind", table=table)]
            for row in reader:
                fault = _add(entries, row)
                if fault:
                    bad.append(f"{FOLDER}/{file.name}:{reader.line_num} {fault}")
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        return [], [Fault("unreadable-data", f"`{FOLDER}/{file.name}` cannot be read: {error}", field="kind", table=table)]
    if not bad:
        return entries, []
    more = f"; and {len(bad) - SHOWN:,} more" if len(bad) > SHOWN else ""
    message = f"{len(bad):,} entr{'ies' if len(bad) > 1 else 'y'} of `{table}` cannot be read: {'; '.join(bad[:SHOWN])}{more}"
    return [], [Fault("bad-rows", message, "mend the line, or take it out", field="kind", table=table)]


def _add(entries: list[Entry], row: dict[str, str]) -> str | None:
    if None in row or None in row.values():
        return "does not have the fields of the header"
    try:
        entry = read_entry(row)
    except ValueError as error:
        return str(error)
    if not math.isfinite(entry.value) and row["value"] != TAKEN_BACK:
        return f"`value` is `{row['value']}`"
    entries.append(entry)
    return None


def _newest(entries: Sequence[Entry]) -> list[Entry]:
    """Give the last entry of every period, of the grain in which values are entered now; none where it was taken back."""
    now = entries[-1].every
    newest = {each.date: each for each in entries if each.every == now}
    return [each for each in newest.values() if not each.is_taken_back]


def _none_left(entries: Sequence[Entry]) -> list[dict[str, object]]:
    """Give rows without values where all of them were taken back, so that what was measured of them is measured again."""
    gone = {each.date: each for each in entries}.values()
    return [{**{name: getattr(each, name) for name in COLUMNS}, "value": None} for each in gone]


def _other_grains(entries: Sequence[Entry], name: str, table: str) -> list[Fault]:
    now = entries[-1].every
    others = sum(each.every != now for each in entries)
    if not others:
        return []
    message = f"{others:,} entries of `{FOLDER}/{name}` are not by {now}, as the newest is, and are left out"
    return [Fault("bad-rows", message, "enter them anew by that grain", "kind", table, spoils=False, severity="warning")]
