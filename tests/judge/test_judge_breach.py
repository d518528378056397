"""The current partial period is judged for a breach alone: one that the days to come cannot mend."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vitalfew.judge.breach import way
from vitalfew.model.framework import Framework
from vitalfew.model.outlook import Breach
from vitalfew.model.verdict import Scorecard, Verdict

Observe = Callable[..., list[dict[str, object]]]
Card = Callable[..., Scorecard]
Judge = Callable[..., Verdict]
LAST, NOW = date(2026, 6, 21), date(2026, 6, 23)
MEASURES = [
    {"id": "faults", "date": "day", "value": "count(*)"},
    {"id": "people", "date": "day", "value": "count(DISTINCT who)"},
    {"id": "cost", "date": "day", "value": "sum(amount)"},
    {"id": "worst", "date": "day", "value": "max(delay)"},
    {"id": "least", "date": "day", "value": "min(stock)"},
    {"id": "typical", "date": "day", "value": "avg(delay)"},
    {"id": "odds", "date": "day", "value": "count(a) / count(b)"},
    {"id": "trailing", "date": "day", "value": "count(*)", "over": {"days": 28}},
    {"id": "ever", "date": "day", "value": "count(*)", "over": "all"},
    {"id": "level", "date": "day", "value": "count(*)", "balance": True},
    {"id": "asked", "sql": "select 1"},
    {"id": "worst_or_zero", "date": "day", "value": "max(delay)", "empty": "zero"},
]
FEW: dict[str, Any] = {"target": {"at_most": 5.0}, "threshold": 10.0}


@pytest.fixture(scope="session")
def judged(card: Card, observe: Observe) -> Judge:
    """Judge one weekly KPI with a whole week and a value so far in this one."""

    def verdict(so_far: float, *, before: float = 1.0, every: str = "week", last: date = LAST, **kpi: Any) -> Verdict:
        rows = [*observe("k", every, [before], last=last), *observe("k", every, [so_far], last=NOW, complete=False)]
        return card([{"id": "k", "every": every, "formula": "faults", **kpi}], rows, measures=MEASURES).verdicts[0]

    return verdict


WAYS: dict[str, str | None] = {
    "faults": "rising",
    "people": "rising",
    "worst": "rising",
    "ever": "rising",
    "least": "falling",
    "-faults": "falling",
    "faults + 2 * people - least": "rising",
    "max(faults, worst) / 7": "rising",
    "faults * -3": "falling",
    "kpi.other + faults": "rising",
    "cost": None,
    "typical": None,
    "odds": None,
    "trailing": None,
    "level": None,
    "asked": None,
    "nobody": None,
    "worst_or_zero": None,
    "faults / people": None,
    "7 / faults": None,
    "faults * people": None,
    "faults - people": None,
    "faults * 0": None,
    "faults * -people": None,
    "abs(least)": None,
    "kpi.k + faults": None,
    "faults +": None,
    "3": "fixed",
}


def framework(formula: str, **kpi: object) -> Framework:
    kpis = [{"id": "k", "formula": formula, **kpi}, {"id": "other", "formula": "people"}]
    return Framework.model_validate({"kpis": kpis, "measures": MEASURES})


@pytest.mark.parametrize(("formula", "moves"), WAYS.items())
def test_the_way_a_value_can_move(formula: str, moves: str | None) -> None:
    found = framework(formula)
    assert way(found, found.kpi["k"]) == moves


NATURAL: dict[str, tuple[str, dict[str, float], str | None]] = {
    "a sum that is never below zero": ("cost", {"min": 0.0}, "rising"),
    "a sum that is never above zero": ("cost", {"max": 0.0}, "falling"),
    "a sum that may be below zero": ("cost", {"min": -1.0}, None),
    "a difference of sums that is never below zero": ("cost / 2 - faults", {"min": 0.0}, "rising"),
    "a mean adds nothing up": ("typical", {"min": 0.0}, None),
    "a constant is not added anew": ("cost + 3", {"min": 0.0}, None),
    "distinct values do not add up": ("people - cost", {"min": 0.0}, None),
    "a ratio does not add up": ("cost / faults", {"min": 0.0}, None),
}


@pytest.mark.parametrize(("formula", "natural", "moves"), NATURAL.values(), ids=NATURAL)
def test_what_the_natural_limits_say_of_sums(formula: str, natural: dict[str, float], moves: str | None) -> None:
    found = framework(formula, natural=natural)
    assert way(found, found.kpi["k"]) == moves


def test_other_ways_to_fold_time_or_units_say_nothing() -> None:
    for said in ({"over_time": "mean"}, {"over_time": "last"}, {"over_org_units": "mean"}):
        found = framework("faults", **said)
        assert way(found, found.kpi["k"]) is None


def test_a_count_past_its_threshold_is_a_breach_before_the_week_is_over(judged: Judge) -> None:
    """MON-3: what has been breached is told at once."""
    found = judged(11.0, **FEW)
    assert found.breach == Breach("threshold", "2026-W26", date(2026, 6, 22), date(2026, 6, 29), 11.0, 10.0)
    assert (found.status, found.value, found.to_date) == ("green", 1.0, 11.0)
    assert "already above the threshold 10 in 2026-W26, with 11 so far; the days to come cannot mend it" in found.reasons
    assert [(each.trigger, each.opens, each.since) for each in found.triggers] == [
        ("beyond_threshold", "escalation", date(2026, 6, 22))
    ]


def test_a_count_past_its_target_alone_cannot_be_green_any_more(judged: Judge) -> None:
    found = judged(6.0, **FEW)
    assert found.breach is not None
    assert (found.breach.of, found.breach.limit, found.triggers) == ("target", 5.0, ())


RECOVERS: dict[str, tuple[float, dict[str, Any]]] = {
    "exactly at the limits": (5.0, FEW),
    "a mean": (50.0, {**FEW, "formula": "typical"}),
    "a count that is still too low": (0.0, {"target": {"at_least": 5.0}, "threshold": 2.0}),
    "a count of which more is better": (50.0, {"target": {"at_least": 5.0}, "threshold": 2.0}),
    "under a band": (0.0, {"target": {"within": (5.0, 9.0)}, "threshold": (2.0, 12.0)}),
    "no target": (50.0, {"direction": "down"}),
    "paused": (50.0, {**FEW, "lifecycle": "paused"}),
}


@pytest.mark.parametrize(("so_far", "kpi"), RECOVERS.values(), ids=RECOVERS)
def test_what_can_recover_is_not_judged(judged: Judge, so_far: float, kpi: dict[str, Any]) -> None:
    assert judged(so_far, **kpi).breach is None


def test_a_minimum_under_its_floor_and_a_count_over_its_band_are_decided(judged: Judge) -> None:
    floor = judged(1.0, formula="least", target={"at_least": 5.0}, threshold=2.0).breach
    band = judged(13.0, target={"within": (5.0, 9.0)}, threshold=(2.0, 12.0)).breach
    side = judged(10.0, target={"within": (5.0, 9.0)}, threshold=(2.0, 12.0)).breach
    assert [(each.of, each.limit) for each in (floor, band, side) if each] == [
        ("threshold", 2.0),
        ("threshold", 12.0),
        ("target", 9.0),
    ]


def test_the_limit_is_that_of_the_period_s_last_day(judged: Judge) -> None:
    """On a path down from 20 to 8 within the week the count of 11 is too much at its end, not yet today."""
    found = judged(11.0, target={"at_most": 5.0}, threshold={date(2026, 6, 21): 20.0, date(2026, 6, 28): 8.0}).breach
    assert found is not None
    assert (found.of, found.limit) == ("threshold", 8.0)


def test_a_breach_that_goes_on_is_told_once(judged: Judge) -> None:
    found = judged(12.0, before=11.0, **FEW)
    assert found.breach is not None
    assert [(each.trigger, each.since) for each in found.triggers] == [("beyond_threshold", date(2026, 6, 15))]


def test_a_target_to_date_is_asked_of_the_year_so_far(card: Card, observe: Observe) -> None:
    """Forty in five months and six so far in June are past the forty-five allowed by its end; four are not."""
    table = {f"2026-{month:02}": 7.5 for month in range(1, 13)}
    kpi = {"id": "k", "formula": "faults", "direction": "down", "target": {"values": table, "applies_to": "to-date"}}
    found = []
    for so_far in (4.0, 6.0):
        rows = [*observe("k", "month", [8.0] * 5, last=date(2026, 5, 31)), *observe("k", "month", [so_far], complete=False)]
        found.append(card([kpi], rows, measures=MEASURES).verdicts[0].breach)
    assert found[0] is None
    assert found[1] is not None
    assert (found[1].of, found[1].value) == ("target", 46.0)
    assert found[1].limit == pytest.approx(45.0)


def test_in_the_first_period_of_the_year_to_date_is_the_period(card: Card, observe: Observe) -> None:
    table = {f"2026-{month:02}": 7.5 for month in range(1, 13)}
    kpi = {"id": "k", "formula": "faults", "direction": "down", "target": {"values": table, "applies_to": "to-date"}}
    rows = [
        *observe("k", "month", [8.0] * 12, last=date(2025, 12, 31)),
        *observe("k", "month", [9.0], last=date(2026, 1, 20), complete=False),
    ]
    found = card([kpi], rows, measures=MEASURES, today=date(2026, 1, 20)).verdicts[0].breach
    assert found is not None
    assert found.value == 9.0


@settings(max_examples=25, deadline=None)
@given(
    days=st.lists(st.integers(0, 6), min_size=7, max_size=7),
    known=st.integers(1, 6),
    target=st.integers(0, 20),
    room=st.integers(1, 10),
)
def test_what_is_called_decided_comes_true(judged: Judge, days: list[int], known: int, target: int, room: int) -> None:
    """Whatever the other days bring: past the threshold the whole week is red, past the target it is not green."""
    kpi: dict[str, Any] = {"target": {"at_most": float(target)}, "threshold": float(target + room)}
    breach = judged(float(sum(days[:known])), **kpi).breach
    whole = judged(0.0, before=float(sum(days)), **kpi)
    if breach is not None:
        assert whole.status == "red" if breach.of == "threshold" else whole.status != "green"
    if known == 6 and days[6] == 0:
        assert (breach is None) == (whole.status == "green")
