"""The audit of 10 to 10,000 KPIs in process, with all rules and all else that `check` does, beside composing the same bytes.

The other side is PyYAML's C loader, which only reads; the audit may take four times as long.
"""

from __future__ import annotations

from itertools import pairwise

import yaml

from bench.clock import best
from bench.frameworks import TODAY, framework_texts
from vitalfew.load.read import load_texts
from vitalfew.workspace import audit as audit_of

SIZES = (10, 100, 1_000, 10_000)


def figures(share: float) -> dict[str, object]:
    """Give seconds per size, their growth per tenfold, and the ratio to `yaml.compose`; sizes are cut by `share`."""
    rows = [_row(size) for size in SIZES if size <= max(10, SIZES[-1] * share)]
    for smaller, larger in pairwise(rows):
        larger["growth"] = round(larger["check_s"] / smaller["check_s"], 2)
    return {"bench": "check", "rounds": 5, "rows": rows}


def _row(size: int) -> dict[str, float]:
    texts = framework_texts(size)

    def audit() -> None:
        audit_of(load_texts(texts), today=TODAY)

    rounds = 5 if size < 10_000 else 2
    seconds, compose = best(audit, rounds), best(lambda: _compose(texts), rounds)
    return {
        "kpis": size,
        "bytes": sum(map(len, texts.values())),
        "check_s": round(seconds, 4),
        "compose_s": round(compose, 4),
        "ratio": round(seconds / compose, 2),
    }


def _compose(texts: dict[str, bytes]) -> None:
    for content in texts.values():
        yaml.compose(content, Loader=yaml.CSafeLoader)
