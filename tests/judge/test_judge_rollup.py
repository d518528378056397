"""Objectives and perspectives from KPIs (MON-6)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from math import nextafter

import pytest

from vitalfew.model.verdict import Rollup, Scorecard

Card = Callable[..., Scorecard]
Observe = Callable[..., list[dict[str, object]]]
Spec = tuple[str, float | None, dict[str, object]]
"""Objective, score wanted (None: no data), further fields."""


@pytest.fixture
def rolled(card: Card, observe: Observe) -> Callable[..., Scorecard]:
    """Judge KPIs that get the wanted scores: at least 20, threshold 10, so that a value of 1.5 times the score gives it."""

    def judged(specs: list[Spec], objectives: list[dict[str, object]] | None = None) -> Scorecard:
        kpis, rows = [], []
        for at, (objective, score, more) in enumerate(specs):
            links = [{"id": objective, "weight": more.pop("weight", 1.0)}]
            kpi = {"target": {"at_least": 20.0}, "threshold": 10.0, "timing": "lagging", "objectives": links}
            kpis.append({"id": f"k{at}", "name": f"K{at}", "formula": "m", **kpi, **more})
            rows += observe(f"k{at}", "month", [None if score is None else score * 3], last=date(2026, 5, 31))
        return card(kpis, rows, objectives=objectives or [{"id": "o", "perspective": "customer"}])

    return judged


def one(scorecard: Scorecard, id_: str = "o") -> Rollup:
    return next(each for each in (*scorecard.objectives, *scorecard.perspectives) if each.ref.id == id_)


LEAD: dict[str, object] = {"timing": "leading"}


@pytest.mark.parametrize(
    ("method", "scores", "score", "status"),
    [
        pytest.param("mean-capped", [8.0, 9.0], 8.5, "green", id="mean of the good is good"),
        pytest.param("mean-capped", [10.0, 10.0, 10.0, 1.0], nextafter(20 / 3, 0), "amber", id="a red child caps at amber"),
        pytest.param("mean-capped", [4.0, 1.0], 2.5, "red", id="the cap does not lift"),
        pytest.param("mean", [10.0, 10.0, 10.0, 1.0], 7.75, "green", id="a plain mean is not capped"),
        pytest.param("worst", [9.0, 4.0, 8.0], 4.0, "amber", id="the worst decides"),
        pytest.param("share-green", [9.0, 4.0, 8.0, 1.0], 5.0, "amber", id="half green is five"),
    ],
)
def test_methods(rolled: Callable[..., Scorecard], method: str, scores: list[float], score: float, status: str) -> None:
    found = one(rolled([("o", each, {}) for each in scores], [{"id": "o", "roll_up": method}]))
    assert found.score == pytest.approx(score, rel=1e-12)
    assert (found.status, found.state, found.children, found.counted) == (status, "ok", len(scores), len(scores))


def test_a_cap_says_why(rolled: Callable[..., Scorecard]) -> None:
    found = one(rolled([("o", 10.0, {}), ("o", 10.0, {}), ("o", 10.0, {}), ("o", 1.0, {})]))
    assert found.reasons == ("red: K3", "capped at amber, since a child is red")


def test_weights_count(rolled: Callable[..., Scorecard]) -> None:
    assert one(rolled([("o", 9.0, {"weight": 3.0}), ("o", 5.0, {})])).score == pytest.approx(8.0)


def test_equal_children_give_their_score_exactly(rolled: Callable[..., Scorecard]) -> None:
    """Rounding must not turn three greens on the bound into amber."""
    found = one(rolled([("o", 20 / 3, {"weight": weight}) for weight in (0.1, 0.7, 0.3)]))
    assert (found.score, found.status) == (20 / 3, "green")


def test_status_comes_from_results_with_drivers_beside(rolled: Callable[..., Scorecard]) -> None:
    found = one(rolled([("o", 2.0, {}), ("o", 9.0, dict(LEAD))]))
    assert [found.results, found.drivers] == pytest.approx([2.0, 9.0])
    assert found.status == "red"
    assert found.reasons == ("red: K0", "effort good, result bad")


def test_a_red_driver_does_not_cap_good_results(rolled: Callable[..., Scorecard]) -> None:
    found = one(rolled([("o", 9.0, {}), ("o", 2.0, dict(LEAD))]))
    assert (found.status, found.reasons) == ("green", ("effort bad, result good",))


def test_drivers_speak_where_there_are_no_results(rolled: Callable[..., Scorecard]) -> None:
    found = one(rolled([("o", 5.0, dict(LEAD))]))
    assert (found.status, found.results, found.reasons) == ("amber", None, ())


def test_a_child_without_data_passes_its_weight_on_and_is_counted(rolled: Callable[..., Scorecard]) -> None:
    found = one(rolled([("o", 9.0, {}), ("o", None, {})]))
    assert found.score == pytest.approx(9.0)
    assert (found.children, found.counted) == (2, 1)
    assert found.reasons == ("1 of 2 without data",)


def test_under_half_the_weight_there_is_no_data(rolled: Callable[..., Scorecard]) -> None:
    found = one(rolled([("o", 9.0, {}), ("o", None, {"weight": 1.5})]))
    assert (found.state, found.status, found.score) == ("no-data", None, None)
    assert found.reasons == ("less than half of the weight has data", "1 of 2 without data")


def test_an_objective_with_nothing_under_it_has_no_data(rolled: Callable[..., Scorecard]) -> None:
    assert one(rolled([])).reasons == ("nothing is linked that could be judged",)


@pytest.mark.parametrize(
    "more",
    [
        pytest.param({"kind": "metric"}, id="an operational metric"),
        pytest.param({"lifecycle": "draft"}, id="a draft"),
        pytest.param({"lifecycle": "retired"}, id="a retired KPI"),
    ],
)
def test_what_does_not_count(rolled: Callable[..., Scorecard], more: dict[str, object]) -> None:
    found = one(rolled([("o", 9.0, {}), ("o", 0.0, more)]))
    assert found.score == pytest.approx(9.0)
    assert found.children == 1


def test_a_kpi_counts_once_at_its_primary_objective(rolled: Callable[..., Scorecard]) -> None:
    both = {"objectives": ["b", "a"]}
    scorecard = rolled([("a", 9.0, {}), ("b", 3.0, both)], [{"id": "a"}, {"id": "b"}])
    assert (one(scorecard, "a").children, one(scorecard, "b").children) == (1, 1)
    assert [each.objective for each in scorecard.verdicts] == ["a", "b"]


def test_a_kpi_without_threshold_counts_with_the_least_of_its_colour(rolled: Callable[..., Scorecard]) -> None:
    found = one(rolled([("o", 9.0, {"threshold": None}), ("o", 5.0, {"threshold": None})]))
    assert found.score == pytest.approx((20 / 3 + 10 / 3) / 2)


def test_a_stale_red_caps_and_is_named(card: Card, observe: Observe) -> None:
    base = {"formula": "m", "target": {"at_least": 20.0}, "threshold": 10.0, "objectives": ["o"], "timing": "lagging"}
    rows = observe("a", "month", [40.0], last=date(2026, 5, 31)) + observe("b", "month", [1.0], last=date(2026, 4, 30))
    found = one(card([{"id": "a", **base}, {"id": "b", **base}], rows, objectives=[{"id": "o"}]))
    assert (found.status, found.counted) == ("amber", 1)
    assert found.reasons == ("red, stale: B", "capped at amber, since a child is red", "1 of 2 without data")


TREE: list[dict[str, object]] = [
    {"id": "top", "perspective": "financial", "weight": 2.0},
    {"id": "mid", "perspective": "financial", "supports": [{"id": "top", "weight": 3.0}]},
    {"id": "low", "perspective": "customer", "supports": ["mid", "top"]},
]


def test_objectives_support_upward_once(rolled: Callable[..., Scorecard]) -> None:
    scorecard = rolled([("top", 4.0, {}), ("mid", 8.0, {}), ("low", 6.0, {})], TREE)
    assert one(scorecard, "mid").score == pytest.approx(7.0)
    assert one(scorecard, "top").score == pytest.approx((4.0 + 3 * 7.0) / 4)
    assert [one(scorecard, id_).children for id_ in ("top", "mid", "low")] == [2, 2, 1]


def test_a_perspective_counts_an_objective_once(rolled: Callable[..., Scorecard]) -> None:
    """`mid` counts in `top`, which has the same perspective; `low` stands in another one."""
    scorecard = rolled([("top", 4.0, {}), ("mid", 8.0, {}), ("low", 6.0, {})], TREE)
    assert one(scorecard, "financial").score == one(scorecard, "top").score
    assert (one(scorecard, "financial").children, one(scorecard, "customer").children) == (1, 1)
    assert one(scorecard, "internal-process").state == "no-data"


def test_objectives_weigh_in_their_perspective(rolled: Callable[..., Scorecard]) -> None:
    scorecard = rolled(
        [("a", 9.0, {}), ("b", 6.0, {})],
        [{"id": "a", "perspective": "customer", "weight": 2.0}, {"id": "b", "perspective": "customer"}],
    )
    assert one(scorecard, "customer").score == pytest.approx(8.0)


def test_a_ring_of_supports_is_cut(rolled: Callable[..., Scorecard]) -> None:
    ring: list[dict[str, object]] = [
        {"id": "a", "supports": ["b"]},
        {"id": "b", "supports": ["a"]},
        {"id": "c", "supports": ["a"]},
        {"id": "d", "supports": ["d"]},
        {"id": "e", "supports": ["nowhere"]},
    ]
    scorecard = rolled([(id_, 8.0, {}) for id_ in "abcde"], ring)
    assert [each.children for each in scorecard.objectives] == [2, 1, 1, 1, 1]


def test_cause_and_effect_never_rolls_up(rolled: Callable[..., Scorecard]) -> None:
    scorecard = rolled([("a", 2.0, {}), ("b", 9.0, {})], [{"id": "a", "drives": ["b"]}, {"id": "b"}])
    assert one(scorecard, "b").score == pytest.approx(9.0)
