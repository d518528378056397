"""Changes go by calendar, never by row, and a partial period is never compared (MON-2)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from vitalfew.model.verdict import Change, Scorecard, Verdict

Card = Callable[..., Scorecard]
Observe = Callable[..., list[dict[str, object]]]
Values = dict[str, list[float | str | None]]
LAST = {"day": date(2026, 6, 22), "week": date(2026, 6, 21), "month": date(2026, 5, 31), "quarter": date(2026, 3, 31),
        "year": date(2025, 12, 31)}  # fmt: skip


def judged(card: Card, observe: Observe, every: str, values: Values, **kpi: object) -> Verdict:
    rows = [row for grain, series in values.items() for row in observe("k", grain, series, last=LAST[grain])]
    return card([{"id": "k", "every": every, "formula": "m", **kpi}], rows).verdicts[0]


def test_a_weekly_kpi_compares_weeks_months_and_years(card: Card, observe: Observe) -> None:
    weeks: list[float | str | None] = [50.0, *[1.0] * 50, 80.0, 100.0]
    change = judged(card, observe, "week", {"week": weeks, "month": [300.0, 450.0]}).change
    assert change.previous == Change(20.0, 0.25, better=True)
    assert change.wow == Change(20.0, 0.25, better=True)
    assert change.mom == Change(150.0, 0.5, better=True)
    assert change.yoy == Change(50.0, 1.0, better=True)


def test_a_daily_kpi_compares_its_newest_whole_weeks(card: Card, observe: Observe) -> None:
    change = judged(card, observe, "day", {"day": [7.0, 8.0], "week": [40.0, 50.0], "month": [100.0, 90.0]}).change
    assert (change.previous.value, change.wow.value, change.mom.value) == (1.0, 10.0, -10.0)


@pytest.mark.parametrize(
    ("every", "wow", "mom"),
    [("day", "not-measured", "not-measured"), ("week", "not-measured", "not-measured"), ("month", "grain", "not-measured"),
     ("quarter", "grain", "grain"), ("year", "grain", "grain")],
)  # fmt: skip
def test_a_grain_that_has_no_such_comparison_says_so(card: Card, observe: Observe, every: str, wow: str, mom: str) -> None:
    change = judged(card, observe, every, {every: [5.0]}).change
    assert (change.wow.missing, change.mom.missing) == (wow, mom)
    assert (change.previous, change.yoy) == (Change(None, missing="not-measured"), Change(None, missing="not-measured"))


def test_a_missing_period_is_no_step_to_the_one_before(card: Card, observe: Observe) -> None:
    change = judged(card, observe, "month", {"month": [10.0, "no-rows", 30.0]}).change
    assert change.previous == change.mom == Change(None, missing="no-rows")


def test_a_hole_without_a_row_is_no_step_either(card: Card, observe: Observe) -> None:
    assert judged(card, observe, "month", {"month": [10.0, None, 30.0]}).change.previous == Change(None, missing="not-measured")


def test_a_partial_period_is_not_compared(card: Card, observe: Observe) -> None:
    rows = observe("k", "month", [10.0], last=date(2026, 4, 30), complete=False) + observe(
        "k", "month", [30.0], last=LAST["month"]
    )
    change = card([{"id": "k", "formula": "m"}], rows).verdicts[0].change
    assert change.mom == Change(None, missing="partial")


def test_a_newest_month_without_value_is_not_passed_over(card: Card, observe: Observe) -> None:
    change = judged(card, observe, "week", {"week": [1.0, 2.0], "month": [10.0, 20.0, "no-rows"]}).change
    assert change.mom == Change(None, missing="no-rows")


MOVES: list[tuple[str, dict[str, object], float, Change]] = [
    ("up is better", {}, 10.0, Change(5.0, 0.5, better=True)),
    ("up is worse where less is better", {"direction": "down"}, 10.0, Change(5.0, 0.5, better=False)),
    ("percent moves in points", {"unit": "%"}, 10.0, Change(5.0, None, better=True)),
    ("no fraction of nothing", {}, 0.0, Change(15.0, None, better=True)),
    ("no fraction of a negative", {}, -5.0, Change(20.0, None, better=True)),
    ("no move is neither", {}, 15.0, Change(0.0, 0.0, better=None)),
    ("band: nearer is better", {"target": {"within": [12.0, 14.0]}}, 10.0, Change(5.0, 0.5, better=True)),
    ("band: leaving is worse", {"target": {"within": [9.0, 11.0]}}, 10.0, Change(5.0, 0.5, better=False)),
    ("band: inside is neither", {"target": {"within": [9.0, 21.0]}}, 10.0, Change(5.0, 0.5, better=None)),
    ("a band that is not given is neither", {"direction": "within"}, 10.0, Change(5.0, 0.5, better=None)),
]


@pytest.mark.parametrize(("kpi", "before", "change"), [row[1:] for row in MOVES], ids=[row[0] for row in MOVES])
def test_relative_and_better(card: Card, observe: Observe, kpi: dict[str, object], before: float, change: Change) -> None:
    assert judged(card, observe, "month", {"month": [before, 15.0]}, **kpi).change.mom == change


def test_prior_year_by_date_is_the_week_that_holds_the_date(card: Card, observe: Observe) -> None:
    """The week of Monday 2026-01-05 has 2025-01-05, a Sunday, in the week before the one 52 weeks back."""
    weeks: list[float | str | None] = [5.0, 7.0, *[1.0] * 51, 100.0]
    rows = observe("k", "week", weeks, last=date(2026, 1, 11))
    kpi = {"id": "k", "every": "week", "formula": "m"}
    for way, value in (("weeks", 93.0), ("date", 95.0)):
        verdict = card([kpi], rows, today=date(2026, 1, 13), calendar={"prior_year": way}).verdicts[0]
        assert verdict.change.yoy.value == value
