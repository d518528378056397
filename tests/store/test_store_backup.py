"""A backup brings everything back, into either database, and nothing that was touched meanwhile passes for it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from zipfile import ZipFile

import pytest

from vitalfew.base.errors import BackupUnreadable, Refused, TargetExists
from vitalfew.load.read import load_texts
from vitalfew.store.backup import backup, restore
from vitalfew.store.database import Store, place
from vitalfew.store.journal import ITSELF, append, entries, erase, verify
from vitalfew.store.ledger import RunEntry, Segment, write_entry
from vitalfew.store.revisions import files, live, make_revision, revisions, verify_revisions
from vitalfew.store.tables import JOURNAL, TABLES

NOON = datetime(2026, 6, 15, 12, tzinfo=UTC)
MAIN = b"# ours\nstrategy: {mission: Bread}\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Give a workspace with a file of each kind that is kept, and one that is not."""
    written = {
        "framework/main.yaml": MAIN,
        "data/manual/mood.csv": b"date,value\n2026-01-01,3\n",
        "judgements/mood.csv": b"x\n",
        "data/sales.csv": b"not kept\n",
        ".vitalfew/observations/run-1.parquet": b"a segment",
        ".vitalfew/observations/run-2.parquet": b"what no run speaks of",
    }
    for name, content in written.items():
        (tmp_path / "here" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "here" / name).write_bytes(content)
    segment = Segment("run-1.parquet", 3, sha256(b"a segment").hexdigest())
    entry = RunEntry("run-1", NOON.replace(tzinfo=None), (), segment, ())
    write_entry(tmp_path / "here" / ".vitalfew" / "runs", entry)
    return tmp_path / "here"


def decide(store: Store, *people: str) -> None:
    for by in people:
        with store.writing() as transaction:
            on, texts = live(transaction), {"framework/main.yaml": MAIN + b"# " + by.encode()}
            make_revision(transaction, texts, load_texts(texts).framework, on=on, by=by, at=NOON, message="Größe", waived=None)


def elsewhere(store: Store, tmp_path: Path) -> Store:
    """Open a store of the same workspace in a file of its own."""
    return Store(place(tmp_path / "there" / ".vitalfew", {"VITALFEW_WORKSPACE": store.place.workspace}))


def test_everything_comes_back(store: Store, root: Path, tmp_path: Path) -> None:
    decide(store, "ana", "ben")
    with store.writing() as transaction:
        erase(transaction, "ana", by="ben", at=NOON)
    saved = backup(store, root, tmp_path / "b.zip", at=NOON)
    other = elsewhere(store, tmp_path)

    assert restore(other, tmp_path / "there", tmp_path / "b.zip") == saved
    with store.reading() as was, other.reading() as now:
        for table in TABLES.values():
            order = list(table.primary_key.columns)
            assert was.find(table, order=order) == now.find(table, order=order)
        assert (verify(now, head=saved.head).faults, verify_revisions(now)) == ((), [])
        assert files(now, 2) == {"framework/main.yaml": MAIN + b"# ben"}
        assert [each.by for each in revisions(now)] == [None, "ben"]
    kept = {path.relative_to(root) for path in root.rglob("*") if path.is_file() and "store.db" not in path.name}
    there = tmp_path / "there"
    found = {path.relative_to(there) for path in there.rglob("*") if path.is_file() and "store.db" not in path.name}
    assert kept - found == {Path("data/sales.csv"), Path(".vitalfew/observations/run-2.parquet")}
    assert all((root / path).read_bytes() == (there / path).read_bytes() for path in found)
    assert (saved.revisions, saved.entries, saved.runs) == (2, 3, 1)


def test_a_file_goes_back_into_the_database_of_a_team(
    make_store: object, environ: dict[str, str], tmp_path: Path, root: Path
) -> None:
    name = f"{environ['VITALFEW_WORKSPACE']}-moved"
    first = Store(place(tmp_path / "first", {"VITALFEW_WORKSPACE": name}))
    decide(first, "ana")
    saved = backup(first, root, tmp_path / "b.zip", at=NOON)
    team = make_store(name)  # type: ignore[operator]  # a fixture's type is not checked
    restore(team, tmp_path / "there", tmp_path / "b.zip")

    with team.reading() as transaction:
        assert verify(transaction, head=saved.head).faults == ()
        assert [each.by for each in revisions(transaction)] == ["ana"]


def test_nothing_is_written_over(store: Store, root: Path, tmp_path: Path) -> None:
    decide(store, "ana")
    backup(store, root, tmp_path / "b.zip", at=NOON)

    with pytest.raises(TargetExists):
        backup(store, root, tmp_path / "b.zip", at=NOON)
    with pytest.raises(Refused, match="decisions of its own"):
        restore(store, root, tmp_path / "b.zip")
    (tmp_path / "there" / "framework").mkdir(parents=True)
    (tmp_path / "there" / "framework" / "main.yaml").write_bytes(b"mine")
    with pytest.raises(Refused, match="there already and another one"):
        restore(elsewhere(store, tmp_path), tmp_path / "there", tmp_path / "b.zip")
    with elsewhere(store, tmp_path).reading() as transaction:
        assert entries(transaction) == []


