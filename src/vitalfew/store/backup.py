"""All that a workspace has decided, recorded and written down, in one file that can be verified.

The same file comes of SQLite and of PostgreSQL, and goes into either. It is taken while others write: decisions are read in
one transaction, a run counts only where it stood in the ledger then, and what a run kept never changes. Nothing is held in
memory that grows with the workspace.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from vitalfew.base.errors import BackupUnreadable, Refused, TargetExists
from vitalfew.base.said import say
from vitalfew.load.read import contents
from vitalfew.model.entry import FOLDER as ENTRIES
from vitalfew.model.judgement import FOLDER as JUDGEMENTS
from vitalfew.store.archive import Archive, Part, leads_out, opened, write_archive
from vitalfew.store.database import Store, Transaction
from vitalfew.store.engine import is_file
from vitalfew.store.journal import verify
from vitalfew.store.ledger import read_entries
from vitalfew.store.revisions import verify_revisions
from vitalfew.store.segment import chunks_of, hash_of, write_stream
from vitalfew.store.tables import HEAD, RUN, TABLES

VERSION = 1
STORE = ".vitalfew"
RUNS, OBSERVATIONS = f"{STORE}/runs/", f"{STORE}/observations/"
DECISIONS = "decisions/"
AT_ONCE = 50
"""Rows that are written at once."""
_ROOMS = (DECISIONS, RUNS, OBSERVATIONS, "framework/", f"{ENTRIES}/", f"{JUDGEMENTS}/")


@dataclass(frozen=True, slots=True)
class Saved:
    """What a backup holds; `head` is the hash of the journal's last entry."""

    workspace: str
    made_at: datetime
    revisions: int
    entries: int
    head: str | None
    runs: int
    files: int

    def as_json(self) -> dict[str, object]:
        """Give it in the JSON contract's fields."""
        names = ("workspace", "revisions", "entries", "head", "runs", "files")
        return {**{name: getattr(self, name) for name in names}, "made_at": self.made_at.isoformat()}


def backup(store: Store, root: Path, target: Path, *, at: datetime) -> Saved:
    """Write a backup of the workspace at `root` and read it back; raises TargetExists, Refused where something is damaged."""
    if target.exists():
        raise TargetExists(target)
    said = {"version": VERSION, "tables": HEAD, "workspace": store.place.workspace, "made_at": at.isoformat()}
    with store.reading() as transaction:
        _see(transaction, None)
        write_archive(target, said, _parts(transaction, root, is_shared=not is_file(store.place.url)), _summed)
    return _summed(target)


def restore(store: Store, root: Path, source: Path) -> Saved:
    """Bring a backup into a workspace that holds nothing yet; raises BackupUnreadable, Refused.

    Everything is verified before anything is written. Segments come before the ledger that names them, and decisions last, in
    one transaction: until then the workspace is as empty as it was, and another try goes on.
    """
    is_shared = not is_file(store.place.url)
    with opened(source) as archive, store.writing() as transaction:
        saved = _sum(archive, source)
        if saved.workspace != store.place.workspace:
            why = say(
                "the backup is of workspace `{workspace}`, and this is `{own}`",
                workspace=saved.workspace,
                own=store.place.workspace,
            )
            raise Refused(why, say("set `VITALFEW_WORKSPACE={workspace}`", workspace=saved.workspace))
        for what, tables in ((say("decisions"), TABLES.values()), (say("observations"), [RUN])):
            if any(transaction.count(table) for table in tables):
                why = say("the workspace has {what} of its own", what=what)
                raise Refused(why, say("restore into an empty folder or database"))
        files = [
            name for name in archive.hashes if not name.startswith((DECISIONS, *((RUNS, OBSERVATIONS) if is_shared else ())))
        ]
        _see_free(root, archive, files)
        for each, table in TABLES.items():
            for rows in _rows(archive, each):
                transaction.add(table, *rows)
        _see(transaction, saved.head)
        if is_shared:
            from vitalfew.store.team import bring  # noqa: PLC0415  # needs a driver that an embedded store does without

            bring(transaction, archive, RUNS, OBSERVATIONS)
        for name in sorted(files, key=lambda name: (name.startswith(RUNS), name)):
            if not (root / name).exists():
                write_stream(root / name, archive.chunks(name))
    return saved


