"""All that a workspace holds, in formats that any program reads: JSON lines, CSV, Parquet, YAML; with a page that explains them.

One viewer sees it: figures that are private to others are left out of every file, and the manifest says of which KPIs. The
manifest is written last, so a folder without one is no whole export.
"""

from __future__ import annotations

import csv
import json
from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any

import pyarrow as pa
import pyarrow.csv as pc_csv
import pyarrow.parquet as pq

from vitalfew.base.errors import TargetExists
from vitalfew.load.read import contents
from vitalfew.model.entry import FOLDER as ENTRIES
from vitalfew.model.evidence import Evidence
from vitalfew.model.judgement import FOLDER as JUDGEMENTS
from vitalfew.store.change import SCHEMA
from vitalfew.store.database import Store, Transaction
from vitalfew.store.evidence import FILE as EVIDENCE
from vitalfew.store.evidence import write_evidence
from vitalfew.store.export_page import page
from vitalfew.store.journal import entries
from vitalfew.store.ledger import written
from vitalfew.store.observations import Observations
from vitalfew.store.outbox import LINKS
from vitalfew.store.revisions import files, revisions
from vitalfew.store.segment import chunks_of, hash_of
from vitalfew.store.tables import ACCOUNT, CONTENT, FILE, HEAD, JOURNAL, MATTER, OUTBOX, PERSONAL, REVISION, TABLES

VERSION = 1
MANIFEST, README = "manifest.json", "README.md"
PRIVATE = "private"
OWN = frozenset({JOURNAL.name, CONTENT.name, REVISION.name, FILE.name, MATTER.name})
"""Tables that have files of their own shape; all others are written as they are."""
SECRET = {ACCOUNT.name: frozenset({"password", "totp", "totp_step"})}
"""Columns that never leave, by table."""
Shown = Callable[[pa.Table], pa.Table]
Row = dict[str, Any]


@dataclass(frozen=True)
class Eyes:
    """Who looks: the KPIs whose figures they may not see, what they may see of observations, and of the evidence."""

    viewer: str | None
    unseen: frozenset[str]
    shown: Shown
    evidence: Evidence | None


@dataclass(frozen=True, slots=True)
class Written:
    """A file of the export: its columns and rows where it is a table."""

    path: str
    columns: tuple[str, ...] = ()
    rows: int | None = None


def export_all(
    store: Store, root: Path, observations: Observations, target: Path, eyes: Eyes, *, at: datetime
) -> tuple[str, ...]:
    """Write everything to a folder, which must be empty, and give the paths; raises TargetExists."""
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise TargetExists(target)
    target.mkdir(parents=True, exist_ok=True)
    found = [*_files(root, target, eyes)]
    with store.reading() as transaction:
        found += _revisions(transaction, target)
        found += _journal(transaction, target, eyes)
        found += _matters(transaction, target, eyes)
        found += _tables(transaction, target, eyes)
        found += _contents(transaction, target)
    found += _observations(observations, target, eyes)
    said: Row = {"workspace": store.place.workspace, "made_at": at.isoformat(), "tables": HEAD, "viewer": eyes.viewer}
    said |= {"version": VERSION, "private": [f"kpi:{id_}" for id_ in sorted(eyes.unseen)]}
    (target / README).write_text(page(said, found), encoding="utf-8")
    listed = {
        each.path: {"sha256": _hash(target / each.path), "rows": each.rows, "columns": list(each.columns)}
        for each in sorted([*found, Written(README)], key=lambda each: each.path)
    }
    (target / MANIFEST).write_text(json.dumps({**said, "files": listed}, indent=1), encoding="utf-8")
    return (*listed, MANIFEST)


def _hash(path: Path) -> str:
    with path.open("rb") as stream:
        return hash_of(chunks_of(stream))


