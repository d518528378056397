"""Whether a series repeats by the calendar, against a plain reading of the M4 competition's test."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from itertools import pairwise
from math import sqrt

import numpy as np
import pyarrow as pa
import pytest

from vitalfew.base.period import Calendar
from vitalfew.judge.history import history
from vitalfew.judge.parameter import tables
from vitalfew.model.kpi import Kpi
from vitalfew.model.verdict import Scorecard, Signal

Observe = Callable[..., list[dict[str, object]]]
Card = Callable[..., Scorecard]


def plain(values: Sequence[float | None], season: int) -> bool | None:
    """Autocorrelation at the season above 1.645 of Bartlett's standard errors, one lag after the other."""
    known = [value for value in values if value is not None]
    if len(known) < 3 * season:
        return None
    mean = sum(known) / len(known)
    total = sum((value - mean) ** 2 for value in known)

    def r(lag: int) -> float:
        pairs = [(a - mean) * (b - mean) for a, b in zip(values, values[lag:], strict=False) if a is not None and b is not None]
        return sum(pairs) / total if total else 0.0

    return r(season) > 1.645 * sqrt((1 + 2 * sum(r(lag) ** 2 for lag in range(1, season))) / len(known))


def test_seasons_agree_with_a_plain_reading(card: Card, observe: Observe) -> None:
    random = np.random.default_rng(23)
    grains = {"month": (12, date(2026, 5, 31)), "quarter": (4, date(2026, 3, 31)), "day": (7, date(2026, 6, 21))}
    kpis, rows, wanted = [], [], []
    for at in range(90):
        grain = list(grains)[at % 3]
        season, last = grains[grain]
        length = int(random.integers(2 * season, 6 * season))
        wave = (at % 4) * 0.5 * np.sin(np.arange(length) * 2 * np.pi / season)
        holes = random.random(length) < (0.08 if at % 5 == 0 else 0)
        noise = random.normal(0, 1, length)
        values = [None if hole else float(each) for each, hole in zip(wave + noise, holes, strict=True)]
        values[-1] = 0.5
        kpis.append({"id": f"k{at}", "every": grain, "formula": "m"})
        rows += observe(f"k{at}", grain, values, last=last)
        wanted.append(plain(values, season))
    found = [verdict.signal.seasonal if verdict.signal else None for verdict in card(kpis, rows).verdicts]
    assert found == wanted
    assert {True, False, None} <= set(found)


def test_a_series_that_never_varies_is_not_seasonal(card: Card, observe: Observe) -> None:
    signal = card([{"id": "k", "formula": "m"}], observe("k", "month", [0.1] * 40, last=date(2026, 5, 31))).verdicts[0].signal
    assert signal is not None
    assert signal.seasonal is False


LAST = date(2026, 5, 31)


def seasonal_months(years: int, *, noise: float, seed: int = 5, slope: float = 0.0, size: float = 10.0) -> list[float]:
    """A level, a peak each December, a straight line and noise."""
    random = np.random.default_rng(seed)
    at = np.arange(12 * years)
    return [float(each) for each in 100 + size * (at % 12 == 6) + slope * at + random.normal(0, 1, len(at)) * noise]


def signal_of(card: Card, observe: Observe, values: Sequence[float | None], **kpi: object) -> Signal:
    found = card([{"id": "k", "formula": "m", **kpi}], observe("k", "month", values, last=LAST)).verdicts[0].signal
    assert found is not None
    return found


def test_a_december_like_every_december_is_no_signal(card: Card, observe: Observe) -> None:
    """Five years and the December of the sixth: without the season off it is beyond the limit, with it it is routine."""
    values = [*seasonal_months(5, noise=1.0), *seasonal_months(6, noise=1.0)[60:67]]
    found = card([{"id": "k", "formula": "m"}], observe("k", "month", values, last=LAST)).verdicts[0]
    assert found.signal is not None
    assert (found.signal.seasonal, found.signal.direction, found.signal.limits is not None) == (True, None, True)
    season, limits = found.signal.season, found.signal.limits
    assert season is not None
    assert limits is not None
    assert (season.length, season.periods) == (12, 36)
    assert 8 < season.effect == season.most < 11
    assert -2.5 < season.least < 0
    assert limits.lower < values[-1] < limits.upper
    assert limits.centre > 107


def test_a_july_as_high_as_december_is_a_signal_and_says_that_the_season_is_off(card: Card, observe: Observe) -> None:
    values = [*seasonal_months(5, noise=1.0), 110.0]
    found = card([{"id": "k", "formula": "m"}], observe("k", "month", values, last=LAST)).verdicts[0]
    assert found.signal is not None
    assert (found.signal.direction, found.signal.fired[0]) == ("up", "beyond a limit")
    assert any("adjusted for the season" in reason for reason in found.reasons)


