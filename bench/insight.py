"""What the whole insight of a framework takes, step by step: 1,000 KPIs with 3,000 declared links and three years of weeks.

Each KPI leads to three nearer the top, so that all of them reach one of the twelve objectives there; each unit of ten has an
objective of its own. `wall_s` and `cpu_s` are seconds of a step, of which `whole` is the sum; `peak_mb` is the process's own
peak. Each size is done by a process of its own; `growth` is how many times the processor's time of a KPI of the smallest size
one of the largest takes. `pages` are those of insight at the largest size, in `vitalfew serve`.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter, process_time
from typing import Any, TypeVar

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from starlette.testclient import TestClient

from bench.frameworks import TODAY, observations
from bench.linked import Column
from vitalfew.catalog.read import catalogue
from vitalfew.insight.conflict import conflicts
from vitalfew.insight.estimate import estimates
from vitalfew.insight.fit import alignment_of
from vitalfew.insight.initiative import effects
from vitalfew.insight.known import Evidence
from vitalfew.insight.lead import leads
from vitalfew.insight.lever import levers
from vitalfew.insight.meant import Meant
from vitalfew.insight.replace import gaps, replacements, shelf
from vitalfew.insight.seen import seen_of
from vitalfew.insight.whole import sight_of
from vitalfew.judge.run import judge
from vitalfew.load.read import load_texts
from vitalfew.model.graph import Lines
from vitalfew.store.change import Run
from vitalfew.store.observations import Observations
from vitalfew.text.engine import best_engine
from vitalfew.web.app import make_app
from vitalfew.web.page import pages
from vitalfew.workspace import STORE, Workspace

SIZES = (250, 500, 1_000)
LINKS, WEEKS, TOP, UNIT = 3, 156, 12, 10
EFFECT = 0.4
"""What of a change each link hands on."""
PAGES = ("/sight", "/leads", "/effects", "/conflicts", "/alignment", "/map", "/insight", "/kpi/kpi-20", "/reconfiguration")
"""What is looked at at the largest size, in this order: what one page has found the next need not."""
T = TypeVar("T")
KPI = """\
  - id: kpi-{n}
    name: {name}, unit {unit}
    definition: {definition}
    objectives: [{objective}]
    org_unit: unit-{unit}
    level: {level}
    timing: {timing}
    stage: outcome
    unit: points
    every: week
    direction: up
    owner: person-{unit}
    drives: [{drives}]
    target: {{reach: 140, by: 2026-12-31}}
