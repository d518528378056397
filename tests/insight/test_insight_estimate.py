"""What is said of declared links keeps its word where the truth is known, and says where there is too little (AUD-4, MON-5)."""

from __future__ import annotations

from itertools import chain

import pyarrow as pa
import pytest

from bench.linked import organisation
from bench.links import Seen, look
from vitalfew.insight.estimate import Estimate, estimates, window
from vitalfew.load.read import load_texts
from vitalfew.model.framework import Framework
from vitalfew.model.kpi import Lag

SEEDS = range(1_000, 1_030)


@pytest.fixture(scope="module")
def seen() -> list[Seen]:
    """The links of some organisations, each with what was estimated of it."""
    return list(chain.from_iterable(map(look, SEEDS)))


def test_nine_intervals_in_ten_hold_the_truth(seen: list[Seen]) -> None:
    told = [each for each in seen if each.planted.effect and not each.is_silent]
    held = sum(each.is_covered for each in told)
    assert len(told) > 60
    assert 0.82 <= held / len(told) <= 0.98


def test_few_null_links_are_called_real_even_under_a_common_trend(seen: list[Seen]) -> None:
    null = [each for each in seen if not each.planted.effect and not each.is_silent]
    assert len(null) > 30
    assert sum(each.is_told for each in null) <= 3


def test_the_lag_is_right_where_the_signal_is_twice_the_noise(seen: list[Seen]) -> None:
    loud = [each for each in seen if each.planted.effect and each.planted.signal >= 2 and not each.is_silent]
    assert sum(each.is_right_lag for each in loud) / len(loud) >= 0.8
    assert sum(each.estimate.said == "clear" for each in loud) / len(loud) >= 0.8


def test_a_short_history_is_not_enough_and_says_what_would_be(seen: list[Seen]) -> None:
    short = [each.estimate for each in seen if each.planted.length <= 26]
    assert {each.said for each in short} == {"not-enough"}
    assert all(each.effect is None for each in short)
    assert all("not enough data" in each.reason for each in short)


def reread(framework: str) -> Framework:
    return load_texts({"framework/main.yaml": framework}).framework


TWO = """
kpis:
  - {{id: leader-0, unit: points, every: {grain}, direction: up, drives: [{drive}]}}
  - {{id: follower-0, unit: points, every: {grain}, direction: {direction}}}
"""


def declared(drive: str, *, direction: str = "up", edit: str = "") -> Estimate | None:
    """The first link of an organisation, declared otherwise."""
    drawn = organisation(7)
    link = drawn.planted[0]
    text = TWO.format(grain=link.grain, drive=drive, direction=direction) + edit
    found = estimates(reread(text), drawn.latest)
    return found[0] if found else None


def test_the_other_direction_than_the_declared_one_is_said() -> None:
    truth = organisation(7).planted[0]
    assert truth.effect
    one, other = ("up", "down") if truth.effect > 0 else ("down", "up")
    same, against = (declared("{kpi: follower-0}", direction=each) for each in (one, other))
    assert same is not None
    assert against is not None
    assert (same.said, against.said) == ("clear", "against")
    assert same.effect == against.effect
    assert same.reason != against.reason


@pytest.mark.parametrize("drive", ["{kpi: follower-0, evidence: identity}", "{kpi: leader-0}", "{kpi: nowhere}"])
def test_what_is_no_link_of_its_own_is_not_estimated(drive: str) -> None:
    assert declared(drive) is None


def test_an_elasticity_of_values_below_zero_is_refused_in_words() -> None:
    found = declared("{kpi: follower-0, elasticity: 1}")
    assert found is not None
    assert found.effect is None
    assert found.reason == "an elasticity needs values above zero"


def test_a_change_of_definition_or_a_declared_break_is_no_change() -> None:
    drawn = organisation(7)
    whole = estimates(drawn.framework, drawn.latest)[0]
    kpi = pa.array(["r2" if row["kpi"] == "leader-0" and row["number"] % 2 else "r" for row in drawn.latest.to_pylist()])
    place = drawn.latest.schema.get_field_index("recipe")
    recipes = drawn.latest.set_column(place, "recipe", kpi)
    assert estimates(drawn.framework, recipes)[0].effect is None
    assert whole.effect is not None


@pytest.mark.parametrize(
    ("after", "grain", "expected"),
    [
        (Lag(weeks=6), "week", (4, 8)),
        (Lag(days=(60, 90)), "week", (6, 16)),
        (Lag(months=2), "month", (1, 3)),
        (Lag(weeks=2), "month", (0, 1)),
        (None, "month", (0, 3)),
    ],
)
def test_lags_are_looked_for_about_the_declared_ones(after: Lag | None, grain: str, expected: tuple[int, int]) -> None:
    assert window(after, grain) == expected  # type: ignore[arg-type]  # a parametrised grain is a str


def test_what_is_asked_again_is_not_estimated_again() -> None:
    drawn = organisation(3)
    copied = drawn.latest.slice(0)
    found = estimates(drawn.framework, drawn.latest)
    assert estimates(drawn.framework, drawn.latest) is found
    assert estimates(drawn.framework, copied) == found
    assert estimates(drawn.framework, copied) is not found
    fewer = drawn.latest.slice(0, drawn.latest.num_rows // 2)
    assert estimates(drawn.framework, fewer) != found
