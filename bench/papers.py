"""What the matching makes of the goals of two strategy papers (`tests/draft/papers`), and how often that comes near.

`near` in a paper's facts names, by hand, the patterns of the catalogue that would come near to a goal.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml

from vitalfew.catalog.read import catalogue
from vitalfew.draft.brief import Brief
from vitalfew.draft.context import context_of
from vitalfew.draft.gather import gather
from vitalfew.text.engine import best_engine

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "tests" / "draft" / "papers"
PAGE = ROOT / "docs" / "draft-papers.md"
SIZE = 1_000
"""People that the papers do not tell of; no score depends on it."""

Figures = dict[str, Any]


def figures(_share: float) -> Figures:
    """Give what each goal was taken for, and the counts."""
    rows = [row for name in ("epa", "ico") for row in goals_of(name)]
    near = sum(row["near"] for row in rows)
    left = sum(not row["decided"] for row in rows)
    return {"bench": "papers", "goals": len(rows), "near": near, "left": left, "other": len(rows) - near - left, "rows": rows}


def goals_of(name: str) -> list[Figures]:
    """Match the goals of one paper."""
    facts = yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
    brief = Brief(name=facts["name"], industry="public sector", size=SIZE, goals=tuple(facts["expected"]["goals"]))
    known = catalogue().pattern
    return [
        {
            "goal": goal.text,
            "taken": known[goal.pattern].statement if goal.pattern else None,
            "nearest": known[goal.nearest].statement if goal.nearest else None,
            "band": goal.band,
            "decided": goal.decided,
            "near": goal.decided and goal.pattern in facts["near"].get(goal.text, ()),
            "there": bool(facts["near"].get(goal.text)),
        }
        for goal in gather(context_of(brief), best_engine().engine).goals
    ]


def write_page() -> None:
    """Write the figures into the page, between their marks."""
    found = figures(1.0)
    lines = ["| goal | taken for | band | near | the catalogue has something near |", "|---" * 5 + "|"]
    for row in found["rows"]:
        taken = row["taken"] if row["decided"] else f"left to a person: {row['taken']}, or: {row['nearest']}"
        near = ("yes" if row["near"] else "no") if row["decided"] else ""
        lines.append(f"| {row['goal']} | {taken} | {row['band']} | {near} | {'yes' if row['there'] else 'no'} |")
    counts = f"Of {found['goals']} goals {found['near']} come near, {found['other']} are taken for something else, and "
    lines += ["", f"{counts}{found['left']} are left to a person."]
    table = "\n".join(lines)
    text = PAGE.read_text(encoding="utf-8")
    text = re.sub(r"(<!-- goals: [^\n]*-->\n).*?(<!-- end -->)", rf"\1\n{table}\n\n\2", text, flags=re.DOTALL)
    PAGE.write_text(text, encoding="utf-8")
