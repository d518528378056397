"""A run that is killed leaves the parts that it kept, and the next one goes on from there."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

from vitalfew.store.change import KEY
from vitalfew.store.ledger import read_entries
from vitalfew.workspace import Workspace

SOURCES = "".join(f"  - {{id: s{each}, kind: files, path: data/s{each}/*.csv}}\n" for each in range(3))
MEASURES = "".join(f"  - {{id: m{each}, source: s{each}, date: day, value: sum(x)}}\n" for each in range(3))
KPIS = "".join(f"  - {{id: k{each}, formula: m{each}, every: day}}\n" for each in range(3))
FRAMEWORK = (
    f"calendar: {{today: 2026-03-01}}\nsources:\n{SOURCES}measures:\n{MEASURES}kpis:\n{KPIS}  - {{id: both, formula: m0 / m2}}\n"
)
KILLED = """
import os, signal, sys
from vitalfew.measure import run
from vitalfew.store import observed
from vitalfew.workspace import Workspace

run.WORTH, calls, append = 1, [], observed.Files._append
def dying(self, rows, name):
    calls.append(name)
    if len(calls) == int(sys.argv[2]):
        os.kill(os.getpid(), signal.SIGKILL)
    return append(self, rows, name)
observed.Files._append = dying
Workspace.open(sys.argv[1]).measure()
"""


def _workspace(root: Path) -> Workspace:
    (root / "framework").mkdir(parents=True)
    (root / "framework" / "main.yaml").write_text(FRAMEWORK, encoding="utf-8")
    for each in range(3):
        (root / "data" / f"s{each}").mkdir(parents=True)
        rows = "".join(f"2026-{month:02}-{day:02},{day + each}\n" for month in (1, 2) for day in range(1, 29))
        (root / "data" / f"s{each}" / "rows.csv").write_text(f"day,x\n{rows}", encoding="utf-8")
    return Workspace.open(root)


def _rows(workspace: Workspace) -> list[tuple[Any, ...]]:
    table = workspace.observations.latest()
    return sorted(zip(*(table[name].to_pylist() for name in (*KEY, "value", "complete")), strict=True))


def test_a_killed_run_is_gone_on_with(tmp_path: Path) -> None:
    killed, clean = _workspace(tmp_path / "killed"), _workspace(tmp_path / "clean")
    clean.measure()
    done = subprocess.run([sys.executable, "-c", KILLED, str(killed.root), "3"], check=False)
    assert done.returncode == -signal.SIGKILL
    entries = read_entries(killed.root / ".vitalfew" / "runs")
    assert [(entry.part, entry.kpis) for entry in entries] == [(1, ("k0",)), (2, ("k1",))]
    assert _rows(killed) == [row for row in _rows(clean) if row[0] in {"k0", "k1"}]
    measured = killed.measure()
    assert set(measured.since) == {"k0", "k1"}
    assert measured.recorded.restated == 0
    assert _rows(killed) == _rows(clean)
    assert all(
        killed.observations.history(kpi).num_rows == clean.observations.history(kpi).num_rows for kpi in ("k0", "k2", "both")
    )
    assert killed.measure().recorded == (0, 0, 0, 0, 0)


def test_a_run_that_is_killed_before_its_first_part_has_not_happened(tmp_path: Path) -> None:
    workspace = _workspace(tmp_path)
    subprocess.run([sys.executable, "-c", KILLED, str(workspace.root), "1"], check=False)
    assert not workspace.is_measured
    assert workspace.measure().since == {}
