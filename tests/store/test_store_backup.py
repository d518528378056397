"""A backup brings everything back, into either database, and nothing that was touched meanwhile passes for it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tracemalloc
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pyarrow as pa
import pytest

from vitalfew.base.errors import BackupUnreadable, Refused, TargetExists
from vitalfew.load.read import load_texts
from vitalfew.store.accounts import Grant, accounts, add_account, change_account, set_grants
from vitalfew.store.backup import backup, restore
from vitalfew.store.change import SCHEMA, Run
from vitalfew.store.database import Store, place
from vitalfew.store.engine import is_file
from vitalfew.store.journal import entries, erase, verify
from vitalfew.store.observations import Observations
from vitalfew.store.observed_rows import Rows
from vitalfew.store.revisions import files, live, make_revision, revisions, verify_revisions
from vitalfew.store.sessions import make_ticket, make_token, open_session, session_of, ticket_account, token_of
from vitalfew.store.tables import CONTENT, JOURNAL, TABLES

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
        ".vitalfew/observations/run-2.parquet": b"what no run speaks of",
    }
    for name, content in written.items():
        (tmp_path / "here" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "here" / name).write_bytes(content)
    observe(Observations(tmp_path / "here" / ".vitalfew"), 1)
    return tmp_path / "here"


def observe(observations: Observations, run: int) -> None:
    """Measure two KPIs, each the number of the run."""
    month = {"grain": "month", "number": 1, "start": date(2026, 1, 1), "end": date(2026, 2, 1), "complete": True, "share": 1.0}
    at = NOON.replace(tzinfo=None) + timedelta(hours=run)
    said = {"slice": "", "recipe": "abc", "run": f"run-{run}", "recorded_at": at}
    rows = pa.Table.from_pylist([{"kpi": kpi, "value": float(run), **month, **said} for kpi in ("mood", "sales")], SCHEMA)
    observations.record(rows, Run(f"run-{run}", at, date(2026, 3, 1)), findings=(), kpis=())


def observed(store: Store, root: Path) -> Observations:
    """Open the observations of a workspace, without what was noted down for speed."""
    (root / ".vitalfew" / "latest.parquet").unlink(missing_ok=True)
    return Observations(root / ".vitalfew", None if is_file(store.place.url) else Rows(store))


def history(observations: Observations) -> list[list[dict[str, Any]]]:
    return [observations.history(kpi).to_pylist() for kpi in ("mood", "sales")]


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
    for run in (1, 2) if not is_file(store.place.url) else (2,):
        observe(observed(store, root), run)
    saved = backup(store, root, tmp_path / "b.zip", at=NOON)
    other = elsewhere(store, tmp_path)

    assert restore(other, tmp_path / "there", tmp_path / "b.zip") == saved
    assert history(observed(other, tmp_path / "there")) == history(observed(store, root))
    assert [row["value"] for row in history(observed(other, tmp_path / "there"))[0]] == [1.0, 2.0]
    with store.reading() as was, other.reading() as now:
        for table in TABLES.values():
            order = list(table.primary_key.columns)
            assert was.find(table, order=order) == now.find(table, order=order)
        assert (verify(now, head=saved.head).faults, verify_revisions(now)) == ((), [])
        assert files(now, 2) == {"framework/main.yaml": MAIN + b"# ben"}
        assert [each.by for each in revisions(now)] == [None, "ben"]
    there = tmp_path / "there"
    kept = {name for name in named(root) if not name.startswith(".vitalfew/")}
    assert kept - named(there) == {"data/sales.csv"}
    assert all((root / name).read_bytes() == (there / name).read_bytes() for name in kept & named(there))
    ran = {
        f".vitalfew/{room}/run-{run}.{kind}" for room, kind in (("runs", "json"), ("observations", "parquet")) for run in (1, 2)
    }
    assert named(there) - kept == ran
    assert (saved.revisions, saved.entries, saved.runs) == (2, 3, 2)


def named(root: Path) -> set[str]:
    found = {path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()}
    return {name for name in found if "store.db" not in name}


def test_accounts_come_back_and_what_they_were_signed_in_with_does_not(store: Store, root: Path, tmp_path: Path) -> None:
    """Whoever was signed out or lost a token since stays out."""
    with store.writing() as transaction:
        made = add_account(transaction, "ana", person="ana", at=NOON)
        change_account(transaction, made.id, password="$argon2id$", totp="ABC")  # noqa: S106  # it opens nothing
        set_grants(transaction, made.id, [Grant("owner", "retail")])
        session = open_session(transaction, made.id, at=NOON, agent="")
        ticket = make_ticket(transaction, made.id, "password", at=NOON, lifetime=timedelta(hours=1))
        _, token = make_token(transaction, made.id, "script", "all", at=NOON)
    backup(store, root, tmp_path / "all.zip", at=NOON)
    other = elsewhere(store, tmp_path)
    restore(other, tmp_path / "there", tmp_path / "all.zip")

    with store.reading() as transaction, other.reading() as restored:
        assert accounts(restored) == accounts(transaction)
        for each, is_there in ((transaction, True), (restored, False)):
            assert (session_of(each, session, at=NOON) is not None) is is_there
            assert (ticket_account(each, ticket, "password", at=NOON) is not None) is is_there
            assert (token_of(each, token) is not None) is is_there
    other.close()


def test_a_file_goes_back_into_the_database_of_a_team(
    make_store: object, environ: dict[str, str], tmp_path: Path, root: Path
) -> None:
    name = f"{environ['VITALFEW_WORKSPACE']}-moved"
    first = Store(place(tmp_path / "first", {"VITALFEW_WORKSPACE": name}))
    decide(first, "ana")
    saved = backup(first, root, tmp_path / "b.zip", at=NOON)
    team = make_store(name)  # type: ignore[operator]  # a fixture's type is not checked
    restore(team, tmp_path / "there", tmp_path / "b.zip")

    assert history(observed(team, tmp_path / "there")) == history(observed(first, root))
    assert (tmp_path / "there" / ".vitalfew" / "runs").exists() == is_file(team.place.url)
    with pytest.raises(Refused, match="of its own"):
        restore(team, tmp_path / "there", tmp_path / "b.zip")
    with team.reading() as transaction:
        assert verify(transaction, head=saved.head).faults == ()
        assert [each.by for each in revisions(transaction)] == ["ana"]


def test_nothing_is_written_over(store: Store, root: Path, tmp_path: Path) -> None:
    decide(store, "ana")
    backup(store, root, tmp_path / "b.zip", at=NOON)

    with pytest.raises(TargetExists):
        backup(store, root, tmp_path / "b.zip", at=NOON)
    with pytest.raises(Refused, match="of its own"):
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
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
import pyarrow as pa
from vitalfew.store.change import SCHEMA, Run
from vitalfew.store.change import SCHEMA, Run
from vitalfew.store.database import Store, place
from vitalfew.store.engine import is_file
from vitalfew.store.journal import ITSELF, append
from vitalfew.store.observations import Observations
from vitalfew.store.observed_rows import Rows
from vitalfew.store.variable import is_shared

folder, me, number = Path(sys.argv[1]), sys.argv[2], 0
store = Store(place(folder))
observations = Observations(folder, Rows(store) if is_shared() else None)
said = {"grain": "month", "start": date(2026, 1, 1), "end": date(2026, 2, 1), "complete": True, "share": 1.0, "slice": ""}
while True:
    number, now = number + 1, datetime.now(UTC)
    with store.writing() as transaction:
        append(transaction, by=me, at=now, verb="count", subject=ITSELF)
    if number % 5 == 0:
        run, at = f"{me}-{number}", now.replace(tzinfo=None)
        each = {"recipe": "abc", "run": run, "recorded_at": at, "value": 1.0, "number": number}
        rows = pa.Table.from_pylist([{"kpi": f"{me}-{kpi}", **said, **each} for kpi in "abc"], SCHEMA)
        observations.record(rows, Run(run, at, date(2026, 1, 15)), findings=(), kpis=(f"{me}-a", f"{me}-b", f"{me}-c"), part=1)
    print(".", flush=True)
"""


