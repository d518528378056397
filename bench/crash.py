"""Processes that measure, approve, close reviews, escalate and send are killed at random moments; then all is counted.

In each round some processes work on one database (see `bench/upheaval.py`), and are all killed (SIGKILL) at a moment drawn at
random. What each had noted down as committed must be there, once; what it had not must be there whole or not at all. `lost` is
what was noted and is not there, `doubled` what is there twice, `torn` what is there in part: an observation without its run, a
matter whose state is not the one that the journal tells last, a fault of the journal or of a revision. When all rounds are over
the outbox is emptied: `unsent` messages never arrived, `strange` ones arrived and were never written, `repeated` counts those
that arrived more than once with one key, which a receiver tells apart.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import random
import signal
import tempfile
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path

from bench.receiver import Receivers, receiving
from bench.server import programs, server
from bench.upheaval import BEGIN, DAY, FRAMEWORK_FILES, HOOKED, Load, Scene, kept_observations
from vitalfew.load.read import load_texts
from vitalfew.store.database import Place, Store, place
from vitalfew.store.journal import verify
from vitalfew.store.outbox import DEAD, WAITING, messages
from vitalfew.store.revisions import make_revision, verify_revisions
from vitalfew.store.tables import JOURNAL, MATTER, REVISION

ROUNDS, AT_ONCE, SEED, LONGEST, PATIENCE = 200, 3, 20261122, 1.5, 20.0
Note = dict[str, object]


def figures(share: float) -> dict[str, object]:
    """Kill 200 rounds of three processes on each database; `share` cuts the rounds."""
    rounds = max(1, round(ROUNDS * share))
    found = programs()
    with tempfile.TemporaryDirectory() as folder:
        rows = [_row("sqlite", Path(folder) / "sqlite", {}, rounds)]
        if found is None:
            return {"bench": "crash", "skipped": "no PostgreSQL server is installed here", "rows": rows}
        with server(found) as url:
            named = {"VITALFEW_DATABASE_URL": url, "VITALFEW_WORKSPACE": "crash"}
            rows.append(_row("postgresql", Path(folder) / "postgresql", named, rounds))
    return {"bench": "crash", "share": share, "seed": SEED, "processes": AT_ONCE, "rows": rows}


def _row(where: str, folder: Path, environ: dict[str, str], rounds: int) -> dict[str, object]:
    """Go through all rounds on one database, and count."""
    folder.mkdir()
    spot, chance, count = place(folder, environ), random.Random(SEED), Counter[str]()
    written_first(spot)
    with receiving(*HOOKED) as receivers:
        for day in range(rounds):
            scene = Scene(spot, folder, receivers.environ, folder / "none", day, chance.randrange(10**9))
            count.update(round_of(scene, chance.uniform(0.05, LONGEST)))
            _ended(spot)
        sent = _emptied(replace(scene, day=rounds + 2), receivers)
    found = counts(spot, folder, noted(folder))
    return {"database": where, "rounds": rounds, **count, **found, **sent}


def written_first(spot: Place) -> None:
    """Make the first revision."""
    framework, store = load_texts(FRAMEWORK_FILES).framework, Store(spot)
    with store.writing() as transaction:
        make_revision(transaction, FRAMEWORK_FILES, framework, on=None, by="rui", at=BEGIN - DAY, message="First")
    store.close()


def round_of(scene: Scene, seconds: float) -> dict[str, int]:
    """Let some processes work, and kill them all; gives how many were killed at work."""
    context = multiprocessing.get_context("fork")
    processes = []
    for number in range(AT_ONCE):
        own = replace(scene, seed=scene.seed + number, noted=_noted(scene, number))
        process = context.Process(target=_work, args=(own,))
        process.start()
        processes.append(process)
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and not all(_has_begun(scene, number) for number in range(AT_ONCE)):
        time.sleep(0.01)
    time.sleep(seconds)
    for process in processes:
        os.kill(process.pid or 0, signal.SIGKILL)
    for process in processes:
        process.join()
    codes = [process.exitcode for process in processes]
    return {"killed": codes.count(-signal.SIGKILL), "failed": len(codes) - codes.count(-signal.SIGKILL)}


def _noted(scene: Scene, number: int) -> Path:
    return scene.folder / f"noted-{scene.day:03}-{number}"


def _has_begun(scene: Scene, number: int) -> bool:
    """Tell whether a process has taken its first step, so that the moment is drawn from its work and not from its start."""
    file = _noted(scene, number)
    return file.is_file() and file.stat().st_size > 0


def _work(scene: Scene) -> None:
    Load(scene).run()


def _ended(spot: Place) -> None:
    """Wait until a server has noticed that those who were killed are gone, so that the count sees what they left."""
    store = Store(spot)
    with store.writing():
        pass
    store.close()


def _emptied(scene: Scene, receivers: Receivers) -> dict[str, int]:
    """Send what is left, after all leases are over, and hold what arrived against what was written."""
    load = Load(scene)
    for _ in range(20):
        load.turn += 40_000
        load.send()
        with load.store.reading() as transaction:
            if not messages(transaction, states=(WAITING,)):
                break
    with load.store.reading() as transaction:
        written = messages(transaction)
        dead = len(messages(transaction, states=(DEAD,)))
    load.store.close()
    arrived, keys = receivers.counts(), {each.address for each in written}
    unsent = len(keys - arrived.keys())
    repeated = sum(number > 1 for number in arrived.values())
    return {"messages": len(keys), "unsent": unsent, "dead": dead, "strange": len(arrived.keys() - keys), "repeated": repeated}


def noted(folder: Path) -> list[list[Note]]:
    """Give what each process had noted down; it may have been killed within the last line."""
    texts = (path.read_text(encoding="utf-8") for path in sorted(folder.glob("noted-*")))
    return [[json.loads(line) for line in text.split("\n")[:-1]] for text in texts]


def counts(spot: Place, folder: Path, wanted: list[list[Note]]) -> dict[str, object]:
    """Hold what is there against what was noted."""
    store = Store(spot)
    said = [note for each in wanted for note in each]
    with store.reading() as transaction:
        journal = transaction.find(JOURNAL, order=[JOURNAL.c.number])
        matters = transaction.find(MATTER)
        revisions = {row["number"]: row["digest"] for row in transaction.find(REVISION)}
        faults = [*verify(transaction).faults, *verify_revisions(transaction)]
    runs, rows = _recorded(store, folder)
    store.close()
    told = [(row["subject"], json.loads(row["after"])) for row in journal if row["after"]]
    steps = Counter((subject, after["version"]) for subject, after in told if "version" in after)
    last = {subject: (after["state"], after["version"]) for subject, after in told if "version" in after}
    present = {f"{row['kind']}:{row['id']}": (row["state"], row["version"]) for row in matters}
    lost = [
        note
        for note in said
        if ("matter" in note and (note["matter"], note["version"]) not in steps)
        or ("run" in note and rows.get(str(note["run"]), 0) != note["rows"])
        or ("revision" in note and revisions.get(note["revision"]) != note["digest"])
    ]
    doubled = sum(number - 1 for number in steps.values()) + sum(number - 1 for number in runs.values())
    torn = len(set(last.items()) ^ set(present.items())) + len(faults) + len(rows.keys() - runs.keys())
    return {
        "noted": len(said),
        "entries": len(journal),
        "matters": len(matters),
        "revisions": len(revisions),
        "runs": len(runs),
        "lost": len(lost),
        "doubled": doubled,
        "torn": torn,
    }


def _recorded(store: Store, folder: Path) -> tuple[Counter[str], Counter[str]]:
    """Give how often each run is in the ledger, and how many rows it has."""
    kept = kept_observations(store, folder)
    entries = kept.runs.entries()
    rows: Counter[str] = Counter()
    for kpi in range(6):
        rows.update(kept.history(f"kpi-{kpi}")["run"].to_pylist())
    return Counter(entry.run for entry in entries), rows
