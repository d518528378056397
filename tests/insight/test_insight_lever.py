"""What it would take to close a gap, by numbers that a hand can check: changes, limits, costs and times of levers (AUD-4)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vitalfew.insight.edge import Edge, Today
from vitalfew.insight.lever import Lever, Levers, levers
from vitalfew.insight.pulled import change_of, gap_of, mix_of, said_of, usual_of, when_of
from vitalfew.insight.seen import Seen, target_day
from vitalfew.insight.sight import Sight
from vitalfew.load.read import load_texts
from vitalfew.model.graph import Lines

DAY = date(2026, 7, 1)
FRAMEWORK = """
objectives: [{id: grow, statement: Revenue grows, headline: revenue}]
kpis:
  - {id: revenue, unit: EUR, direction: up, objectives: [grow], target: {reach: 3000, by: 2026-12-31}}
  - {id: orders, unit: orders, direction: up, contributes_to: [revenue]}
  - {id: waiting, unit: minutes, direction: down, natural: {min: 0}, guards: [mood]}
  - {id: share, unit: "%", direction: up, natural: {max: 100}}
  - {id: load, unit: "%", target: {within: [70, 80]}}
  - {id: weather, unit: degrees, direction: up, controllable: false}
  - {id: mood, unit: points, direction: up}
