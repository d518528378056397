"""What `kill -9` does to measuring: nothing."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_a_run_killed_at_random_moments_loses_and_doubles_nothing() -> None:
    command = [sys.executable, "-m", "bench", "kill", "--share", "0.075", "--format", "json"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=True)
    found = json.loads(done.stdout)
    (row,) = found["rows"]
    assert found["observations"] > 1_000
    assert row["kills"] == 2
    assert (row["torn"], row["lost"], row["doubled"]) == (0, 0, 0)
    assert row["resumed_kpis"] == row["kept_kpis"]