def test_a_backup_is_of_its_workspace_alone(tmp_path: Path, root: Path) -> None:
    store = Store(place(tmp_path / "a", {}))
    decide(store, "ana")
    backup(store, root, tmp_path / "b.zip", at=NOON)

    with pytest.raises(Refused, match="is of workspace `main`, and this is `other`"):
        restore(Store(place(tmp_path / "c", {"VITALFEW_WORKSPACE": "other"})), tmp_path / "there", tmp_path / "b.zip")


def test_what_is_damaged_is_not_saved(tmp_path: Path, root: Path) -> None:
    store = Store(place(tmp_path / "a", {}))
    (root / ".vitalfew" / "observations" / "run-1.parquet").write_bytes(b"another")

    with pytest.raises(Refused, match=r"run-1\.parquet` is not what was written"):
        backup(store, root, tmp_path / "b.zip", at=NOON)
    assert list(tmp_path.glob("*.zip")) == list(tmp_path.glob(".*.part")) == []


def rewritten(source: Path, change: Mapping[str, bytes], *, signed: bool) -> None:
    """Write a backup with other contents; `signed` gives it a manifest that agrees with them."""
    with ZipFile(source) as archive:
        held = {name: archive.read(name) for name in archive.namelist()}
    held |= change
    if signed:
        said = json.loads(held["manifest.json"])
        said["files"] = {name: sha256(content).hexdigest() for name, content in held.items() if name != "manifest.json"}
        held["manifest.json"] = json.dumps(said).encode()
    with ZipFile(source, "w") as archive:
        for name, content in held.items():
            archive.writestr(name, content)


@pytest.mark.parametrize(
    ("change", "manifest", "said"),
    [
        ({"framework/main.yaml": b"other"}, "old", "is damaged"),
        ({"../outside.yaml": b"x"}, "new", "belongs nowhere"),
        ({"framework/../../outside.yaml": b"x"}, "new", "belongs nowhere"),
        ({"decisions/journal.jsonl": b""}, "new", "does not hold"),
    ],
    ids=["another content", "a path outside", "a path that climbs out", "another journal"],
)
def test_a_backup_that_was_tampered_with_is_refused(
    change: dict[str, bytes], manifest: str, said: str, tmp_path: Path, root: Path
) -> None:
    store = Store(place(tmp_path / "a", {}))
    decide(store, "ana")
    backup(store, root, tmp_path / "b.zip", at=NOON)
    rewritten(tmp_path / "b.zip", change, signed=manifest == "new")
    other = Store(place(tmp_path / "there" / ".vitalfew", {}))

    with pytest.raises((BackupUnreadable, Refused), match=said):
        restore(other, tmp_path / "there", tmp_path / "b.zip")
    assert not (tmp_path / "there" / "framework").exists()
    with other.reading() as transaction:
        assert transaction.find(JOURNAL) == []


@pytest.mark.parametrize("content", [b"", b"no zip", b"PK\x03\x04 cut off"])
def test_a_file_that_is_no_backup_is_said_so(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "b.zip").write_bytes(content)

    with pytest.raises(BackupUnreadable, match="is no backup"):
        restore(Store(place(tmp_path, {})), tmp_path, tmp_path / "b.zip")


WRITE = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from vitalfew.store.database import Store, place
from vitalfew.store.journal import ITSELF, append
store = Store(place(Path(sys.argv[1])))
while True:
    with store.writing() as transaction:
        append(transaction, by="ana", at=datetime.now(UTC), verb="count", subject=ITSELF)
    print(".", flush=True)
"""


def test_a_backup_under_load_restores_to_a_verified_state(
    store: Store, environ: dict[str, str], root: Path, tmp_path: Path
) -> None:
    with store.writing() as transaction:
        append(transaction, by="ben", at=NOON, verb="begin", subject=ITSELF)
    command = [sys.executable, "-c", WRITE, str(tmp_path / ".vitalfew")]
    writer = subprocess.Popen(command, env={**os.environ, **environ}, stdout=subprocess.PIPE, text=True)
    assert writer.stdout is not None
    told = [writer.stdout.readline() for _ in range(10)]
    saved = backup(store, root, tmp_path / "b.zip", at=NOON)
    told += [writer.stdout.readline() for _ in range(10)]
    writer.kill()
    writer.wait()
    writer.stdout.close()

    other = elsewhere(store, tmp_path)
    restore(other, tmp_path / "there", tmp_path / "b.zip")
    with other.reading() as transaction:
        assert verify(transaction, head=saved.head).faults == ()
    with store.reading() as transaction:
        assert verify(transaction, head=saved.head).faults == ()
    assert saved.entries >= 11
    assert len(told) == 20
