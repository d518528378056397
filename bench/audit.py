"""`vitalfew check` over a portfolio of workspaces: seconds, processor time and memory, and how they grow.

Full size is that of the largest vendor in the field: 30,713 plans with 154,790 goals and 543,851 measures, each plan a
workspace of its own. Each row is timed as users run it, start of all processes included. `peak_mb` is the most memory that
all processes held together, sampled ten times a second, pages that they share counted in each. `compose_s` is what PyYAML's C
loader needs to compose the same bytes, in one process.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import yaml

from bench.frameworks import framework_texts

PLANS, GOALS, MEASURES = 30_713, 154_790, 543_851
MB = 1 << 20


def figures(share: float) -> dict[str, object]:
    """Give the figures for a share of the portfolio, and for a tenth of that."""
    rows = [_row(max(2, round(PLANS * share * part))) for part in (0.1, 1.0)]
    small, large = rows
    more = large["plans"] / small["plans"]
    large["growth_per_plan"] = round(large["cpu_s"] / small["cpu_s"] / more, 2)
    return {"bench": "audit", "share": share, "rows": rows}


def _row(plans: int) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as name:
        size, kpis, goals = write_plans(Path(name), plans)
        return {"plans": plans, "goals": goals, "kpis": kpis, "mb": round(size / MB, 1), **_audited(Path(name), plans)}


def write_plans(folder: Path, plans: int) -> tuple[int, int, int]:
    """Write workspaces with as many goals and measures as the portfolio has on average; give bytes, KPIs and goals."""
    size = kpis = goals = 0
    for number in range(plans):
        mine = _part(MEASURES, number), _part(GOALS, number)
        kpis, goals = kpis + mine[0], goals + mine[1]
        root = folder / f"{number // 1000:03}" / f"plan-{number:05}"
        (root / "framework").mkdir(parents=True)
        for file, content in framework_texts(mine[0], objectives=mine[1]).items():
            (root / file).write_bytes(content)
            size += len(content)
    return size, kpis, goals


def _part(total: int, number: int) -> int:
    return total * (number + 1) // PLANS - total * number // PLANS


def _audited(folder: Path, plans: int) -> dict[str, float]:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    with tempfile.TemporaryFile() as said:
        command = [sys.executable, "-m", "vitalfew", "check", str(folder), "--format", "json", "--as-of", "2026-06-30"]
        process = subprocess.Popen(command, stdout=said, stderr=subprocess.DEVNULL)
        peak = _watched(process)
        wall = time.perf_counter() - start
        said.seek(0)
        found = json.load(said)["summary"]
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    if found["workspaces"] != plans or found["unread"]:
        msg = f"{found} is not what {plans} plans give"
        raise RuntimeError(msg)
    return {
        "findings": found["error"] + found["warning"] + found["info"],
        "wall_s": round(wall, 1),
        "cpu_s": round(cpu, 1),
        "compose_s": round(_composed(folder), 1),
        "peak_mb": round(peak / MB, 1),
        "ms_per_plan": round(wall / plans * 1000, 2),
        "cpu_ms_per_plan": round(cpu / plans * 1000, 2),
    }


def _watched(process: subprocess.Popen[bytes]) -> int:
    """Wait for a process; give the most bytes that it and those it started held at once."""
    peak = 0
    while process.poll() is None:
        peak = max(peak, sum(_resident(each) for each in _family(process.pid)))
        time.sleep(0.1)
    return peak


def _family(pid: int) -> Iterator[int]:
    yield pid
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    except OSError:
        return
    for child in children:
        yield from _family(int(child))


def _resident(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1]) * resource.getpagesize()
    except (OSError, IndexError):
        return 0


def _composed(folder: Path) -> float:
    texts = [path.read_bytes() for path in folder.rglob("*.yaml")]
    start = time.process_time()
    for text in texts:
        yaml.compose(text, Loader=yaml.CSafeLoader)
    return time.process_time() - start
