"""All that a workspace has decided, recorded and written down, in one file that can be verified.

The same file comes of SQLite and of PostgreSQL, and goes into either. It is taken while others write: decisions are read in
one transaction, a run counts only where its entry in the ledger was there, and the segments that it names never change.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path, PurePosixPath
from uuid import uuid4
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

from vitalfew.base.errors import BackupUnreadable, Refused, TargetExists
from vitalfew.load.read import contents
from vitalfew.model.entry import FOLDER as ENTRIES
from vitalfew.model.judgement import FOLDER as JUDGEMENTS
from vitalfew.store.database import Store, Transaction
from vitalfew.store.journal import verify
from vitalfew.store.ledger import read_entries
from vitalfew.store.revisions import verify_revisions
from vitalfew.store.segment import write_whole
from vitalfew.store.tables import HEAD, TABLES

VERSION = 1
MANIFEST = "manifest.json"
STORE = ".vitalfew"
_ROOMS = (
    (STORE, "runs"),
    (STORE, "observations"),
    ("framework",),
    *(PurePosixPath(each).parts for each in (ENTRIES, JUDGEMENTS)),
)


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
    files = dict(_files(root))
    with store.reading() as transaction:
        _see(transaction, None)
        decisions = {f"decisions/{name}.jsonl": _lines(transaction, name) for name in TABLES}
    said = {"version": VERSION, "tables": HEAD, "workspace": store.place.workspace, "made_at": at.isoformat()}
    held = {**decisions, **files}
    said["files"] = {name: sha256(content).hexdigest() for name, content in sorted(held.items())}
    aside = target.with_name(f".{target.name}.{uuid4().hex[:8]}.part")
    try:
        with ZipFile(aside, "w", ZIP_DEFLATED) as archive:
            for name, content in {MANIFEST: json.dumps(said, indent=1).encode(), **held}.items():
                archive.writestr(name, content)
        saved, _ = _read(aside)
        aside.replace(target)
    finally:
        aside.unlink(missing_ok=True)
    return saved


def restore(store: Store, root: Path, source: Path) -> Saved:
    """Bring a backup into a workspace that holds nothing yet; raises BackupUnreadable, Refused.

    Everything is verified before anything is written. Segments come before the ledger that names them, and decisions last, in
    one transaction: until then the workspace is as empty as it was, and another try goes on.
    """
    saved, held = _read(source)
    if saved.workspace != store.place.workspace:
        why = f"the backup is of workspace `{saved.workspace}`, and this is `{store.place.workspace}`"
        raise Refused(why, f"set `VITALFEW_WORKSPACE={saved.workspace}`")
    with store.writing() as transaction:
        if any(transaction.find(table, most=1) for table in TABLES.values()):
            raise Refused("the workspace has decisions of its own", "restore into an empty folder or database")
        _see_free(root, held)
        for each, table in TABLES.items():
            transaction.add(table, *_rows(held[f"decisions/{each}.jsonl"]))
        _see(transaction, saved.head)
        for name in sorted((name for name in held if not name.startswith("decisions/")), key=_late):
            if not (root / name).exists():
                write_whole(root / name, held[name])
    return saved


def _late(name: str) -> tuple[bool, str]:
    return name.startswith(f"{STORE}/runs/"), name


def _files(root: Path) -> Iterator[tuple[str, bytes]]:
    """Give the ledger with its segments, the framework's files and what was entered by hand; raises Refused on damage."""
    runs = root / STORE / "runs"
    ledger = {path.name: path.read_bytes() for path in sorted(runs.glob("*.json"))}
    for entry in read_entries(runs):
        if f"{entry.name}.json" not in ledger:
            continue
        yield f"{STORE}/runs/{entry.name}.json", ledger[f"{entry.name}.json"]
        if entry.segment:
            path = root / STORE / "observations" / entry.segment.name
            content = path.read_bytes() if path.is_file() else b""
            if sha256(content).hexdigest() != entry.segment.sha256:
                why = f"`observations/{entry.segment.name}` is not what was written"
                raise Refused(why, "see `vitalfew explain damaged-segment`")
            yield f"{STORE}/observations/{entry.segment.name}", content
    yield from contents(root)[0].items()
    for folder in (ENTRIES, JUDGEMENTS):
        for path in sorted((root / folder).glob("*.csv")):
            yield f"{folder}/{path.name}", path.read_bytes()


def _see(transaction: Transaction, head: str | None) -> None:
    """Refuse decisions that were changed past the store."""
    faults = [*verify(transaction, head=head).faults, *verify_revisions(transaction)]
    if faults:
        why = f"the journal does not hold: {faults[0].number} {faults[0].what}"
        raise Refused(why, "see `vitalfew journal verify`")


def _see_free(root: Path, held: Mapping[str, bytes]) -> None:
    """Refuse to write over files that are others than those of the backup."""
    for name, content in held.items():
        path = root / name
        if not name.startswith("decisions/") and path.exists() and (not path.is_file() or path.read_bytes() != content):
            why = f"`{name}` is there already and another one"
            raise Refused(why, "restore into an empty folder")


def _lines(transaction: Transaction, name: str) -> bytes:
    table = TABLES[name]
    rows = transaction.find(table, order=list(table.primary_key.columns))
    plain = ({key: _plain(value) for key, value in row.items() if key != "workspace"} for row in rows)
    return "".join(f"{json.dumps(row)}\n" for row in plain).encode()


def _plain(value: object) -> object:
    return {"base64": b64encode(value).decode()} if isinstance(value, bytes) else value


def _rows(lines: bytes) -> list[dict[str, object]]:
    found: list[dict[str, object]] = [json.loads(line) for line in lines.splitlines()]
    return [
        {key: b64decode(value["base64"]) if isinstance(value, dict) else value for key, value in row.items()} for row in found
    ]


def _read(source: Path) -> tuple[Saved, dict[str, bytes]]:
    """Read a backup and hold each file against its hash."""
    try:
        with ZipFile(source) as archive:
            said = json.loads(archive.read(MANIFEST))
            held = {name: archive.read(name) for name in archive.namelist() if name != MANIFEST}
    except (BadZipFile, OSError, KeyError, ValueError, EOFError) as error:
        raise BackupUnreadable(source, "is no backup, or a damaged one") from error
    if said.get("version") != VERSION or said.get("tables", HEAD) > HEAD:
        raise BackupUnreadable(source, "was written by a later release of Vitalfew")
    if {name: sha256(content).hexdigest() for name, content in held.items()} != said["files"]:
        raise BackupUnreadable(source, "is damaged: a file in it is not what was written")
    for name in held:
        parts = PurePosixPath(name).parts
        is_known = parts[0] == "decisions" or any(parts[: len(room)] == room for room in _ROOMS)
        if not is_known or ".." in parts or "\\" in name or ":" in name:
            raise BackupUnreadable(source, f"holds `{name}`, which belongs nowhere")
    journal = _rows(held["decisions/journal.jsonl"])
    head = str(journal[-1]["hash"]) if journal else None
    revisions = len(_rows(held["decisions/revision.jsonl"]))
    runs = sum(name.startswith(f"{STORE}/runs/") for name in held)
    made_at = datetime.fromisoformat(said["made_at"])
    return Saved(said["workspace"], made_at, revisions, len(journal), head, runs, len(held)), held
