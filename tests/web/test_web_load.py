"""People at real servers on PostgreSQL: the proof of two minutes and 200 people, run small wherever there is a server."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bench.load import checked
from vitalfew import Workspace
from vitalfew.base.ref import Ref

ROOT = Path(__file__).parents[2]


@pytest.mark.usefixtures("postgres_url")
def test_six_people_at_two_processes_lose_nothing_and_meet_no_error() -> None:
    command = [sys.executable, "-m", "bench", "load", "--share", "0.03", "--format", "json"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=True)
    found = json.loads(done.stdout)
    assert (found["people"], found["processes"]) == (6, 2)
    assert (found["errors"], found["lost"], found["doubled"], done.stderr) == (0, 0, 0, "")
    assert found["writes"] > 0
    assert {"page", "asked", "p50_ms", "p95_ms", "p99_ms"} <= found["rows"][0].keys()


def test_the_proof_finds_what_is_lost_and_what_is_doubled(own: Workspace) -> None:
    """Of what is said to have been written nothing is there; and of what is there, one thing stands twice."""
    from vitalfew.rhythm.comments import add_comment

    kpi = own.framework.current_kpis[0].id
    seen: dict[str, Any] = {
        "asked": [],
        "comments": [(kpi, "never written"), (kpi, "twice")],
        "promised": [("999", "never promised")],
        "finished": ["998"],
        "values": {kpi: [(5.0, True)]},
    }
    with own.writing(by="rui") as desk:
        for _ in range(2):
            add_comment(desk, Ref("kpi", kpi), "twice")
    found = checked(own, seen)
    assert found["lost"] == 4
    assert found["doubled"] == 1
