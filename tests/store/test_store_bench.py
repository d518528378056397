"""The bench of recording and judging runs small wherever there is a PostgreSQL server."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TIMES = ("record", "again", "read", "noted", "judge")


@pytest.mark.usefixtures("postgres_url")
def test_observations_are_recorded_and_judged_in_files_and_on_a_server() -> None:
    """What each run counts is checked by the bench itself, which fails where an observation is missing or doubled."""
    command = [sys.executable, "-m", "bench", "store", "--share", "0.003", "--format", "json"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=True)
    rows = json.loads(done.stdout)["rows"]

    assert [(row["where"], row["observations"]) for row in rows] == [
        *(("files", size) for size in (140, 280)),
        *(("postgresql", size) for size in (280, 1_540)),
    ]
    assert all(row[f"{name}_s"] >= 0 for row in rows for name in TIMES)
    assert all((f"growth_{name}" in row) == (place % 2 > 0) for place, row in enumerate(rows) for name in TIMES)
