"""How often the rules that judge wordings are right, on wordings of KPIs and objectives that others published.

Each wording of `tests/text/wordings.csv` stands in one framework that all rules read. `said` is how many wordings of a half a
rule speaks on, `right` how many of these are labelled with it; a wording on which a second rule would be right too (`near`)
counts neither for nor against that one. The bounds are Wilson's, at 95 %. The word lists were mended on `mend` alone.
"""

from __future__ import annotations

import csv
import json
import math
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from vitalfew.load.read import load_texts
from vitalfew.rules.engine import check

WORDINGS = Path(__file__).parents[1] / "tests" / "text" / "wordings.csv"
RULES = ("vanity-kpi", "activity-kpi", "activity-objective")
PARTS = ("mend", "hold-out")
Z = 1.959964
"""The 97.5 % quantile of the normal distribution."""

Row = dict[str, str]


def figures(share: float) -> dict[str, object]:
    """Give precision and recall per rule and half, with their intervals; `share` cuts the wordings of each half."""
    rows = wordings()
    cut = [row for part in PARTS for row in _first([row for row in rows if row["part"] == part], share)]
    heard = spoken(cut)
    return {"bench": "words", "wordings": len(cut), "rows": [_row(rule, part, cut, heard) for rule in RULES for part in PARTS]}


def wordings() -> list[Row]:
    """Read the corpus."""
    with WORDINGS.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def spoken(rows: Iterable[Row]) -> dict[str, set[str]]:
    """Give the rules that speak on each wording, when it is the name of a KPI or the statement of an objective."""
    ids = {row["wording"]: f"w{number}" for number, row in enumerate(rows)}
    nouns: dict[str, list[dict[str, str]]] = {"kpis": [], "objectives": []}
    for row in rows:
        field = "name" if row["kind"] == "kpi" else "statement"
        nouns[f"{row['kind']}s"].append({"id": ids[row["wording"]], field: row["wording"]})
    framework = load_texts({"framework.yaml": json.dumps(nouns)}).framework
    heard: dict[str, set[str]] = {wording: set() for wording in ids}
    of = {id_: wording for wording, id_ in ids.items()}
    for finding in check(framework, today=date(2026, 1, 1)):
        if finding.rule in RULES:
            heard[of[finding.ref.id]].add(finding.rule)
    return heard


def wilson(hits: int, of: int) -> tuple[float, float]:
    """Give the interval that holds a share at 95 % (Wilson, 1927)."""
    if not of:
        return 0.0, 1.0
    share, spread = hits / of, Z * Z / of
    middle = (share + spread / 2) / (1 + spread)
    half = Z * math.sqrt(share * (1 - share) / of + spread / (4 * of)) / (1 + spread)
    return max(0.0, middle - half), min(1.0, middle + half)


def _first(rows: list[Row], share: float) -> list[Row]:
    return rows[: max(1, round(len(rows) * share))]


def _row(rule: str, part: str, rows: list[Row], heard: dict[str, set[str]]) -> dict[str, object]:
    half = [row for row in rows if row["part"] == part]
    meant = [row for row in half if row["label"] == rule]
    right = sum(rule in heard[row["wording"]] for row in meant)
    wrong = sum(rule in heard[row["wording"]] for row in half if is_wrong(row, rule))
    return {
        "rule": rule,
        "half": part,
        "labelled": len(meant),
        "sound_like": sum(row["label"] == "good" and row["near"] == rule for row in half),
        "said": right + wrong,
        "right": right,
        **_share("precision", right, right + wrong),
        **_share("recall", right, len(meant)),
    }


def is_wrong(row: Row, rule: str) -> bool:
    """Tell whether a rule that speaks on a wording is wrong."""
    return row["label"] != rule and (row["label"] == "good" or row["near"] != rule)


def _share(name: str, hits: int, of: int) -> dict[str, object]:
    low, high = wilson(hits, of)
    return {name: round(hits / of, 3) if of else None, f"{name}_from": round(low, 3), f"{name}_to": round(high, 3)}
