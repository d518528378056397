"""`vitalfew measure` killed at random moments: every run is there whole or not at all, none is lost, nothing is doubled."""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pyarrow as pa

from vitalfew.store.change import KEY
from vitalfew.store.observations import Observations

ROWS, MOMENTS, LEAST = 1_000_000, 20, 10
FIRST, DAYS = date(2022, 1, 1), 1_500
FRAMEWORK = """\
calendar: {today: 2026-03-01}
sources:
  - {id: till, kind: files, path: data/*.csv}
measures:
  - {id: takings, source: till, date: day, value: sum(amount), by: [region]}
  - {id: sales, source: till, date: day, value: count(*)}
kpis:
  - {id: revenue, formula: takings, every: day}
  - {id: basket, formula: takings / sales, every: week}
"""
SAID = [*KEY, "complete", "value", "numerator", "denominator", "missing", "recipe"]


def figures(share: float) -> dict[str, object]:
    """Kill a run at 20 moments (at least 10) of measuring 10^6 rows, then let one end; `share` cuts both."""
    with tempfile.TemporaryDirectory() as folder:
        root, clean = Path(folder) / "killed", Path(folder) / "clean"
        _write(root, rows := round(ROWS * share))
        _measure(root).wait()
        before = _state(root)
        _restate(root)
        shutil.copytree(root, clean)
        start = time.perf_counter()
        _measure(clean).wait()
        seconds, after = time.perf_counter() - start, _state(clean)
        found = [_kill(root, moment, (before, after)) for moment in _moments(max(LEAST, round(MOMENTS * share)), seconds)]
        _measure(root).wait()
        row = {
            "moments": len(found),
            "as_before": found.count("before"),
            "as_after": found.count("after"),
            "torn": found.count("torn"),
            "lost": len(after - _state(root)),
            "doubled": len(_state(root) - after) + _versions(root) - _versions(clean),
        }
    return {"bench": "kill", "rows_measured": rows, "observations": len(after), "measure_s": round(seconds, 2), "rows": [row]}


def _write(root: Path, rows: int) -> None:
    (root / "framework").mkdir(parents=True)
    (root / "data").mkdir()
    (root / "framework" / "main.yaml").write_text(FRAMEWORK, encoding="utf-8")
    with (root / "data" / "sales.csv").open("w", encoding="utf-8") as stream:
        stream.write("day,region,amount\n")
        for place in range(rows):
            stream.write(f"{FIRST + timedelta(days=place * DAYS // rows)},r{place % 7},{place % 97}\n")


def _restate(root: Path) -> None:
    """Let late rows change every day's numbers."""
    late = "".join(f"{FIRST + timedelta(days=day)},r1,1\n" for day in range(DAYS))
    with (root / "data" / "sales.csv").open("a", encoding="utf-8") as stream:
        stream.write(late)


def _measure(root: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "vitalfew", "-C", str(root), "measure"]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def _moments(count: int, seconds: float) -> Iterator[float]:
    """Give moments in the later part of a run, in which it reads and writes."""
    chance = random.Random(7)
    yield from (chance.uniform(0.4, 1.0) * seconds for _ in range(count))


def _kill(root: Path, moment: float, states: tuple[set[tuple[object, ...]], set[tuple[object, ...]]]) -> str:
    """Start measuring, kill it after some seconds, and tell which state the store is in; a run that ended is taken back."""
    kept = root.with_name("kept")
    shutil.copytree(root / ".vitalfew", kept)
    process = _measure(root)
    time.sleep(moment)
    process.kill()
    process.wait()
    found = _state(root)
    if found == states[0]:
        shutil.rmtree(kept)
        return "before"
    shutil.rmtree(root / ".vitalfew")
    kept.rename(root / ".vitalfew")
    return "after" if found == states[1] else "torn"


def _state(root: Path) -> set[tuple[object, ...]]:
    return _rows(Observations(root / ".vitalfew").latest())


def _rows(table: pa.Table) -> set[tuple[object, ...]]:
    return set(zip(*(table[name].to_pylist() for name in SAID), strict=True))


def _versions(root: Path) -> int:
    """Count all rows that any run has recorded."""
    store = Observations(root / ".vitalfew")
    return sum(store.history(kpi).num_rows for kpi in ("revenue", "basket"))
