"""Laws of the whole history: what is judged of a period does not depend on what came later, nor on the unit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vitalfew.base.period import Calendar
from vitalfew.model.verdict import Limits, Scorecard, Verdict

Observe = Callable[..., list[dict[str, object]]]
Card = Callable[..., Scorecard]
Spec = dict[str, Any]
CALENDAR = Calendar(fiscal_month=4)
LAST = date(2026, 5, 31)
TODAY = date(2026, 6, 2)
few = settings(max_examples=10, deadline=None)
# Eighths meet each other often, so that ties are common, and scale exactly by powers of two.
number = st.integers(-80, 80).map(lambda eighths: eighths / 8)
values = st.lists(st.one_of(st.none(), number, number, number), min_size=1, max_size=30)
months = [f"{year}-{month:02}" for year in (2024, 2025, 2026) for month in range(1, 13)]
TARGETS = st.one_of(
    st.builds(lambda value: {"at_least": value}, number),
    st.builds(lambda value: {"at_most": value}, number),
    st.builds(lambda low, width: {"within": (low, low + width + 1)}, number, st.integers(0, 9)),
    st.builds(lambda value: {"reach": value, "by": date(2026, 3, 31)}, number),
    st.builds(lambda value: {"reach": value, "by": date(2027, 3, 31), "path": "prior-year"}, number),
    st.builds(
        lambda each, to_date: {"values": dict.fromkeys(months, each), "applies_to": "to-date" if to_date else "period"},
        number,
        st.booleans(),
    ),
)


@st.composite
def specs(draw: st.DrawFn) -> Spec:
    """A monthly KPI with a target of any kind, triggers, a rule set and perhaps a declared segment."""
    target = draw(TARGETS)
    good = {"at_most": "down", "within": "within"}.get(next(iter(target)), "up")
    low = draw(number)
    cut = draw(st.lists(st.sampled_from([date(2024, 11, 1), date(2025, 8, 15)]), unique=True))
    return {
        "direction": good,
        "target": target,
        "threshold": (low, low + 20) if good == "within" else low,
        "baseline": {"value": draw(number), "on": date(2024, 1, 1)},
        "signals": {"rules": draw(st.sampled_from(["wheeler", "pump", "nhs", "western-electric"])), "segments": cut},
        "escalate": [{"worse_in_a_row": 2}, {"missed": 2}, {"missed": [2, 3]}, {"signal_against": True}, {"stale": 1}],
    }


cases = st.lists(st.tuples(specs(), values), min_size=1, max_size=8)


@pytest.fixture(scope="module")
def judge_all(card: Card, observe: Observe) -> Callable[..., list[Verdict]]:
    """Judge many KPIs at once, whose last value is of May, as of a day."""

    def judged(cases: Sequence[tuple[Spec, Sequence[float | None]]], *, today: date = TODAY) -> list[Verdict]:
        kpis = [{"id": f"k{at}", "formula": "m", **spec} for at, (spec, _) in enumerate(cases)]
        rows = [
            row
            for at, (_, each) in enumerate(cases)
            for row in observe(f"k{at}", "month", each, last=LAST, calendar=CALENDAR, denominator=2.0 if at % 2 else None)
        ]
        return list(card(kpis, rows, today=today, calendar={"fiscal_year_starts": "04-01"}).verdicts)

    return judged


JudgeAll = Callable[..., list[Verdict]]


@few
@given(cases=cases, back=st.integers(1, 8))
def test_a_later_period_never_changes_an_earlier_verdict(judge_all: JudgeAll, cases: Any, back: int) -> None:
    then = CALENDAR.shift(CALENDAR.period("month", LAST), -back).last_day + timedelta(days=2)
    known = [(spec, [*each[: max(len(each) - back, 0)], *[None] * min(back, len(each))]) for spec, each in cases]
    assert judge_all(cases, today=then) == judge_all(known, today=then)


@settings(max_examples=5, deadline=None)
@given(cases=cases)
def test_status_since_is_what_judging_each_earlier_month_gives(judge_all: JudgeAll, cases: Any) -> None:
    """The kernels' history and the relational half, judged month by month, say the same."""
    months = [CALENDAR.shift(CALENDAR.period("month", LAST), -back) for back in range(10)]
    by_month = [judge_all(cases, today=month.last_day + timedelta(days=2)) for month in months]
    for now, *earlier in zip(*by_month, strict=True):
        since, hole = None, 0
        for month, verdict in zip(months, [now, *earlier], strict=True):
            own = verdict.period is not None and verdict.period.start == month.start
            if (own and verdict.status != now.status) or hole > 2 or now.status is None:
                break
            since, hole = (month.start, 0) if own else (since, hole + 1)
        assert now.status_since == since or (now.status_since or date.max) < months[-1].start


def scaled(spec: Spec, factor: float) -> Spec:
    """Write a KPI in another unit."""

    def times(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: times(each) for key, each in value.items()}
        return (
            tuple(each * factor for each in value)
            if isinstance(value, tuple)
            else value * factor
            if isinstance(value, float)
            else value
        )

    return {**spec, **{key: times(spec[key]) for key in ("target", "threshold", "baseline")}}


@few
@given(cases=cases, power=st.integers(-20, 20).map(lambda exponent: 2.0**exponent))
def test_scaling_units_changes_no_signal_and_no_trigger(judge_all: JudgeAll, cases: Any, power: float) -> None:
    plain = judge_all(cases)
    other = judge_all([(scaled(spec, power), [None if v is None else v * power for v in each]) for spec, each in cases])
    for a, b in zip(plain, other, strict=True):
        assert (a.status, a.status_since, a.assurance, a.attention, a.triggers) == (
            b.status,
            b.status_since,
            b.assurance,
            b.attention,
            b.triggers,
        )
        assert a.signal is not None
        assert b.signal is not None
        assert replace(a.signal, limits=None) == replace(b.signal, limits=None)
        assert a.signal.limits == (_unscaled(b.signal.limits, power) if b.signal.limits else None)


def _unscaled(limits: Limits, power: float) -> Limits:
    numbers = {name: getattr(limits, name) / power for name in ("lower", "centre", "upper", "moving_range")}
    return replace(limits, **numbers)


@few
@given(spec=specs(), before=st.lists(number, min_size=8, max_size=20), last=st.lists(number, min_size=2, max_size=6, unique=True))
def test_a_better_last_value_never_opens_more(judge_all: JudgeAll, spec: Spec, before: list[float], last: list[float]) -> None:
    """With all else equal, what is better has no trigger that what is worse does not have."""
    if spec["direction"] == "within" or spec["target"].get("applies_to") == "to-date":
        return
    long = [*before, *before, *before][-22:]  # limits are frozen, so that the last value does not move them
    ordered = sorted(last, reverse=spec["direction"] == "down")
    spec = {**spec, "signals": {"rules": "wheeler"}}
    verdicts = judge_all([(spec, [*long, each]) for each in ordered])
    opened = [{each.trigger for each in verdict.triggers} for verdict in verdicts]
    for better, worse in zip(opened[1:], opened, strict=False):
        assert better <= worse
