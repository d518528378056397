"""Drivers of one KPI are estimated beside each other: nothing counts twice, none is credited with another's work (AUD-4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow as pa
import pytest

from bench.linked import noise
from vitalfew.base.period import Calendar
from vitalfew.insight.edge import Today, edges
from vitalfew.insight.estimate import Estimate, estimates
from vitalfew.insight.sight import Sight
from vitalfew.load.read import load_texts
from vitalfew.model.graph import Lines

FRAMEWORK = load_texts(
    {
        "framework/main.yaml": """
objectives: [{id: goal, statement: It grows, headline: sales}]
kpis:
  - id: visits
    unit: points
    every: week
    direction: up
    drives: [{kpi: sales, effect: 1, after: {weeks: [0, 4]}}, {kpi: trials, effect: 1, after: {weeks: [0, 4]}}]
  - {id: trials, unit: points, every: week, direction: up, drives: [{kpi: sales, effect: 1, after: {weeks: [0, 4]}}]}
  - {id: sales, unit: points, every: week, direction: up, objectives: [goal]}
"""
    }
).framework
FIRST = Calendar().period("week", date(2023, 1, 2)).number
WEEKS, PAST, DRAWN = 104, 8, 24
STEP = 0.8
"""What visits move trials by, and trials sales."""
DIRECT = 0.6
"""What visits move sales by themselves."""


@dataclass(frozen=True)
class Drawn:
    """The estimates of one organisation, and what the line of sight makes of visits."""

    found: dict[tuple[str, str], Estimate]
    low: float
    high: float


def draw(seed: int, direct: float, weeks: int = WEEKS) -> Drawn:
    """Draw an organisation whose visits move sales by way of trials, and by `direct` of themselves."""
    random = np.random.default_rng([20_261_123, seed])
    visits = noise(random, weeks + PAST, 1.0)
    trials = STEP * np.roll(visits, random.integers(0, 3)) + noise(random, weeks + PAST, 1.0)
    sales = direct * np.roll(visits, random.integers(0, 3)) + STEP * np.roll(trials, random.integers(0, 3))
    sales += noise(random, weeks + PAST, 0.5)
    rows = [
        {"kpi": kpi, "grain": "week", "number": FIRST + at, "value": float(value), "recipe": "r", "slice": "", "complete": True}
        for kpi, column in (("visits", visits), ("trials", trials), ("sales", sales))
        for at, value in enumerate(column[PAST:])
    ]
    some = estimates(FRAMEWORK, pa.Table.from_pylist(rows))
    today = Today({"visits": 10.0, "trials": 10.0, "sales": 10.0}, {})
    reach = Sight(FRAMEWORK, today, edges(FRAMEWORK, today, some), {}, Lines(FRAMEWORK)).reach("visits")[0]
    return Drawn({(each.kpi, each.drives): each for each in some}, reach.low or 0.0, reach.high or 0.0)


@pytest.fixture(scope="module")
def mediated() -> list[Drawn]:
    """Organisations in which visits move sales by way of trials alone."""
    return [draw(seed, 0.0) for seed in range(DRAWN)]


def test_what_goes_by_way_of_another_driver_is_no_effect_of_its_own(mediated: list[Drawn]) -> None:
    told = [each.found["visits", "sales"].said for each in mediated]
    assert told.count("unclear") >= DRAWN - 2
    assert {each.found["visits", "sales"].beside for each in mediated} == {("trials",)}


@pytest.fixture(scope="module")
def both() -> list[Drawn]:
    """Organisations in which visits move sales by themselves too."""
    return [draw(seed, DIRECT) for seed in range(DRAWN)]


def test_the_intervals_of_both_drivers_hold_the_truth(both: list[Drawn]) -> None:
    for kpi, truth in (("visits", DIRECT), ("trials", STEP)):
        seen = [each.found[kpi, "sales"] for each in both]
        assert sum((each.low or 0.0) <= truth <= (each.high or 0.0) for each in seen) >= 0.75 * DRAWN


def test_along_the_line_of_sight_every_way_counts_once(both: list[Drawn]) -> None:
    """A tenth better visits are one point more: what they move directly, and what goes by way of trials."""
    clear = [each for each in both if {link.said for link in each.found.values()} == {"clear"}]
    assert len(clear) > DRAWN / 2
    assert sum(each.low <= DIRECT + STEP * STEP <= each.high for each in clear) >= 0.8 * len(clear)


def test_without_enough_data_beside_the_other_a_driver_is_estimated_alone() -> None:
    found = draw(1, DIRECT, weeks=28).found.values()
    assert {each.beside for each in found} == {()}
    assert all(each.effect is not None for each in found)
