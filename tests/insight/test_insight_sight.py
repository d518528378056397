"""A 10 % improvement is followed to each objective, by formulas, by data and by what people declared (AUD-4)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from vitalfew.insight.edge import Edge, Today, edges
from vitalfew.insight.estimate import Estimate
from vitalfew.insight.sight import Reach, Sight, shock_of
from vitalfew.load.read import load_texts
from vitalfew.model.framework import Framework
from vitalfew.model.graph import Lines

FRAMEWORK = """
strategy: {mission: Good coffee for everybody}
objectives:
  - {id: grow, statement: Revenue grows, headline: revenue}
  - {id: calm, statement: People stay}
measures: [{id: fee}]
kpis:
  - {id: revenue, unit: EUR, direction: up, objectives: [grow], formula: kpi.orders * kpi.basket}
  - {id: orders, unit: orders, direction: up, contributes_to: [revenue]}
  - {id: basket, unit: EUR, direction: up, contributes_to: [revenue]}
  - {id: waiting, unit: minutes, direction: down, drives: [{kpi: orders, effect: -4, after: {weeks: [2, 4]}, evidence: expert}]}
  - {id: visits, unit: visits, direction: up, natural: {max: 1050}, drives: [{kpi: orders, elasticity: 0.5, after: {weeks: 1}}]}
  - {id: likes, unit: likes, direction: up, drives: [visits]}
  - {id: mood, unit: points, direction: up, objectives: [calm]}
  - {id: alone, unit: points, direction: up}
