"""Laws that hold for seasonal series too, whose signals are adjusted: what was reported stays, and better is never worse."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vitalfew.base.period import Calendar
from vitalfew.model.verdict import Scorecard

Card = Callable[..., Scorecard]
Observe = Callable[..., list[dict[str, object]]]
Series = list[float | None]
few = settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
LAST = date(2026, 5, 31)
RANK = {"red": 0, "amber": 1, "green": 2, None: -1}
TARGETS: tuple[dict[str, Any], ...] = (
    {"target": {"at_least": 100.0}, "threshold": 80.0},
    {"target": {"at_most": 110.0}, "threshold": 130.0, "direction": "down"},
    {"target": {"within": [90.0, 110.0]}, "threshold": [70.0, 130.0]},
    {"target": {"reach": 130.0, "by": "2026-12-31", "path": "prior-year"}, "threshold": 70.0},
    {"target": {"at_least": 500.0, "applies_to": "to-date"}, "threshold": 300.0},
)
ESCALATE = [{"worse_in_a_row": 2}, {"missed": [2, 4]}, {"signal_against": True}, {"likely_miss": 0.6}]


@st.composite
def many(draw: st.DrawFn) -> list[Series]:
    """One series of months per target: the first long and with a strong season, the others with or without, some with holes."""
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    found = []
    for at in range(len(TARGETS)):
        length, swing, hole = int(random.integers(38, 56)), random.choice([0.0, 20.0, 60.0]), random.choice([0.0, 0.05])
        length, swing, hole = (50, 60.0, 0.0) if at == 0 else (length, swing, hole)
        months = (100 + swing * (month % 12 == 7) + float(random.normal(0, 6)) for month in range(length))
        found.append([None if random.random() < hole else value for value in months])
        found[-1][-1] = float(random.normal(100, 15))
    return found


def judged(card: Card, observe: Observe, series: list[Series], *, today: date, until: date) -> Scorecard:
    """Judge as of a day, of all that had been measured up to another."""
    kpis = [{"id": f"k{at}", "formula": "m", "escalate": ESCALATE, **target} for at, target in enumerate(TARGETS)]
    rows = [row for at, values in enumerate(series) for row in observe(f"k{at}", "month", values, last=LAST)]
    months = Calendar()
    return card(kpis, [row for row in rows if months.numbered("month", int(str(row["number"]))).start <= until], today=today)


@few
@given(series=many(), back=st.integers(1, 12))
def test_a_later_period_never_changes_what_was_reported(card: Card, observe: Observe, series: list[Series], back: int) -> None:
    """Whole verdicts: status, signal, limits, season, triggers with their memory, trend, forecast and shift."""
    months = Calendar()
    today = months.shift(months.period("month", LAST), 1 - back).start + timedelta(days=2)
    then = judged(card, observe, series, today=today, until=today)
    later = judged(card, observe, series, today=today, until=LAST)
    assert later == then
    signal = then.verdicts[0].signal
    assert signal is not None
    assert signal.season is not None


@few
@given(series=many(), gain=st.floats(0.1, 60))
def test_a_better_value_never_has_a_worse_status(card: Card, observe: Observe, series: list[Series], gain: float) -> None:
    today = LAST + timedelta(days=2)
    plain = judged(card, observe, series, today=today, until=LAST).verdicts
    better = [[*values[:-1], _better(values[-1], at, gain)] for at, values in enumerate(series)]
    for verdict, other in zip(plain, judged(card, observe, better, today=today, until=LAST).verdicts, strict=True):
        assert RANK[other.status] >= RANK[verdict.status]
        assert verdict.score is None or (other.score is not None and other.score >= verdict.score)


def _better(value: float | None, at: int, gain: float) -> float:
    """A step in the good direction; for the band toward its middle and not past it."""
    assert value is not None
    if "within" in TARGETS[at]["target"]:
        return value + max(-gain, 100.0 - value) if value > 100.0 else value + min(gain, 100.0 - value)
    return value - gain if "at_most" in TARGETS[at]["target"] else value + gain
