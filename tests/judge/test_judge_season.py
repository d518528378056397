"""Whether a series repeats by the calendar, against a plain reading of the M4 competition's test."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from math import sqrt

import numpy as np

from vitalfew.model.verdict import Scorecard

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