def _parts(transaction: Transaction, root: Path, *, is_shared: bool) -> Iterator[Part]:
    """Give all that a backup holds, a file at a time; raises Refused on damage."""
    if is_shared:
        from vitalfew.store.team import segments  # noqa: PLC0415  # needs a driver that an embedded store does without

        yield from segments(transaction, RUNS, OBSERVATIONS)
    else:
        yield from _segments(root)
    for name, table in TABLES.items():
        yield f"{DECISIONS}{name}.jsonl", _lines(transaction, name, table.primary_key.columns)
    yield from ((name, [content]) for name, content in contents(root)[0].items())
    for folder in (ENTRIES, JUDGEMENTS):
        yield from ((f"{folder}/{path.name}", _chunks(path)) for path in sorted((root / folder).glob("*.csv")))


def _segments(root: Path) -> Iterator[Part]:
    """Give the ledger with its segments."""
    runs = root / STORE / "runs"
    ledger = {path.name: path.read_bytes() for path in sorted(runs.glob("*.json"))}
    for entry in read_entries(runs):
        if f"{entry.name}.json" not in ledger:
            continue
        yield f"{RUNS}{entry.name}.json", [ledger[f"{entry.name}.json"]]
        if entry.segment:
            path = root / OBSERVATIONS / entry.segment.name
            if not path.is_file() or hash_of(_chunks(path)) != entry.segment.sha256:
                why = say("`observations/{name}` is not what was written", name=entry.segment.name)
                raise Refused(why, say("see `vitalfew explain damaged-segment`"))
            yield f"{OBSERVATIONS}{entry.segment.name}", _chunks(path)


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as stream:
        yield from chunks_of(stream)


def _see(transaction: Transaction, head: str | None) -> None:
    """Refuse decisions that were changed past the store."""
    faults = [*verify(transaction, head=head).faults, *verify_revisions(transaction)]
    if faults:
        why = say("the journal does not hold: {number} {what}", number=faults[0].number, what=faults[0].what)
        raise Refused(why, say("see `vitalfew journal verify`"))


def _see_free(root: Path, archive: Archive, files: list[str]) -> None:
    """Refuse to write over files that are others than those of the backup."""
    for name in files:
        path = root / name
        if path.exists() and (not path.is_file() or hash_of(_chunks(path)) != archive.hashes[name]):
            why = say("`{name}` is there already and another one", name=name)
            raise Refused(why, say("restore into an empty folder"))


def _lines(transaction: Transaction, name: str, order: Any) -> Iterator[bytes]:
    for row in transaction.each(TABLES[name], order=list(order)):
        plain = {key: _plain(value) for key, value in row.items() if key != "workspace"}
        yield f"{json.dumps(plain)}\n".encode()


def _plain(value: object) -> object:
    return {"base64": b64encode(value).decode()} if isinstance(value, bytes) else value


def _rows(archive: Archive, table: str) -> Iterator[list[Mapping[str, object]]]:
    """Give the rows of a table, some at a time; a backup of an earlier release has not every table."""
    rows: list[Mapping[str, object]] = []
    for line in archive.lines(f"{DECISIONS}{table}.jsonl"):
        found: dict[str, object] = json.loads(line)
        rows.append({key: b64decode(value["base64"]) if isinstance(value, dict) else value for key, value in found.items()})
        if len(rows) == AT_ONCE:
            yield rows
            rows = []
    yield rows


def _summed(source: Path) -> Saved:
    """Read a backup and hold each file against its hash."""
    with opened(source) as archive:
        return _sum(archive, source)


def _sum(archive: Archive, source: Path) -> Saved:
    """Sum up what a backup holds; raises BackupUnreadable where it is of a later release or holds what belongs nowhere."""
    said = archive.said
    if said.get("version") != VERSION or said.get("tables", HEAD) > HEAD:
        raise BackupUnreadable(source, say("was written by a later release of Vitalfew"))
    for name in archive.hashes:
        if not name.startswith(_ROOMS) or leads_out(name):
            raise BackupUnreadable(source, say("holds `{name}`, which belongs nowhere", name=name))
    entries, head = 0, None
    for line in archive.lines(f"{DECISIONS}journal.jsonl"):
        entries, head = entries + 1, str(json.loads(line)["hash"])
    revisions = sum(1 for _ in archive.lines(f"{DECISIONS}revision.jsonl"))
    runs = sum(name.startswith(RUNS) for name in archive.hashes)
    made_at = datetime.fromisoformat(said["made_at"])
    return Saved(said["workspace"], made_at, revisions, entries, head, runs, len(archive.hashes))
