"""A circle is opened where the evidence is weakest, and what carries a statement is said with it (AUD-4)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from vitalfew.insight.circle import opened
from vitalfew.insight.edge import Edge, Today, edges
from vitalfew.insight.estimate import Estimate
from vitalfew.insight.sentence import beside, carried, effect, way
from vitalfew.insight.sight import Sight
from vitalfew.load.read import load_texts
from vitalfew.model.framework import Framework
from vitalfew.model.graph import Lines

FRAMEWORK = """
objectives:
  - {id: grow, statement: Revenue grows, headline: revenue}
kpis:
  - {id: visits, unit: visits, direction: up, drives: [{kpi: revenue, effect: 2}]}
  - {id: revenue, unit: EUR, direction: up, objectives: [grow], drives: [{kpi: budget, effect: 0.1}]}
  - {id: budget, unit: EUR, direction: up, drives: [{kpi: visits, effect: 0.0004}]}
  - {id: stock, unit: days, direction: within, drives: [{kpi: revenue, effect: 1}]}
"""
SEEN = Estimate("visits", "revenue", 0, "week", "effect", 2.0, 0, 2, 50, 3.0, 2.0, 4.0, 1, 0.01, (2.8, 3.2), said="clear")
UNSEEN = Estimate("revenue", "budget", 0, "week", "effect", 0.1, 0, 2, 50, 0.1, -1.0, 1.0, 1, 0.8, (0.0, 0.2), said="unclear")


LINE = FRAMEWORK.replace(", drives: [{kpi: budget, effect: 0.1}]", "")


def sight(*found: Estimate, text: str = FRAMEWORK) -> Sight:
    framework = load_texts({"framework/main.yaml": text}).framework
    today = Today({"visits": 1_000.0, "revenue": 3_000.0, "budget": 500.0, "stock": 9.0}, {})
    return Sight(framework, today, edges(framework, today, found), {"revenue": 4_000.0}, Lines(framework))


def framework() -> Framework:
    return load_texts({"framework/main.yaml": FRAMEWORK}).framework


@pytest.mark.parametrize("first", [0, 1, 2])
def test_the_weakest_link_of_a_circle_is_left_out_wherever_it_stands(first: int) -> None:
    three = [
        Edge("a", "b", "expert", 1.0),
        Edge("b", "c", "estimated", 1.0, estimate=SEEN),
        Edge("c", "a", "expert", 1.0, estimate=UNSEEN),
    ]
    order, cut = opened(three[first:] + three[:first])
    assert [(each.start, each.end) for each in cut] == [("c", "a")]
    assert order == ("c", "b", "a")


def test_of_two_estimates_the_less_sure_one_goes_and_what_is_no_circle_stays() -> None:
    surer = replace(SEEN, q=0.001)
    some = [Edge("a", "b", "estimated", 1.0, estimate=SEEN), Edge("b", "a", "estimated", 1.0, estimate=surer)]
    assert opened(some)[1] == (some[0],)
    assert opened([Edge("a", "b", "expert", 1.0), Edge("b", "c", "expert", 1.0), Edge("a", "c", "expert", 1.0)])[1] == ()


def test_what_the_data_show_keeps_its_number_in_a_circle() -> None:
    seen = sight(SEEN, UNSEEN)
    assert [(each.start, each.end) for each in seen.cut] == [("revenue", "budget")]
    assert seen.reach("visits")[0].effect == pytest.approx(300, rel=0.05)


def test_where_a_circle_takes_the_only_way_that_is_the_reason() -> None:
    found = sight(UNSEEN, replace(SEEN, kpi="budget", drives="visits", effect=0.0004, low=0.0002, high=0.0006))
    assert found.cut[0].start == "revenue"
    stock = found.reach("stock")[0]
    assert (stock.clarity, "neither direction" in stock.reason) == ("unclear", True)


def test_a_number_that_only_people_declared_is_no_clear_sign_of_its_own() -> None:
    asked = replace(UNSEEN, kpi="visits", drives="revenue")
    declared, unseen = (sight(*found, text=LINE).reach("visits")[0] for found in ((), (asked,)))
    assert declared.reason == "the sign is clear at 90 %, if what people declared is right"
    assert unseen.reason == "the sign is clear at 90 %, if what people declared is right, which the data do not show"
    assert "not seen in the data" in way(unseen.paths[0], framework())
    assert "as people declared; clear, the sign is clear at 90 %, if" in effect(declared, framework())


def test_data_against_the_declared_direction_are_said_on_the_way() -> None:
    found = sight(replace(SEEN, effect=-3.0, low=-4.0, high=-2.0, said="against")).reach("visits")[0]
    assert "estimated from data, against what was declared" in way(found.paths[0], framework())
    assert "which widens the gap to its target by 30 %" in effect(found, framework())


@pytest.mark.parametrize(("alone", "said"), [((2.8, 3.2), False), ((1.2, 3.1), True), ((-0.5, 3.2), True), ((2.9, 7.0), True)])
def test_one_period_that_carries_an_estimate_is_shown(alone: tuple[float, float], *, said: bool) -> None:
    edge = sight(replace(SEEN, alone=alone)).reach("visits")[0].paths[0].edges[0]
    told = carried(edge, framework())
    assert bool(told) == said
    assert not said or f"between {'−' if alone[0] < 0 else '+'}€{abs(alone[0]):.2f}" in told


def test_a_small_effect_is_told_of_as_many_as_make_it_worth_telling() -> None:
    edge = next(each for each in sight().edges if each.start == "budget")
    told = beside(replace(edge, grade="estimated", estimate=SEEN), framework())
    assert "+0.40 visits" in told
    assert "for each +€1,000" in told


def test_beside_an_estimate_stand_the_drivers_taken_off_it_and_the_period_that_carries_it() -> None:
    edge = sight(replace(SEEN, alone=(1.2, 3.1), beside=("stock", "budget")), text=LINE).reach("visits")[0].paths[0].edges[0]
    told = beside(edge, framework())
    assert "; with what Stock and Budget moves taken off; one period carries much of this" in told