def test_the_effects_are_means_of_the_first_three_seasons_without_their_trend(card: Card, observe: Observe) -> None:
    """A plain reading, month by month; what comes later does not move them."""
    values = seasonal_months(5, noise=1.0, slope=0.1, size=30.0)
    base = values[:36]
    slope = sum(base[at + 12] - base[at] for at in range(24)) / 24 / 12
    flat = [value - slope * at for at, value in enumerate(base)]
    means = [sum(flat[place::12]) / 3 for place in range(12)]
    effects = [mean - sum(means) / 12 for mean in means]
    for months in (55, 60):
        season = signal_of(card, observe, values[:months]).season
        assert season is not None
        assert season.effect == pytest.approx(effects[(months - 1) % 12], rel=1e-9)
        assert season.least == pytest.approx(min(effects))
        assert season.most == pytest.approx(max(effects))


def test_limits_are_widened_for_what_three_values_cannot_know(card: Card, observe: Observe) -> None:
    """Residuals about means of three vary by 2/3 of the noise, later values by 4/3: the square root of two."""
    values = seasonal_months(5, noise=1.0)
    found = signal_of(card, observe, values)
    assert found.limits is not None
    assert found.season is not None
    means = [sum(values[place:36:12]) / 3 for place in range(12)]
    left = [value - means[at % 12] for at, value in enumerate(values[:20])]
    ranges = [abs(b - a) for a, b in pairwise(left)]
    slope = sum(values[at + 12] - values[at] for at in range(24)) / 24 / 12
    assert abs(slope) < 0.05  # so small that the plain reading without it is near
    assert found.limits.upper - found.limits.centre == pytest.approx(2.66 * sum(ranges) / 19 * sqrt(2), rel=0.02)


def test_seasons_that_repeat_exactly_give_no_signal(card: Card, observe: Observe) -> None:
    """Nothing is left but rounding, and rounding is no news."""
    wave = [float(each) for each in 0.1 + 100 * np.sin(np.arange(60) * 2 * np.pi / 12)]
    found = signal_of(card, observe, [*wave[:12]] * 5)
    assert (found.seasonal, found.direction) == (True, None)
    assert found.season is not None


def test_a_segment_under_three_seasons_is_not_adjusted_and_says_so(card: Card, observe: Observe) -> None:
    values = seasonal_months(5, noise=0.5)
    cut = {"signals": {"segments": ["2024-06-01"]}}
    assert signal_of(card, observe, values, **cut).season is None
    assert signal_of(card, observe, values, signals={"segments": ["2023-06-01"]}).season is not None


def test_a_month_that_the_first_seasons_know_once_is_not_guessed(card: Card, observe: Observe) -> None:
    values: list[float | None] = [*seasonal_months(6, noise=0.5)]
    values[18] = None
    assert signal_of(card, observe, values).season is not None
    values[30] = None
    assert signal_of(card, observe, values).season is None


def test_assurance_holds_in_every_part_of_the_season(card: Card, observe: Observe) -> None:
    """As of a December: 95 is met all year, 103 in December alone, 115 never."""
    december = seasonal_months(6, noise=0.2)[:67]
    found = {}
    for target in (95.0, 103.0, 115.0):
        kpi = {"id": "k", "formula": "m", "target": {"at_least": target}}
        found[target] = card([kpi], observe("k", "month", december, last=LAST)).verdicts[0].assurance
    assert found == {95.0: "consistently-meets", 103.0: "hit-or-miss", 115.0: "consistently-fails"}


def test_on_seasonal_noise_signals_are_no_more_often_false_than_on_plain_noise() -> None:
    """After the three seasons, months of Wheeler's rules; without adjusting, the peaks alone would be a signal in twelve."""
    random = np.random.default_rng(12)
    count, months = 300, 84
    at = np.arange(months)
    wave = 4 * np.sin(at * 2 * np.pi / 12)
    kpis = [Kpi.model_validate({"id": f"k{each}"}) for each in range(count)]
    last = Calendar().period("month", LAST).number
    columns = {
        "kpi": [f"k{each}" for each in range(count) for _ in at],
        "grain": ["month"] * count * months,
        "number": np.tile(last - months + 1 + at, count).astype(np.int32),
        "complete": np.ones(count * months, np.bool_),
        "value": (wave + random.normal(0, 1, (count, months))).ravel(),
        "denominator": pa.nulls(count * months, pa.float64()),
        "missing": pa.nulls(count * months, pa.string()),
        "slice": [""] * count * months,
    }
    found = history(kpis, tables(kpis, pa.table(columns), Calendar(), date(2026, 6, 23)))
    assert found.effects.taken.all()
    signals = (found.signals.way != 0).reshape(count, months)[:, 36:]
    assert signals.mean() < 0.035
