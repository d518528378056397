"""What a draft chooses for an objective serves it: on objectives and judgements gathered from publications, and against chance.

`judgements.csv`: the source of a relevant KPI is the publication that connects this objective with it or with an equivalent; what
begins with `judged` is our own judgement of KPIs that patterns, words, meaning and chance had pooled before anything was chosen,
and `judged after the choice` of those that a choice brought up. Focus phrases were mended on one half only.
"""

from __future__ import annotations

import csv
import os
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from vitalfew.catalog.read import catalogue
from vitalfew.draft.brief import Brief
from vitalfew.draft.choice import Candidates, Goal
from vitalfew.draft.context import context_of
from vitalfew.draft.gather import gather
from vitalfew.draft.select import select
from vitalfew.text.engine import Engine, compare

FOLDER = Path(__file__).parent
CHOSEN = 3
"""KPIs of an objective: the executive preset has two to four."""
PER_BRIEF = 4
WHOLE = os.environ.get("VITALFEW_DRAFTS") == "all"
"""Whether all briefs are chosen for, as `make prove NAME=relevance` does; in the suite a few of them are, for time."""


def judged() -> Mapping[tuple[str, str], Mapping[str, dict[str, str]]]:
    """Give the judgements of each objective, by industry and text, then by KPI."""
    found: dict[tuple[str, str], dict[str, dict[str, str]]] = defaultdict(dict)
    with (FOLDER / "judgements.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found[row["industry"], row["objective"]][row["kpi"]] = row
    return found


def briefs(half: str) -> list[tuple[str, list[str]]]:
    """Give the objectives of one half as the goals of briefs of one industry each."""
    goals: dict[str, list[str]] = defaultdict(list)
    for (industry, objective), rows in judged().items():
        if next(iter(rows.values()))["half"] == half:
            goals[industry].append(objective)
    return [(name, each[at : at + PER_BRIEF]) for name, each in goals.items() for at in range(0, len(each), PER_BRIEF)]


def gathered(industry: str, goals: Sequence[str], engine: Engine) -> Candidates:
    return gather(context_of(Brief(name="Example", industry=industry, size=120, goals=tuple(goals))), engine)


def best(found: Candidates, goal: Goal) -> list[str]:
    """Give the KPIs that are most relevant to what a goal means."""
    pattern = goal.pattern
    options = [each for each in found.options if pattern in each.relevance] if pattern else []
    ranked = sorted(options, key=lambda each: (-each.relevance[pattern or ""], each.entry.id))
    return [each.entry.id for each in ranked[:CHOSEN]]


def precision(chosen: Mapping[tuple[str, str], Sequence[str]]) -> tuple[int, int]:
    """Count the KPIs that are right, and all; one that nobody judged is wrong."""
    rows = judged()
    hits = [rows[key].get(kpi, {}).get("relevant") == "1" for key, kpis in chosen.items() for kpi in kpis]
    return sum(hits), len(hits)


@pytest.fixture(scope="module")
def halves(engine: Engine) -> Mapping[str, list[Candidates]]:
    return {half: [gathered(industry, goals, engine) for industry, goals in briefs(half)] for half in ("mend", "hold-out")}


def test_judgements_have_sources_and_cover_industries() -> None:
    rows = [row for each in judged().values() for row in each.values()]
    book = catalogue()
    assert len(rows) >= 200
    assert len({row["industry"] for row in rows}) >= 8
    assert all(book.entry[row["kpi"]].serves(row["industry"]) for row in rows)  # type: ignore[arg-type]  # a word of the file
    assert all(row["source"].startswith(("http", "judged: ", "judged after the choice: ")) for row in rows)
    assert sum(row["source"].startswith("http") for row in rows) >= 150
    assert all(row["relevant"] == "1" for row in rows if row["source"].startswith("http"))


@pytest.mark.parametrize("half", ["mend", "hold-out"])
def test_the_most_relevant_kpis_of_an_objective_serve_it(half: str, halves: Mapping[str, list[Candidates]]) -> None:
    chosen: dict[tuple[str, str], list[str]] = {
        (found.context.industry, goal.text): best(found, goal) for found in halves[half] for goal in found.goals
    }
    right, count = precision(chosen)
    assert count >= 80
    assert right / count >= 0.8, (right, count)


@pytest.mark.parametrize("half", ["mend", "hold-out"] if WHOLE else ["hold-out"])
def test_the_kpis_of_a_selection_serve_their_objective(half: str, halves: Mapping[str, list[Candidates]]) -> None:
    chosen: dict[tuple[str, str], list[str]] = {}
    for found in halves[half] if WHOLE else halves[half][:1]:
        placed = select(found).kpis
        for goal in found.goals:
            own = [each.entry.id for each in placed if each.objective == goal.pattern and each.above is None]
            chosen[found.context.industry, goal.text] = own
    right, count = precision(chosen)
    assert right / count >= (0.8 if WHOLE else 0.7), (right, count)


def test_goals_that_are_shuffled_between_briefs_are_served_clearly_worse(
    halves: Mapping[str, list[Candidates]], engine: Engine
) -> None:
    book = catalogue()
    found = [each for half in halves.values() for each in half]
    own: list[float] = []
    other: list[float] = []
    for place, one in enumerate(found):
        stranger = found[(place + len(found) // 2) % len(found)]
        kpis = sorted({kpi for goal in one.goals for kpi in best(one, goal)})
        told = [f"{book.entry[kpi].name}. {book.entry[kpi].definition}" for kpi in kpis]
        for scores, goals in ((own, one.goals), (other, stranger.goals)):
            served = compare(engine, [goal.text for goal in goals], told).max(axis=1)
            scores.append(float(served.mean()))
    assert sum(own) / len(own) > 1.5 * sum(other) / len(other)
    assert sum(mine > theirs for mine, theirs in zip(own, other, strict=True)) >= 0.9 * len(own)