"""

INITIATIVE = (
    "  - {{id: work-{n}, objective: goal-{n}, owner: person-{n}, starts: 2025-06-02, ends: 2025-10-31, "
    "moves: [{{kpi: kpi-{kpi}, by: 5, from: 2025-07-07, until: 2025-11-30}}]}}"
)


def figures(share: float) -> dict[str, Any]:
    """Give what each step takes at three sizes, a `share` of 250, 500 and 1,000 KPIs."""
    sizes = dict.fromkeys(max(2 * TOP, round(size * share)) for size in SIZES)
    rows = [row for size in sizes for row in _alone(size)]
    whole = [row for row in rows if row["step"] == "whole"]
    per_kpi = [each["cpu_s"] / each["kpis"] for each in whole]
    shown = [page for size in [*sizes][-1:] for page in _alone(size, "pages")]
    return {"bench": "insight", "rows": rows, "pages": shown, "growth": round(per_kpi[-1] / per_kpi[0], 2)}


def _alone(kpis: int, what: str = "steps") -> list[dict[str, Any]]:
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "bench.insight", what, str(kpis), folder]
        done = subprocess.run(command, capture_output=True, encoding="utf-8", check=True)
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found


def linked(kpis: int) -> dict[int, tuple[int, ...]]:
    """Give which KPIs each leads to: near a third of its number, so that a handful lead to each; the top leads nowhere."""
    ahead = {n: (n // LINKS, n // LINKS + 1, n // LINKS - 1) for n in range(kpis)}
    return {n: tuple(sorted({each for each in some if 0 <= each < n})) if n >= TOP else () for n, some in ahead.items()}


def text_of(kpis: int) -> str:
    """Write a framework of so many KPIs, in the words of the catalogue."""
    units = range(-(-kpis // UNIT))
    lines = ["preset: executive", "strategy: {mission: Measure what matters}", "calendar: {timezone: UTC, today: 2026-06-30}"]
    lines += [
        "people:",
        *(f"  - {{id: person-{n}, name: Person {n}}}" for n in units),
        "org_units:",
        "  - {id: head, level: tier-1}",
    ]
    lines += [f"  - {{id: unit-{n}, name: Unit {n}, parent: head, level: department}}" for n in units]
    lines += ["objectives:", *_objectives(units), "kpis:", *_kpis(kpis), "initiatives:"]
    lines += [INITIATIVE.format(n=n, kpi=min(kpis, (n + 1) * UNIT) - 1) for n in units]
    return "\n".join(lines)


def _objectives(units: Iterable[int]) -> Iterator[str]:
    patterns = catalogue().patterns
    for n in range(TOP):
        yield f"  - {{id: top-{n}, statement: {json.dumps(patterns[n].statement)}, headline: kpi-{n}, owner: person-0}}"
    for n in units:
        said = json.dumps(f"{patterns[n % len(patterns)].statement}, in unit {n}")
        yield f"  - {{id: goal-{n}, statement: {said}, org_unit: unit-{n}, owner: person-{n}, supports: [top-{n % TOP}]}}"


def _kpis(kpis: int) -> Iterator[str]:
    entries = catalogue().entries
    for n, ahead in linked(kpis).items():
        entry = entries[n % len(entries)]
        drives = (f"{{kpi: kpi-{each}, effect: {EFFECT}, after: {{weeks: [1, 3]}}}}" for each in ahead)
        yield KPI.format(
            n=n,
            name=entry.name.replace(":", ","),
            definition=json.dumps(entry.definition),
            unit=n // UNIT,
            objective=f"top-{n}" if n < TOP else f"goal-{n // UNIT}",
            level="tier-1" if n < TOP else "department",
            timing="lagging" if n < TOP else "leading",
            drives=", ".join(drives),
        )


def measured(kpis: int) -> pa.Table:
    """Give three years of weeks in which each link hands on a part of what moves, two weeks later."""
    random = np.random.default_rng(20_261_123)
    table = observations(kpis, WEEKS)
    table = table.filter(pc.equal(table["grain"], "week"))
    count = table.num_rows // kpis
    moves: Column = random.normal(size=(kpis, count))
    for n, ahead in reversed(linked(kpis).items()):
        for each in ahead:
            moves[each, 2:] += EFFECT * moves[n, :-2]
    values = 100 + np.cumsum(moves, axis=1)
    return table.set_column(table.column_names.index("value"), "value", pa.array(values.ravel()))


def rows(kpis: int, folder: Path) -> list[dict[str, Any]]:
    """Give what each step takes."""
    framework, latest = load_texts({"framework/main.yaml": text_of(kpis)}).framework, measured(kpis)
    lines = Lines(framework)
    scorecard = judge(framework, latest, today=TODAY)
    clock = _Clock()
    found = clock.of("links", lambda: estimates(framework, latest))
    led = clock.of("leads", lambda: leads(framework, latest))
    sight = clock.of("sight", lambda: sight_of(framework, lines, latest, scorecard))
    clock.of("reach", lambda: [sight.reach(kpi.id) for kpi in framework.kpis])
    clock.of("tornado", lambda: [sight.tornado(each) for each in sight.objectives])
    seen = clock.of("reached", lambda: seen_of(framework, latest))
    clock.of("levers", lambda: [levers(sight, each, today=TODAY, seen=seen) for each in sight.objectives])
    clock.of("effects", lambda: effects(framework, latest, TODAY))
    clock.of("conflicts", lambda: conflicts(framework, latest))
    meant = Meant(framework, lines, best_engine(folder).engine)
    scored = clock.of("scores", lambda: alignment_of(meant, Evidence(sight, led)))
    catalogued = clock.of("catalogue", lambda: shelf(meant))
    clock.of("gaps", lambda: (replacements(catalogued, scored), gaps(catalogued)))
    return [{"kpis": kpis, "links": len(found), **each} for each in clock.rows()]


def page_rows(kpis: int, folder: Path) -> list[dict[str, Any]]:
    """Give what each page of insight takes when it is asked for first, one after the other, and again."""
    (folder / "framework").mkdir()
    (folder / "framework" / "main.yaml").write_text(text_of(kpis), encoding="utf-8")
    run = Run("bench", datetime.now(UTC).replace(tzinfo=None), TODAY)
    Observations(folder / STORE).record(measured(kpis), run, findings=(), kpis=())
    there = {page.path for page in pages()}
    with TestClient(make_app(Workspace.open(folder)), base_url="http://localhost") as client:
        client.get("/")
        return [_page(client, path) for path in PAGES if path in there or "/kpi/" in path]


def _page(client: TestClient, path: str) -> dict[str, Any]:
    took = []
    for _ in range(2):
        begun = perf_counter()
        answer = client.get(path)
        took.append(round(perf_counter() - begun, 2))
    return {"page": path, "status": answer.status_code, "first_s": took[0], "again_s": took[1], "kb": len(answer.content) // 1000}


class _Clock:
    """Which step took how long, on the wall and of the processor."""

    def __init__(self) -> None:
        self.took: dict[str, tuple[float, float]] = {}

    def of(self, step: str, work: Callable[[], T]) -> T:
        """Do something and note what it took."""
        wall, cpu = perf_counter(), process_time()
        done = work()
        self.took[step] = perf_counter() - wall, process_time() - cpu
        return done

    def rows(self) -> Iterator[Mapping[str, Any]]:
        """Give a row for each step, and for all of them."""
        whole = tuple(sum(each) for each in zip(*self.took.values(), strict=True))
        peak = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
        for step, (wall, cpu) in {**self.took, "whole": whole}.items():
            yield {"step": step, "wall_s": round(wall, 2), "cpu_s": round(cpu, 2), "peak_mb": peak}


if __name__ == "__main__":
    work = page_rows if sys.argv[1] == "pages" else rows
    print(json.dumps(work(int(sys.argv[2]), Path(sys.argv[3]))))
