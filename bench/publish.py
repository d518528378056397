"""Writing every document in every format for 35 and for 400 KPIs: how long it takes, what it holds in memory, how both grow.

Each size is a workspace with two years of weeks, published in a process of its own, format by format. `build_s` is the time to
make the document of facts, `render_s` to write it, both of the processor; `growth` is how many times the time grew, over how
many times the KPIs did: 1 is linear. `sets` has all reports of a format together, with the most memory the process held by then.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench.frameworks import TODAY, framework_texts, observations
from vitalfew.formats.format import Look, formats
from vitalfew.publication import facts
from vitalfew.reports.report import reports
from vitalfew.store.change import Run
from vitalfew.store.observations import Observations
from vitalfew.workspace import STORE, Workspace

SIZES = (35, 400)
ORDER = ("markdown", "html", "xlsx", "docx", "pptx", "pdf")
"""The lighter formats come first, since memory is told as the most so far."""
Row = dict[str, Any]


def figures(share: float) -> dict[str, object]:
    """Give what each document takes; sizes are cut by `share`, and a small one leaves the slow formats out."""
    sizes = [max(3 + place, round(size * share)) for place, size in enumerate(SIZES)]
    kinds = ORDER if share >= 0.05 else ORDER[:3]
    small, large = (_published(size, kinds) for size in sizes)
    more = sizes[1] / sizes[0]
    for key, time_ in (("rows", "render_s"), ("sets", "cpu_s")):
        for before, after in zip(small[key], large[key], strict=True):
            after["growth"] = round(after[time_] / max(before[time_], 0.001) / more, 2)
    worst = max(large["sets"], key=lambda row: float(row["growth"]))
    return {
        "bench": "publish",
        "gathered_s": {str(size): each["gathered_s"] for size, each in zip(sizes, (small, large), strict=True)},
        "worst_growth": f"{worst['growth']} of {worst['format']}",
        "rows": [*small["rows"], *large["rows"]],
        "sets": [*small["sets"], *large["sets"]],
    }


def _published(kpis: int, kinds: Sequence[str]) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        write_workspace(Path(folder), kpis)
        command = [sys.executable, "-m", "bench.publish", folder, *kinds]
        done = subprocess.run(command, stdout=subprocess.PIPE, check=True, cwd=Path(__file__).parents[1])
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def write_workspace(folder: Path, kpis: int) -> None:
    """Write a workspace of so many KPIs, as measured."""
    for path, text in framework_texts(kpis).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(text)
    run = Run("bench", datetime(2026, 6, 30, tzinfo=UTC).replace(tzinfo=None), TODAY)
    Observations(folder / STORE).record(observations(kpis), run, findings=(), kpis=())


def measured(workspace: Workspace, kinds: Sequence[str]) -> dict[str, Any]:
    """Render every report in some formats, and give what each took."""
    start = time.process_time()
    gathered = facts(workspace)
    gathered_s = time.process_time() - start
    kpis, rows, sets = len(workspace.framework.current_kpis), list[Row](), list[Row]()
    documents = {}
    for name, report in reports().items():
        start = time.process_time()
        documents[name] = report.build(gathered), time.process_time() - start
    for kind in kinds:
        mine = list(_rows(kind, documents))
        rows += [{"kpis": kpis, **row} for row in mine]
        sets.append(
            {
                "kpis": kpis,
                "format": kind,
                "cpu_s": round(sum(row["render_s"] for row in mine), 2),
                "kb": sum(row["kb"] for row in mine),
                "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
            }
        )
    return {"gathered_s": round(gathered_s, 2), "rows": rows, "sets": sets}


def _rows(kind: str, documents: dict[str, Any]) -> Iterator[Row]:
    for name, (document, built) in documents.items():
        start = time.process_time()
        content = formats()[kind].render(document, Look())
        took = time.process_time() - start
        yield {
            "report": name,
            "format": kind,
            "build_s": round(built, 3),
            "render_s": round(took, 3),
            "kb": len(content) // 1000,
        }


if __name__ == "__main__":
    print(json.dumps(measured(Workspace.open(sys.argv[1]), sys.argv[2:])))