def test_a_backup_under_load_restores_to_a_verified_state(store: Store, environ: dict[str, str], tmp_path: Path) -> None:
    """Three processes decide and measure all the while; what was done when it began is in it, and each run is whole."""
    root = tmp_path
    command = [sys.executable, "-c", WRITE, str(root / ".vitalfew")]
    writers = [
        subprocess.Popen([*command, me], env={**os.environ, **environ}, stdout=subprocess.PIPE, text=True)
        for me in ("ana", "ben", "eva")
    ]
    said = [each.stdout for each in writers if each.stdout]
    told = [each.readline() for _ in range(12) for each in said]
    saved = [backup(store, root, tmp_path / f"{number}.zip", at=NOON) for number in range(3)]
    told += [each.readline() for _ in range(3) for each in said]
    for writer in writers:
        writer.kill()
        writer.communicate()

    assert told == [".\n"] * 45
    for number, each in enumerate(saved):
        other = Store(place(tmp_path / f"there-{number}" / ".vitalfew", {"VITALFEW_WORKSPACE": store.place.workspace}))
        restore(other, tmp_path / f"there-{number}", tmp_path / f"{number}.zip")
        with other.reading() as transaction:
            assert verify(transaction, head=each.head).faults == ()
        rows = observed(other, tmp_path / f"there-{number}").latest().to_pylist()
        assert Counter((row["kpi"][:3], row["number"]) for row in rows) == dict.fromkeys(
            {(row["kpi"][:3], row["number"]) for row in rows}, 3
        )
        assert len(rows) == 3 * each.runs
    with store.reading() as transaction:
        assert verify(transaction, head=saved[-1].head).faults == ()
    assert saved[0].entries >= 36
    assert saved[0].runs >= 6