"""
VALUES = {"revenue": 2_000.0, "orders": 100.0, "waiting": 10.0, "share": 40.0, "load": 72.0, "weather": 12.0, "mood": 3.0}
EDGES = (
    Edge("orders", "revenue", "identity", 20.0, 20.0, 20.0),
    Edge("waiting", "orders", "estimated", -10.0, -12.0, -8.0, (14.0, 28.0)),
    Edge("waiting", "mood", "estimated", 0.1, 0.05, 0.15),
)


def found(
    *more: Edge,
    values: Mapping[str, float] = VALUES,
    target: float = 3_000.0,
    text: str = FRAMEWORK,
    day: date = DAY,
    **seen: Seen,
) -> Levers:
    framework = load_texts({"framework/main.yaml": text}).framework
    sight = Sight(framework, Today(values, {}), (*EDGES, *more), {"revenue": target, "waiting": 8.0}, Lines(framework))
    return levers(sight, framework.objective["grow"], today=day, seen=seen)


def lever(kpi: str, levers: Levers) -> Lever:
    return next(each for each in levers.levers if each.kpi == kpi)


def test_a_lever_needs_the_gap_divided_by_its_slope_with_the_ends_of_the_interval_turned_over() -> None:
    """1,000 EUR at 200 EUR for each minute less are five minutes; at 160 and 240 they are 6.25 and 4.17."""
    each = lever("waiting", found())
    assert (each.said, each.value, each.grade) == ("closes", 10.0, "estimated")
    assert each.change == pytest.approx(-5.0, rel=0.02)
    assert each.low == pytest.approx(-6.25, rel=0.02)
    assert each.high == pytest.approx(-4.17, rel=0.02)
    assert each.to == pytest.approx(5.0, rel=0.02)
    assert each.relative == pytest.approx(-0.5, rel=0.02)


def test_the_headline_and_what_others_move_are_no_levers_but_what_somebody_steers_is() -> None:
    assert {each.kpi for each in found().levers} == {"waiting"}
    steered = FRAMEWORK.replace("contributes_to: [revenue]", "controllable: true")
    assert lever("orders", found(text=steered)).change == 50
    worked = FRAMEWORK + "initiatives: [{id: shop, name: Shop, status: running, moves: [{kpi: orders, by: 5}]}]\n"
    assert {each.kpi for each in found(text=worked).levers} == {"waiting", "orders"}
    done = worked.replace("running", "done")
    assert {each.kpi for each in found(text=done).levers} == {"waiting"}


def test_what_is_declared_as_not_controllable_is_said_to_be_outside() -> None:
    each = lever("weather", found(Edge("weather", "revenue", "expert", 10.0, 5.0, 15.0)))
    assert (each.said, each.change) == ("outside", None)


@pytest.mark.parametrize(("least", "said"), [(0.5, "closes 30 % at most: it never was below 0"), (-1.0, "would close it alone")])
def test_what_never_was_below_zero_is_taken_not_to_go_there(least: float, said: str) -> None:
    """Three minutes are left of five that it takes, and nobody declared that minutes end at 0."""
    bare = FRAMEWORK.replace("natural: {min: 0}, ", "")
    each = lever(
        "waiting", found(text=bare, values={**VALUES, "waiting": 3.0}, target=4_000.0, waiting=Seen((least, 20.0), (3.0, 9.0)))
    )
    assert said_of(each) == said


def test_a_natural_limit_says_how_much_of_the_gap_is_closed_at_most() -> None:
    """A share of 40 % has 60 points to go, at 5 EUR a point 300 of 1,000 EUR."""
    each = lever("share", found(Edge("share", "revenue", "identity", 5.0, 5.0, 5.0)))
    assert (each.said, each.change, each.to, each.most, each.relative) == ("partly", 200.0, 100.0, 0.3, None)
    assert said_of(each) == "closes 30 % at most: its natural limits stop it"


def test_where_only_the_far_end_of_the_interval_meets_a_limit_it_is_said() -> None:
    each = lever("waiting", found(values=VALUES | {"waiting": 6.0}))
    assert (each.said, each.reason) == ("closes", "at the far end of the interval its natural limits stop it")


def test_an_interval_with_zero_is_not_known_to_close_anything() -> None:
    each = lever("share", found(Edge("share", "revenue", "expert", 5.0, -1.0, 11.0)))
    assert (each.said, each.change, each.reason) == ("unclear", None, "it is not known to close it")


def test_a_lever_without_a_value_is_unclear() -> None:
    each = lever("share", found(Edge("share", "revenue", "expert", 5.0, 4.0, 6.0), values={"revenue": 2_000.0, "orders": 100.0}))
    assert (each.said, each.reason) == ("unclear", "it has no value to move from")


def test_a_lever_that_would_have_to_get_worse_is_no_way() -> None:
    each = lever("share", found(Edge("share", "revenue", "identity", -20.0, -20.0, -20.0)))
    assert (each.said, each.change) == ("worse", -50.0)
    mix = found(Edge("share", "revenue", "identity", -20.0, -20.0, -20.0)).mix
    assert mix is None or "share" not in {pull.kpi for pull in mix.pulls}


def test_a_kpi_within_a_band_is_pulled_no_further_than_its_edge() -> None:
    """Eight points up to the edge of 80 %, at 50 EUR a point, are 400 of 1,000 EUR; 20 points are beyond it."""
    each = lever("load", found(Edge("load", "revenue", "identity", 50.0, 50.0, 50.0), load=Seen((60.0, 99.0), (62.0, 95.0))))
    assert (each.said, each.change, each.usual, each.usual_share, each.known) == ("closes", 20.0, 8.0, 0.4, "reached")


def test_how_far_it_is_known_to_go_is_its_own_target_or_what_it_reached() -> None:
    edge = Edge("share", "revenue", "identity", 100.0, 100.0, 100.0)
    assert lever("share", found(edge)).known is None
    assert lever("share", found(edge, share=Seen((30.0, 55.0), (35.0, 45.0)))).known == "reached"
    each = lever("share", found(edge, share=Seen((30.0, 45.0), (35.0, 44.0))))
    assert (each.known, each.usual, each.usual_share) == ("never", 4.0, 0.4)
    assert lever("waiting", found(target=2_200.0)).known == "target"


def test_what_it_costs_others_is_named_with_its_amount() -> None:
    """Five minutes less are half a point of mood less, which the lever names as its guard."""
    (cost,) = lever("waiting", found()).against
    assert (cost.kpi, cost.named) == ("mood", True)
    assert cost.amount == pytest.approx(-0.5, rel=0.05)
    unnamed = lever("waiting", found(text=FRAMEWORK.replace(", guards: [mood]", ""))).against
    assert [(each.kpi, each.named) for each in unnamed] == [("mood", False)]
    guard = FRAMEWORK.replace("max: 100}", "max: 100}, guards: [weather]")
    (silent,) = lever("share", found(Edge("share", "revenue", "identity", 5.0, 5.0, 5.0), text=guard)).against
    assert (silent.kpi, silent.amount) == ("weather", None)


def test_it_has_to_move_as_long_before_the_target_as_the_path_takes() -> None:
    each = lever("waiting", found())
    assert (each.by, each.is_late, each.soonest) == (date(2026, 12, 3), False, date(2026, 7, 29))
    late = found(day=date(2026, 12, 10))
    assert lever("waiting", late).is_late
    assert late.mix is None
    assert when_of(lever("waiting", late)) == "too late: it takes 2 to 4 weeks; what moves today shows by 7 Jan 2027"


def test_where_the_day_of_the_target_has_passed_no_day_is_asked_for() -> None:
    past = found(day=date(2027, 2, 1))
    assert (past.is_past, lever("waiting", past).by, lever("waiting", past).is_late) == (True, None, False)
    assert "when its day came" in gap_of(past, load_texts({"framework/main.yaml": FRAMEWORK}).framework)


@pytest.mark.parametrize(
    ("text", "target", "said"),
    [
        (FRAMEWORK, 1_900.0, "its target is met already"),
        (FRAMEWORK.replace(", headline: revenue", ""), 3_000.0, "the objective has no headline KPI to measure it by"),
    ],
)
def test_without_a_gap_there_is_nothing_to_close(text: str, target: float, said: str) -> None:
    none = found(text=text, target=target)
    assert (none.levers, none.mix, none.reason) == ((), None, said)


def test_together_the_fewest_that_close_it_are_pulled_and_the_last_no_further_than_needed() -> None:
    """Orders without cost bring 600 of 1,000 EUR, the share 900: the weaker one is not left out, the last is cut."""
    text = FRAMEWORK.replace("contributes_to: [revenue]", "controllable: true")
    edges = (Edge("share", "revenue", "identity", 30.0, 30.0, 30.0), Edge("load", "revenue", "identity", 1.0, 1.0, 1.0))
    all_ = found(*edges, text=text, orders=Seen((80.0, 140.0), (90.0, 130.0)), share=Seen((0.0, 80.0), (10.0, 70.0)))
    assert all_.mix is not None
    assert [pull.kpi for pull in all_.mix.pulls] == ["share", "orders"]
    assert [pull.change for pull in all_.mix.pulls] == pytest.approx([30.0, 5.0])
    assert [pull.share for pull in all_.mix.pulls] == pytest.approx([0.9, 0.1])
    assert all_.mix.closes
    assert all_.mix.low == pytest.approx(1.0)


def test_where_nothing_closes_it_the_answer_is_how_far_one_gets() -> None:
    """Two minutes to the target of eight are 400 of 1,000 EUR."""
    mix = (all_ := found()).mix
    assert mix is not None
    assert not mix.closes
    assert mix.share == pytest.approx(0.4, rel=0.02)
    assert mix.low < 0.4 < mix.high
    text = mix_of(all_, load_texts({"framework/main.yaml": FRAMEWORK}).framework)
    assert text.startswith("Nothing known closes the gap. Pulled as far as they usually reach, these close 40 %: Waiting −2")


def test_levers_of_which_one_moves_the_other_are_not_pulled_together() -> None:
    text = FRAMEWORK.replace("contributes_to: [revenue]", "controllable: true")
    mix = found(text=text, orders=Seen((80.0, 120.0), (90.0, 110.0))).mix
    assert mix is not None
    assert len(mix.pulls) == 1


def test_the_sentences_keep_units_and_percentages() -> None:
    framework = load_texts({"framework/main.yaml": FRAMEWORK}).framework
    all_ = found(Edge("share", "revenue", "identity", 20.0, 20.0, 20.0), share=Seen((30.0, 55.0), (35.0, 45.0)))
    each = lever("share", all_)
    assert change_of(each, framework.kpi["share"]) == "+50.0 pt to 90 %"
    assert usual_of(each, framework.kpi["share"]) == "to its target or best quarter, 45 %: 10 % of the gap"
    assert gap_of(all_, framework) == "Revenue stands at €2,000; €1,000 are left to its target of €3,000 by 31 Dec 2026"


def test_the_day_of_a_table_of_targets_is_its_last() -> None:
    text = FRAMEWORK.replace("{reach: 3000, by: 2026-12-31}", "{values: {2026-11: 2500, 2027-02: 3000}}")
    assert target_day(load_texts({"framework/main.yaml": text}).framework.kpi["revenue"]) == date(2027, 2, 28)


@given(
    slopes=st.tuples(*[st.floats(0.1, 50.0).flatmap(lambda size: st.sampled_from([size, -size]))] * 3),
    gap=st.floats(1.0, 10_000.0),
    good=st.sampled_from(["up", "down"]),
)
def test_pulling_a_lever_as_far_as_computed_closes_exactly_the_gap(
    slopes: tuple[float, float, float], gap: float, good: str
) -> None:
    """Law: in a framework of exact links the change through both ways to the headline is the gap, whichever way is good."""
    text = FRAMEWORK.replace("unit: EUR, direction: up", f"unit: EUR, direction: {good}")
    framework = load_texts({"framework/main.yaml": text}).framework
    near, far, direct = slopes
    edges = (
        Edge("share", "orders", "identity", near, near, near),
        Edge("orders", "revenue", "identity", far, far, far),
        Edge("share", "revenue", "identity", direct, direct, direct),
    )
    slope = near * far + direct
    target = 2_000.0 + (gap if good == "up" else -gap)
    sight = Sight(framework, Today(VALUES, {}), edges, {"revenue": target}, Lines(framework))
    each = lever("share", levers(sight, framework.objective["grow"], today=DAY))
    if abs(slope) > 1e-6:
        assert each.change is not None
        assert 2_000.0 + slope * each.change == pytest.approx(target)


@given(
    slopes=st.tuples(*[st.floats(-50.0, 50.0).filter(lambda slope: abs(slope) > 0.01)] * 3),
    limit=st.floats(41.0, 400.0),
    best=st.tuples(*[st.floats(0.0, 200.0)] * 3),
    gap=st.floats(1.0, 10_000.0),
)
def test_levers_together_close_the_share_that_is_told_and_never_leave_their_limits(
    slopes: tuple[float, float, float], limit: float, best: tuple[float, float, float], gap: float
) -> None:
    """Law: what the pulls do, each by its own slope, is the share of the gap; alone none goes beyond a natural limit."""
    pulled = ("orders", "waiting", "share")
    text = FRAMEWORK.replace("contributes_to: [revenue]", "controllable: true").replace("max: 100", f"max: {limit}")
    framework = load_texts({"framework/main.yaml": text}).framework
    edges = [Edge(kpi, "revenue", "identity", slope, slope, slope) for kpi, slope in zip(pulled, slopes, strict=True)]
    sight = Sight(framework, Today(VALUES, {}), tuple(edges), {"revenue": 2_000.0 + gap}, Lines(framework))
    seen = {kpi: Seen((0.0, reached), (0.0, reached)) for kpi, reached in zip(pulled, best, strict=True)}
    all_ = levers(sight, framework.objective["grow"], today=DAY, seen=seen)
    each = {lever.kpi: lever for lever in all_.levers}
    assert (each["share"].to or 0.0) <= limit + 1e-9 or each["share"].said == "worse"
    assert each["waiting"].said == "worse" or (each["waiting"].to or 0.0) >= -1e-9
    if all_.mix:
        slope = dict(zip(pulled, slopes, strict=True))
        done = sum(slope[pull.kpi] * pull.change for pull in all_.mix.pulls)
        assert done == pytest.approx(all_.mix.share * gap)
        assert all_.mix.share <= 1 + 1e-9
        assert all(abs(pull.change) <= abs(each[pull.kpi].usual or 0.0) + 1e-9 for pull in all_.mix.pulls)