def _files(root: Path, target: Path, eyes: Eyes) -> Iterator[Written]:
    """Copy the framework as it stands in the files, what was entered by hand, and the summary of what was measured."""
    for name, content in contents(root)[0].items():
        yield _put(target, name, content)
    for folder in (ENTRIES, JUDGEMENTS):
        for path in sorted((root / folder).glob("*.csv")):
            if path.stem not in eyes.unseen:
                yield _put(target, f"{folder}/{path.name}", path.read_bytes())
    if eyes.evidence is not None:
        write_evidence(target, eyes.evidence)
        yield Written(EVIDENCE)


def _put(target: Path, name: str, content: bytes) -> Written:
    path = target / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return Written(name)


def _revisions(transaction: Transaction, target: Path) -> Iterator[Written]:
    """Write the list of revisions, and each one's files with its canonical form."""
    every = revisions(transaction)
    yield from _both(target, "revisions", (each.as_json() for each in every))
    documents = {row["number"]: row["document"] for row in transaction.find(REVISION)}
    for each in every:
        for name, content in files(transaction, each.number).items():
            yield _put(target, f"revisions/{each.number}/{name}", content)
        found = transaction.find(CONTENT, CONTENT.c.sha256 == documents[each.number])
        yield _put(target, f"revisions/{each.number}/framework.json", bytes(found[0]["bytes"]))


def _journal(transaction: Transaction, target: Path, eyes: Eyes) -> Iterator[Written]:
    """Write who did what when; what entries say of somebody else's figures is left out."""
    closed = _closed(transaction, eyes)
    rows = (each.as_json() for each in entries(transaction))
    yield from _both(target, "journal", (_without(row, ("before", "after"), closed, row["subject"]) for row in rows))


def _closed(transaction: Transaction, eyes: Eyes) -> frozenset[str]:
    """Give the refs of what is about a KPI that the viewer may not see."""
    if not eyes.unseen:
        return frozenset()
    kpis = {f"kpi:{id_}" for id_ in eyes.unseen}
    return frozenset(kpis | {f"{row['kind']}:{row['id']}" for row in transaction.each(MATTER) if row["about"] in kpis})


def _without(row: Row, fields: Iterable[str], closed: frozenset[str], ref: object) -> Row:
    return {**row, **dict.fromkeys(fields, PRIVATE)} if ref in closed else row


def _matters(transaction: Transaction, target: Path, eyes: Eyes) -> Iterator[Written]:
    """Write what people deal with, a file for each kind."""
    closed, found = _closed(transaction, eyes), dict[str, tuple[IO[str], int]]()
    with ExitStack() as open_files:
        for row in transaction.each(MATTER, order=[MATTER.c.kind, MATTER.c.opened_at, MATTER.c.id]):
            said = {**_named(row), "data": json.loads(row["data"])}
            kind = row["kind"]
            if kind not in found:
                path = target / "matters" / f"{kind}.jsonl"
                path.parent.mkdir(exist_ok=True)
                found[kind] = open_files.enter_context(path.open("w", encoding="utf-8")), 0
            stream, rows = found[kind]
            stream.write(_line(_without(said, ["data"], closed, f"{kind}:{row['id']}")))
            found[kind] = stream, rows + 1
    columns = tuple(column.name for column in MATTER.columns if column.name != "workspace")
    return (Written(f"matters/{kind}.jsonl", columns, rows) for kind, (_, rows) in found.items())