def test_a_backup_of_an_earlier_release_is_restored(tmp_path: Path, root: Path) -> None:
    """It has none of the tables that came later."""
    store = Store(place(tmp_path / "a", {}))
    decide(store, "ana")
    saved = backup(store, root, tmp_path / "b.zip", at=NOON)
    with ZipFile(tmp_path / "b.zip") as archive:
        held = {name: archive.read(name) for name in archive.namelist()}
    said = json.loads(held["manifest.json"])
    first = {"journal", "journal_personal", "content", "revision", "revision_file"}
    later = {name for name in said["files"] if name.startswith("decisions/") and Path(name).stem not in first}
    said |= {"tables": "0002", "files": {name: sha for name, sha in said["files"].items() if name not in later}}
    with ZipFile(tmp_path / "b.zip", "w") as archive:
        for name, content in {**held, "manifest.json": json.dumps(said).encode()}.items():
            if name not in later:
                archive.writestr(name, content)

    assert later
    other = Store(place(tmp_path / "there" / ".vitalfew", {}))
    assert restore(other, tmp_path / "there", tmp_path / "b.zip").head == saved.head


def test_a_backup_is_never_held_in_memory(tmp_path: Path, root: Path) -> None:
    store, size = Store(place(tmp_path / "a", {})), 100_000
    with store.writing() as transaction:
        for number in range(300):
            transaction.add(CONTENT, {"sha256": f"{number:03}", "bytes": number.to_bytes(2, "big") * (size // 2)})
    tracemalloc.start()
    backup(store, root, tmp_path / "b.zip", at=NOON)
    restore(Store(place(tmp_path / "there" / ".vitalfew", {})), tmp_path / "there", tmp_path / "b.zip")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert peak < 300 * size * 0.75