"""
TODAY = Today(
    {
        "revenue": 2_000.0,
        "orders": 100.0,
        "basket": 20.0,
        "waiting": 10.0,
        "visits": 1_000.0,
        "likes": 50.0,
        "mood": 3.0,
        "alone": 1.0,
    },
    {},
)


def framework(text: str = FRAMEWORK) -> Framework:
    return load_texts({"framework/main.yaml": text}).framework


def sight(text: str = FRAMEWORK, today: Today = TODAY, found: tuple[Estimate, ...] = (), target: float = 3_000.0) -> Sight:
    loaded = framework(text)
    return Sight(loaded, today, edges(loaded, today, found), {"revenue": target}, Lines(loaded))


def reach(kpi: str, seen: Sight | None = None) -> Reach:
    """What an improvement does to the objective `grow`."""
    seen = seen or sight()
    return seen.reach_of(kpi, seen.framework.objective["grow"])


def edge(start: str, end: str, found: tuple[Estimate, ...] = (), text: str = FRAMEWORK, today: Today = TODAY) -> Edge:
    return next(each for each in edges(framework(text), today, found) if (each.start, each.end) == (start, end))


def test_a_formula_is_an_exact_edge_in_the_units_of_both() -> None:
    assert edge("orders", "revenue").slope == pytest.approx(20)
    assert edge("basket", "revenue").slope == pytest.approx(100)
    assert edge("basket", "revenue").grade == "identity"


def test_effects_multiply_and_times_add_along_a_path() -> None:
    found = reach("waiting")  # one minute less, four orders more, 20 EUR each
    assert found.shock == pytest.approx(-1)
    assert found.effect == pytest.approx(80, rel=0.05)
    assert (found.low or 0) < 80 < (found.high or 0)
    assert found.share == pytest.approx(0.08, rel=0.05)
    assert (found.days, found.grade, found.clarity) == ((14.0, 28.0), "expert", "clear")
    assert [each.end for each in found.paths[0].edges] == ["orders", "revenue"]


def test_an_elasticity_holds_at_the_values_of_today() -> None:
    assert edge("visits", "orders").slope == pytest.approx(0.5 * 100 / 1_000)
    assert reach("visits").effect == pytest.approx(50 * 0.05 * 20, rel=0.05)


def test_an_improvement_stops_at_a_natural_limit() -> None:
    assert reach("visits").shock == 50
    visits = framework().kpi["visits"]
    assert shock_of(visits, 1_050.0) is None
    assert shock_of(visits, 0.0) is None


def test_the_headline_itself_moves_by_its_shock() -> None:
    found = reach("revenue")
    assert (found.effect, found.low, found.high, found.grade) == (200, 200, 200, "identity")
    assert found.share == pytest.approx(0.2)


def test_a_link_without_a_number_is_unclear_and_said() -> None:
    found = reach("likes")
    assert (found.effect, found.clarity) == (None, "unclear")
    assert found.reason == "from `likes` to `visits`: nobody said by how much"


def test_where_no_line_leads_the_line_is_broken() -> None:
    assert reach("alone").clarity == "broken"
    assert sight().reach("alone") == ()


def test_an_objective_without_a_headline_cannot_be_measured_and_says_so() -> None:
    found = {each.objective: each for each in sight().reach("mood")}["calm"]
    assert found.clarity == "unclear"
    assert "headline" in found.reason


def test_a_circle_is_cut_and_named() -> None:
    seen = sight(FRAMEWORK.replace("contributes_to: [revenue]}", "drives: [{kpi: visits, elasticity: 0.1}]}", 1))
    assert {(each.start, each.end) for each in seen.cut} in ({("orders", "visits")}, {("visits", "orders")})
    assert reach("basket", seen).effect == 200


ESTIMATE = Estimate(
    "waiting", "orders", 0, "week", "effect", -4.0, 1, 5, 90, -2.0, -3.0, -1.0, 3, 0.01, (-2.1, -1.9), False, 0, "clear"
)


def test_an_estimate_takes_the_place_of_what_was_declared_and_both_are_kept() -> None:
    found = edge("waiting", "orders", (ESTIMATE,))
    assert (found.grade, found.slope, found.low, found.high) == ("estimated", -2.0, -3.0, -1.0)
    assert (found.declared, found.days) == (-4.0, (21.0, 21.0))


def test_an_unclear_estimate_leaves_the_declared_number_with_a_word_on_it() -> None:
    found = edge("waiting", "orders", (replace(ESTIMATE, said="unclear", reason="the data fit no effect as well as this one"),))
    assert (found.grade, found.slope, found.reason) == ("expert", -4.0, "the data fit no effect as well as this one")


def test_an_interval_that_holds_no_effect_is_unclear() -> None:
    wide = replace(ESTIMATE, effect=-0.5, low=-2.0, high=1.0)
    found = reach("waiting", sight(found=(wide,)))
    assert found.clarity == "unclear"
    assert found.effect is not None


def test_under_a_hundredth_of_the_gap_an_effect_is_weak() -> None:
    assert reach("waiting", sight(target=20_000.0)).clarity == "weak"


def test_what_moves_an_objective_most_comes_first() -> None:
    seen = sight()
    assert [each.kpi for each in seen.tornado(seen.framework.objective["grow"])][:3] == ["basket", "orders", "waiting"]


def test_a_part_of_a_formula_that_is_not_known_leaves_the_edge_without_a_number() -> None:
    text = FRAMEWORK.replace("kpi.orders * kpi.basket", "kpi.orders * kpi.basket - fee")
    assert edge("orders", "revenue", text=text).slope == pytest.approx(20)  # one unknown is worked out from the whole
    two = text.replace("- fee", "* fee - other").replace("[{id: fee}]", "[{id: fee}, {id: other}]")
    found = edge("orders", "revenue", text=two)
    assert (found.grade, found.slope) == ("none", None)
    assert found.reason == "the formula of `revenue` asks for `fee`, `other`"


def test_a_percentage_keeps_its_scale() -> None:
    text = FRAMEWORK.replace("id: mood, unit: points", 'id: mood, unit: "%", formula: kpi.orders / kpi.visits')
    found = edge("orders", "mood", text=text, today=replace(TODAY, kpis={**TODAY.kpis, "mood": 10.0}))
    assert found.slope == pytest.approx(100 / 1_000)


def test_of_a_pair_the_best_grade_counts_and_never_a_sum() -> None:
    text = FRAMEWORK.replace("contributes_to: [revenue]}", "drives: [{kpi: revenue, effect: 7}]}")
    found = [each for each in edges(framework(text), TODAY) if (each.start, each.end) == ("orders", "revenue")]
    assert [each.grade for each in found] == ["identity"]
    assert found[0].slope == pytest.approx(20)
