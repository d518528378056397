"""Where the target stands on the last day of the judged period (TGT-1)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

import pytest

from vitalfew.base.period import Calendar
from vitalfew.judge.parameter import due_number
from vitalfew.judge.path import segments
from vitalfew.model.kpi import Kpi
from vitalfew.model.verdict import Scorecard, Verdict

Card = Callable[..., Scorecard]
Observe = Callable[..., list[dict[str, object]]]
START = {"value": 100.0, "on": "2026-01-01"}
REACH = {"reach": 465.0, "by": "2026-12-31"}  # 364 days for 365 units
POINT = {date(2026, 1, 11): 200.0}
MONTHS = {"values": {"2026-04": 10.0, "2026-05": 20.0, "2026-06": 30.0}}


def aim(kpi: Mapping[str, object], day: date, role: str = "target", calendar: Calendar | None = None) -> float | None:
    """Read a path in plain Python."""
    found = [
        each.from_value + (each.to_value - each.from_value) * (day.toordinal() - each.from_day) / (each.to_day - each.from_day)
        for each in segments(Kpi.model_validate({"id": "k", **kpi}), calendar or Calendar())
        if each.role == role and each.from_day <= day.toordinal() < each.to_day
    ]
    assert len(found) <= 1
    return found[0] if found else None


CASES: list[tuple[str, dict[str, object], str, float | None]] = [
    ("at least is the same on every day", {"target": {"at_least": 7.0}}, "1999-01-01", 7.0),
    ("at most is the same on every day", {"target": {"at_most": 7.0}}, "2099-01-01", 7.0),
    ("within has no path", {"target": {"within": [1.0, 2.0]}}, "2026-01-01", None),
    ("linear starts at the baseline", {"baseline": START, "target": REACH}, "2026-01-01", 100.0),
    ("linear before the baseline stays on it", {"baseline": START, "target": REACH}, "2025-06-01", 100.0),
    ("linear goes evenly by day", {"baseline": START, "target": REACH}, "2026-07-02", 100 + 365 * 182 / 364),
    ("linear arrives on the date", {"baseline": START, "target": REACH}, "2026-12-31", 465.0),
    ("after the date the value stays", {"baseline": START, "target": REACH}, "2031-01-01", 465.0),
    ("a baseline stretch starts on its last day", {"baseline": {"value": 1.0, "from": "2026-01-01", "to": "2026-01-31"},
     "target": {"reach": 2.0, "by": "2026-02-02"}}, "2026-02-01", 1.5),
    ("without a dated baseline the value holds at once", {"target": REACH}, "2026-01-01", 465.0),
    ("an undated baseline starts when the KPI does", {"since": "2026-01-01", "baseline": {"value": 100.0}, "target": REACH},
     "2026-01-01", 100.0),
    ("without a date the value holds at once", {"baseline": START, "target": {"reach": 465.0}}, "2026-01-02", 465.0),
    ("hold keeps the last point", {"baseline": START, "target": {**REACH, "path": "hold"}}, "2026-12-30", 100.0),
    ("hold takes the last step on the date", {"baseline": START, "target": {**REACH, "path": "hold"}}, "2026-12-31", 465.0),
    ("points are joined by lines", {"baseline": START, "target": {**REACH, "path": POINT}}, "2026-01-06", 150.0),
    ("a point is met on its day", {"baseline": START, "target": {**REACH, "path": POINT}}, "2026-01-11", 200.0),
    ("points lead on to the value", {"baseline": START, "target": {"reach": 400.0, "by": "2026-01-21",
     "path": POINT}}, "2026-01-16", 300.0),
    ("a point after the date does not count", {"target": {**REACH, "path": {date(2027, 1, 11): 9.0}}}, "2027-02-01", 465.0),
    ("points without a date keep the last one", {"target": {"reach": 465.0, "path": POINT}}, "2026-09-01", 200.0),
    ("a month's value holds on its first day", {"target": MONTHS}, "2026-05-01", 20.0),
    ("a month's value holds on its last day", {"target": MONTHS}, "2026-05-31", 20.0),
    ("outside the table there is none", {"target": MONTHS}, "2026-07-01", None),
    ("a day's value holds in the period that holds it", {"every": "week", "target": {"values": {"2026-06-17": 5.0}}},
     "2026-06-21", 5.0),
    ("to date, months add up", {"target": {**MONTHS, "applies_to": "to-date"}}, "2026-05-31", 30.0),
    ("to date, a month grows evenly by day", {"target": {**MONTHS, "applies_to": "to-date"}}, "2026-06-15", 45.0),
]  # fmt: skip


@pytest.mark.parametrize(("kpi", "day", "value"), [row[1:] for row in CASES], ids=[row[0] for row in CASES])
def test_target_on_a_day(kpi: Mapping[str, object], day: str, value: float | None) -> None:
    found = aim(kpi, date.fromisoformat(day))
    assert found == (None if value is None else pytest.approx(value, rel=1e-12))


def test_sums_to_date_begin_anew_with_the_fiscal_year() -> None:
    target = {"target": {**MONTHS, "applies_to": "to-date"}}
    assert aim(target, date(2026, 6, 30), calendar=Calendar(fiscal_month=5)) == 50.0


@pytest.mark.parametrize(
    ("threshold", "day", "value"),
    [
        pytest.param(5.0, "2026-01-01", 5.0, id="a number is the same on every day"),
        pytest.param({date(2026, 1, 1): 10.0, date(2026, 1, 11): 20.0}, "2026-01-06", 15.0, id="a path is joined by lines"),
        pytest.param({date(2026, 1, 1): 10.0, date(2026, 1, 11): 20.0}, "2026-03-06", 20.0, id="a path keeps its last value"),
    ],
)
def test_threshold_on_a_day(threshold: object, day: str, value: float) -> None:
    assert aim({"threshold": threshold}, date.fromisoformat(day), "threshold") == value


def monthly(card: Card, observe: Observe, values: list[float | str | None], **kpi: object) -> Verdict:
    rows = observe("k", "month", values, last=date(2026, 6, 30))
    return card([{"id": "k", "formula": "m", **kpi}], rows, today=date(2026, 7, 1)).verdicts[0]


def test_target_now_is_read_on_the_last_day_of_the_judged_period(card: Card, observe: Observe) -> None:
    verdict = monthly(card, observe, [300.0], baseline=START, target=REACH, threshold=90.0)
    now = 100 + 365 * 180 / 364
    assert verdict.target_now == pytest.approx(now, rel=1e-12)
    assert (verdict.target, verdict.threshold, verdict.status) == (465.0, 90.0, "green")
    assert verdict.progress == pytest.approx(200 / 365, rel=1e-12)
    assert verdict.pace == pytest.approx(200 / (now - 100), rel=1e-12)


def test_after_its_date_the_target_stands_and_is_said_to_have_passed(card: Card, observe: Observe) -> None:
    verdict = monthly(card, observe, [300.0], target={"reach": 310.0, "by": "2026-03-31"}, threshold=200.0)
    assert (verdict.target_now, verdict.status) == (310.0, "amber")
    assert verdict.reasons == ("below the target 310 in 2026-06", "the target date 2026-03-31 has passed")


def test_on_its_date_the_target_has_not_passed(card: Card, observe: Observe) -> None:
    verdict = monthly(card, observe, [300.0], target={"reach": 310.0, "by": "2026-06-30"}, threshold=200.0)
    assert verdict.reasons == ("below the target 310 in 2026-06",)


def test_progress_and_pace_are_null_without_a_baseline_or_where_it_is_the_target(card: Card, observe: Observe) -> None:
    for kpi in ({}, {"baseline": {"value": 310.0, "on": "2026-01-01"}}):
        verdict = monthly(card, observe, [300.0], target={"at_least": 310.0}, threshold=200.0, **kpi)
        assert (verdict.progress, verdict.pace) == (None, None)


def test_progress_is_not_clamped(card: Card, observe: Observe) -> None:
    verdict = monthly(card, observe, [70.0], baseline=START, target={"at_most": 80.0}, direction="down")
    assert (verdict.progress, verdict.pace) == (1.5, 1.5)


def test_a_prior_year_path_asks_for_last_years_value(card: Card, observe: Observe) -> None:
    target = {"reach": 500.0, "by": "2026-12-31", "path": "prior-year"}
    verdict = monthly(card, observe, [200.0, *[1.0] * 11, 210.0], target=target, threshold=100.0)
    assert (verdict.target_now, verdict.status) == (200.0, "green")


def test_a_prior_year_path_ends_at_its_date(card: Card, observe: Observe) -> None:
    target = {"reach": 500.0, "by": "2026-06-30", "path": "prior-year"}
    assert monthly(card, observe, [200.0, *[1.0] * 11, 210.0], target=target).target_now == 500.0


@pytest.mark.parametrize(
    ("target", "sentence"),
    [
        pytest.param({"reach": 500.0, "by": "2026-12-31", "path": "prior-year"},
                     "the year before 2026-06 has no value to serve as target", id="no value a year ago"),
        pytest.param({"values": {"2026-05": 1.0}}, "the table of target values says nothing for 2026-06", id="no entry"),
    ],
)  # fmt: skip
def test_a_target_that_says_nothing_now_is_no_target(
    card: Card, observe: Observe, target: dict[str, object], sentence: str
) -> None:
    verdict = monthly(card, observe, [210.0], target=target, threshold=1.0)
    assert (verdict.state, verdict.status, verdict.target_now, verdict.reasons) == ("no-target", None, None, (sentence,))


APRIL = Calendar(fiscal_month=4)
TO_DATE = {"target": {**MONTHS, "applies_to": "to-date"}, "threshold": 40.0}


@pytest.mark.parametrize(
    ("values", "value", "status"),
    [
        pytest.param([9.0, 21.0, 30.0], 60.0, "green", id="the sum reaches the sum of the table"),
        pytest.param([9.0, 20.0, 30.0], 59.0, "amber", id="a good month does not make up for the year"),
        pytest.param([0.0, 0.0, 39.0], 39.0, "red", id="the sum is under the threshold"),
        pytest.param([9.0, "no-rows", 30.0], None, None, id="a hole leaves it unjudged"),
        pytest.param([20.0, 30.0], None, None, id="a year that begins in the middle leaves it unjudged"),
    ],
)
def test_to_date_compares_fiscal_year_sums(
    card: Card, observe: Observe, values: list[float | str], value: float | None, status: str | None
) -> None:
    rows = observe("k", "month", [999.0, *values] if len(values) == 3 else values, last=date(2026, 6, 30), calendar=APRIL)
    calendar = {"fiscal_year_starts": "04-01"}
    verdict = card([{"id": "k", "formula": "m", **TO_DATE}], rows, today=date(2026, 7, 1), calendar=calendar).verdicts[0]
    assert (verdict.value, verdict.status) == (value, status)
    if value is None:
        assert (verdict.state, verdict.reasons) == ("no-data", ("the fiscal year to 2026-06 holds a period without a value",))
    else:
        assert verdict.target_now == 60.0
        assert verdict.reasons[-1] == "judged on the fiscal year to date"


def test_to_date_ratios_are_ratios_of_sums(card: Card, observe: Observe) -> None:
    rows: list[dict[str, object]] = []
    for month, (part, whole) in enumerate([(1.0, 10.0), (30.0, 40.0), (5.0, 50.0)], start=4):
        rows += observe(
            "k", "month", [100 * part / whole], last=date(2026, month, 1), calendar=APRIL, numerator=part, denominator=whole
        )
    kpi = {"id": "k", "unit": "%", "formula": "a / b", "target": {"at_least": 36.0, "applies_to": "to-date"}, "threshold": 30.0}
    verdict = card([kpi], rows, today=date(2026, 7, 1), calendar={"fiscal_year_starts": "04-01"}).verdicts[0]
    assert verdict.value == pytest.approx(36.0, rel=1e-12)
    assert verdict.status == "green"


@pytest.mark.parametrize(
    ("due", "today", "newest"),
    [
        pytest.param(None, date(2026, 6, 23), date(2026, 6, 8), id="by default one business day, its day included"),
        pytest.param(None, date(2026, 6, 24), date(2026, 6, 15), id="by default one business day, passed"),
        pytest.param("1 week", date(2026, 6, 24), date(2026, 6, 8), id="a week"),
        pytest.param("4 hours", date(2026, 6, 23), date(2026, 6, 8), id="hours round up to a day"),
    ],
)
def test_newest_due_period(due: str | None, today: date, newest: date) -> None:
    assert due_number("week", due, Calendar(), today) == Calendar().period("week", newest).number


def test_a_due_time_longer_than_anyone_looks_back_leaves_every_period_fresh() -> None:
    assert due_number("year", "9999 months", Calendar(), date(2026, 6, 23)) < 2000