def _tables(transaction: Transaction, target: Path, eyes: Eyes) -> Iterator[Written]:
    """Write every other table as it is; what was said to people in messages may tell figures, so it goes with these."""
    closed = _closed(transaction, eyes)
    numbers = {row["number"] for row in transaction.each(JOURNAL) if row["subject"] in closed} if closed else set[int]()
    for name, table in TABLES.items():
        if name in OWN:
            continue
        rows: Iterable[Row] = map(_named, transaction.each(table, order=list(table.primary_key.columns)))
        if name == OUTBOX.name:
            rows = (
                {**row, "subject": PRIVATE, "body": PRIVATE} if eyes.unseen or row["key"].startswith(LINKS) else row
                for row in rows
            )
        if name == PERSONAL.name and numbers:
            rows = ({**row, "value": PRIVATE, "salt": PRIVATE} if row["number"] in numbers else row for row in rows)
        left_out = SECRET.get(name, frozenset()) | {"workspace"}
        rows = ({key: value for key, value in row.items() if key not in left_out} for row in rows)
        columns = [column.name for column in table.columns if column.name not in left_out]
        is_flat = all(column.type.python_type is not bytes for column in table.columns)
        yield from _both(target, f"tables/{name}", rows, columns, is_flat=is_flat)


def _contents(transaction: Transaction, target: Path) -> Iterator[Written]:
    """Write texts that were kept as they were, such as packs; those of revisions stand there."""
    named = {row["sha256"] for row in transaction.each(FILE)} | {row["document"] for row in transaction.each(REVISION)}
    for row in transaction.each(CONTENT):
        if row["sha256"] not in named:
            yield _put(target, f"contents/{row['sha256']}", bytes(row["bytes"]))


def _observations(observations: Observations, target: Path, eyes: Eyes) -> Iterator[Written]:
    """Write every row that was ever recorded, run by run, and the runs."""
    runs, every, rows = observations.runs, observations.runs.entries(), 0
    parquet, plain = (
        pq.ParquetWriter(target / "observations.parquet", SCHEMA),
        pc_csv.CSVWriter(target / "observations.csv", SCHEMA),
    )
    with parquet, plain:
        for table in (part for entry in every for part in runs.rows([entry])):
            shown = eyes.shown(table).cast(SCHEMA)
            parquet.write_table(shown)
            plain.write_table(shown)
            rows += shown.num_rows
    for kind in ("parquet", "csv"):
        yield Written(f"observations.{kind}", tuple(SCHEMA.names), rows)
    said = (json.loads(written(entry)) for entry in every)
    yield from _both(target, "runs", ({**run, "findings": _told(run["findings"], eyes)} for run in said), is_flat=False)


def _told(findings: list[Row], eyes: Eyes) -> list[Row]:
    closed = {f"kpi:{id_}" for id_ in eyes.unseen}
    return [each for each in findings if each["ref"] not in closed]


def _both(
    target: Path, name: str, rows: Iterable[Row], columns: Iterable[str] = (), *, is_flat: bool = True
) -> Iterator[Written]:
    """Write rows as JSON lines, and as CSV where they are flat; columns are those of the first row unless they are given."""
    named, count = list(columns), 0
    (target / name).parent.mkdir(exist_ok=True)
    with ExitStack() as streams:
        lines = streams.enter_context((target / f"{name}.jsonl").open("w", encoding="utf-8"))
        plain = streams.enter_context((target / f"{name}.csv").open("w", encoding="utf-8", newline="")) if is_flat else None
        sheet = csv.writer(plain) if plain else None
        for row in rows:
            if not count:
                named = named or list(row)
                if sheet:
                    sheet.writerow(named)
            lines.write(_line(row))
            if sheet:
                sheet.writerow([_cell(row[each]) for each in named])
            count += 1
        if sheet and not count:
            sheet.writerow(named)
    yield from (Written(f"{name}.{kind}", tuple(named), count) for kind in (("jsonl", "csv") if is_flat else ("jsonl",)))


def _line(row: Mapping[str, object]) -> str:
    return f"{json.dumps(row, ensure_ascii=False)}\n"


def _cell(value: object) -> object:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else value


def _named(row: Row) -> Row:
    """Give a row without the key of the workspace, bytes as base64."""
    plain = {name: b64encode(value).decode() if isinstance(value, bytes) else value for name, value in row.items()}
    return {name: value for name, value in plain.items() if name != "workspace"}
