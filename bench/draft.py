"""What a draft costs: each preset for an organisation as large as it is meant for, and the steps of it.

`first_s` is the processor's time with no vector of a text kept, `again_s` with all of them kept; the steps are those of the
second: matching, choosing, writing, auditing. `peak_mb` is the process's own peak. `solved` is the size of the program, in
choices and rows. What scoring costs by itself is in the bench `text`.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from time import process_time
from typing import Any, TypeVar

from vitalfew.draft.brief import Brief
from vitalfew.draft.build import files_of
from vitalfew.draft.choice import Candidates
from vitalfew.draft.context import context_of
from vitalfew.draft.gather import gather
from vitalfew.draft.select import model_of, select
from vitalfew.load.read import load_texts
from vitalfew.rules.engine import check
from vitalfew.text.engine import best_engine

TODAY = date(2026, 11, 23)
SIZES = {"small-business": 8, "okr": 150, "executive": 1_500, "balanced-scorecard": 20_000, "cascade": 20_000}
GOALS = (
    "More of every sale is left as profit",
    "Customers stay year after year",
    "Work is right the first time",
    "The people whom we need stay with us",
)
T = TypeVar("T")


def figures(share: float) -> dict[str, Any]:
    """Give what each preset costs; a `share` below 1 drafts the first presets alone."""
    presets = list(SIZES)[: max(1, round(len(SIZES) * share))]
    return {"bench": "draft", "rows": [_alone(preset) for preset in presets]}


def _alone(preset: str) -> dict[str, Any]:
    """Draft in a process of its own, so that its memory is its own."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "bench.draft", preset, folder]
        done = subprocess.run(command, capture_output=True, encoding="utf-8", check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _timed(made: Callable[[], T]) -> tuple[T, float]:
    begun = process_time()
    return made(), process_time() - begun


def row(preset: str, folder: Path) -> dict[str, Any]:
    """Draft once with nothing kept and once with all vectors kept, and time the steps of the second."""
    brief = Brief.model_validate(
        {
            "name": "Measured",
            "industry": "manufacturing",
            "size": SIZES[preset],
            "goals": GOALS,
            "preset": preset,
            "currency": "EUR",
        }
    )
    _, first = _timed(lambda: _gathered(brief, folder))
    candidates, match_s = _timed(lambda: _gathered(brief, folder))
    selection, select_s = _timed(lambda: select(candidates))
    files, write_s = _timed(lambda: files_of(selection, today=TODAY))
    loaded = load_texts(files)
    findings, check_s = _timed(lambda: check(loaded.framework, today=TODAY))
    program = model_of(candidates).program
    again = match_s + select_s + write_s + check_s
    return {
        "preset": preset,
        "people": SIZES[preset],
        "kpis": len(selection.kpis),
        "engine": candidates.engine,
        "first_s": round(first - match_s + again, 2),
        "again_s": round(again, 2),
        "match_s": round(match_s, 2),
        "select_s": round(select_s, 2),
        "write_s": round(write_s, 2),
        "check_s": round(check_s, 2),
        "solved": f"{len(program.worth)} x {len(program.rows)}",
        "wrong": sum(finding.severity != "info" for finding in findings),
        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }


def _gathered(brief: Brief, folder: Path) -> Candidates:
    return gather(context_of(brief), best_engine(folder).engine)


if __name__ == "__main__":
    print(json.dumps(row(sys.argv[1], Path(sys.argv[2]))))
