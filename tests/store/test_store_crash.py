"""What `kill -9` does to decisions, observations and messages: nothing; and the proof of it finds what is amiss."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from bench.crash import counts, noted, round_of, written_first
from bench.receiver import receiving
from bench.upheaval import HOOKED, Scene
from vitalfew.store.database import place

ROOT = Path(__file__).parents[2]


def test_processes_killed_at_random_moments_lose_double_and_tear_nothing(postgres_url: str) -> None:
    """On both databases; the proof starts a server of its own, as durable as one is by default."""
    assert postgres_url
    command = [sys.executable, "-m", "bench", "crash", "--share", "0.02", "--format", "json"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=True)
    rows = json.loads(done.stdout)["rows"]
    assert [row["database"] for row in rows] == ["sqlite", "postgresql"]
    for row in rows:
        assert (row["killed"], row["failed"]) == (12, 0)
        assert row["noted"] > 5
        assert (row["lost"], row["doubled"], row["torn"]) == (0, 0, 0)
        assert row["messages"] > 0
        assert (row["unsent"], row["dead"], row["strange"]) == (0, 0, 0)


@pytest.fixture(scope="module")
def worked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which some processes have worked until they were killed."""
    folder = tmp_path_factory.mktemp("worked")
    spot = place(folder, {})
    written_first(spot)
    with receiving(*HOOKED) as receivers:
        round_of(Scene(spot, folder, receivers.environ, folder / "none", 0, 7), 6.0)
    return folder


@pytest.mark.parametrize(
    ("harm", "found"),
    [
        ("update matter set version = version + 1 where kind = 'action' and id = '1'", "torn"),
        ("delete from matter where kind = 'action' and id = '1'", "torn"),
        ("delete from journal where number > 3", "lost"),
        ("update journal set after = replace(after, '\"version\":2', '\"version\":1') where subject like '%:%'", "doubled"),
    ],
)
def test_the_proof_finds_what_is_lost_doubled_or_torn(worked: Path, tmp_path: Path, harm: str, found: str) -> None:
    copy = tmp_path / "store.db"
    with sqlite3.connect(worked / "store.db") as whole, sqlite3.connect(copy) as harmed:
        whole.backup(harmed)
        harmed.execute(harm)
    for folder in ("runs", "observations"):
        if (worked / folder).is_dir():
            (tmp_path / folder).symlink_to(worked / folder)
    before = counts(place(worked, {}), worked, noted(worked))
    after = counts(place(tmp_path, {}), tmp_path, noted(worked))
    assert (before["lost"], before["doubled"], before["torn"]) == (0, 0, 0)
    assert after[found]


def test_the_proof_finds_a_run_that_is_gone(worked: Path, tmp_path: Path) -> None:
    with sqlite3.connect(worked / "store.db") as whole, sqlite3.connect(tmp_path / "store.db") as copy:
        whole.backup(copy)
    said = noted(worked)
    has_run = any("run" in note for each in said for note in each)
    assert counts(place(tmp_path, {}), tmp_path, [*said, [{"run": "gone", "rows": 3}]])["lost"]
    assert bool(counts(place(tmp_path, {}), tmp_path, said)["lost"]) == has_run
