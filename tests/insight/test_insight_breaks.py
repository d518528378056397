"""A declared break, and a change of definition, is no change of the KPI, and the rest of the history still counts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np
import pyarrow as pa
import pytest

from vitalfew.base.period import Calendar
from vitalfew.insight.estimate import Estimate, estimates
from vitalfew.insight.follow import Column
from vitalfew.insight.lead import leads
from vitalfew.load.read import load_texts
from vitalfew.model.framework import Framework

WEEKS, LAG, EFFECT = 110, 3, 0.7
MONDAY = date(2024, 1, 1)
FIRST = Calendar().period("week", MONDAY).number
BREAKS = (20, 35, 50, 65, 80, 95)
"""Weeks into which the follower jumps, more than an estimate leaves out by itself."""
JUMPS = 60.0


def framework(segments: Sequence[int] = ()) -> Framework:
    days = ", ".join(str(MONDAY + timedelta(weeks=week)) for week in segments)
    text = f"""
kpis:
  - id: ahead
    unit: points
    every: week
    direction: up
    timing: leading
    drives: [{{kpi: behind, effect: 1, after: {{weeks: 3}}}}]
  - {{id: behind, unit: points, every: week, direction: up, signals: {{segments: [{days}]}}}}
"""
    loaded = load_texts({"framework/main.yaml": text})
    assert not [each for each in loaded.findings if each.severity == "error"]
    return loaded.framework


def table(*, jumps: Sequence[int] = (), defined: Sequence[int] = ()) -> pa.Table:
    """A follower that jumps into some weeks, up and down by turns, and is defined anew from some on."""
    random = np.random.default_rng(5)
    leader = random.normal(size=WEEKS + LAG).cumsum()
    follower = EFFECT * leader[:WEEKS] + 0.3 * random.normal(size=WEEKS).cumsum()
    for place, week in enumerate(jumps):
        follower[week:] += JUMPS * (-1) ** place
    recipes = np.searchsorted(np.array(defined), np.arange(WEEKS), side="right")
    return pa.Table.from_pylist([*rows("ahead", leader[LAG:], np.zeros(WEEKS, int)), *rows("behind", follower, recipes)])


def rows(kpi: str, values: Column, recipes: Sequence[int] | np.ndarray) -> list[dict[str, object]]:
    return [
        {
            "kpi": kpi,
            "grain": "week",
            "number": FIRST + week,
            "value": float(value),
            "recipe": f"r{recipe}",
            "slice": "",
            "complete": True,
        }
        for week, (value, recipe) in enumerate(zip(values, recipes, strict=True))
    ]


def one(framework_: Framework, seen: pa.Table) -> Estimate:
    (found,) = estimates(framework_, seen)
    return found


@pytest.fixture(scope="module")
def calm() -> Estimate:
    """The estimate from a history without any break."""
    return one(framework(), table())


def test_without_a_break_the_effect_is_found(calm: Estimate) -> None:
    assert (calm.said, calm.lag, calm.steps) == ("clear", LAG, 0)
    assert calm.effect == pytest.approx(EFFECT, abs=0.1)


def test_more_breaks_than_are_left_out_by_themselves_drown_the_effect_unless_they_are_declared(calm: Estimate) -> None:
    jumped = table(jumps=BREAKS)
    undeclared, declared = one(framework(), jumped), one(framework(BREAKS), jumped)
    assert undeclared.said == "unclear"
    assert (declared.said, declared.lag, declared.steps) == ("clear", LAG, 0)
    assert declared.pairs == calm.pairs - len(BREAKS)
    assert declared.effect == pytest.approx(calm.effect, abs=0.03)


def test_a_change_of_definition_costs_one_pair_and_no_more(calm: Estimate) -> None:
    found = one(framework(), table(jumps=BREAKS, defined=BREAKS))
    assert (found.said, found.lag, found.steps, found.pairs) == ("clear", LAG, 0, calm.pairs - len(BREAKS))
    assert found.effect == pytest.approx(calm.effect, abs=0.03)


def test_a_declared_break_where_nothing_jumps_changes_next_to_nothing(calm: Estimate) -> None:
    found = one(framework(BREAKS), table())
    assert found.pairs == calm.pairs - len(BREAKS)
    assert found.effect == pytest.approx(calm.effect, abs=0.03)


def test_a_step_that_nobody_declared_is_left_out_counted_and_does_not_end_a_lead(calm: Estimate) -> None:
    seen = table(jumps=BREAKS[-1:])
    found = one(framework(), seen)
    assert (found.said, found.steps) == ("clear", 1)
    assert found.effect == pytest.approx(calm.effect, abs=0.05)
    assert [each.said for each in leads(framework(), seen)] == ["leads"]
