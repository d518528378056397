"""Judging 10 to 10,000 KPIs of two years of weeks, and how the time grows."""

from __future__ import annotations

from itertools import pairwise

from bench.clock import best
from bench.frameworks import TODAY, framework_texts, observations
from vitalfew.judge.run import judge
from vitalfew.load.read import load_texts

SIZES = (10, 100, 1_000, 10_000)


def figures(share: float) -> dict[str, object]:
    """Give seconds per size and their growth per tenfold; sizes are cut by `share`."""
    rows = [_row(size) for size in SIZES if size <= max(10, SIZES[-1] * share)]
    for smaller, larger in pairwise(rows):
        larger["growth"] = round(larger["status_s"] / smaller["status_s"], 2)
    return {"bench": "scorecard", "rounds": 3, "rows": rows}


def _row(size: int) -> dict[str, float]:
    framework = load_texts(framework_texts(size)).framework
    table = observations(size)
    seconds = best(lambda: judge(framework, table, today=TODAY, incomplete=()), 3 if size < 10_000 else 1)
    return {"kpis": size, "observations": table.num_rows, "status_s": round(seconds, 3)}
