"""Which forecast suits a series, tried on the series itself from a rolling origin.

Every candidate forecasts from each origin with what was known there; the one with the least absolute errors is taken, one period
ahead and some periods ahead together (Hyndman and Koehler 2006, International Journal of Forecasting 22, 679: within one series
their scaled error MASE ranks as the absolute one does). Each setting is a candidate of its own, so that nothing is fitted to
values after an origin, except that the choice itself has seen all origins.
"""

from __future__ import annotations

from itertools import product
from typing import NamedTuple

import numpy as np

from vitalfew.base.said import say
from vitalfew.judge.series.holt import Column, Places, Smoothing, Start, State, states

WARM = 8  # values before the first origin
REACH = 6  # how far ahead the errors are kept


class Candidate(NamedTuple):
    """A forecast by name, with the settings of `holt.Smoothing`."""

    name: str
    level: float
    slope: float = 0.0
    fade: float = 0.0
    season: float = 0.0
    mean: float = 0.0


PLAIN = (
    Candidate(say("last value"), 1.0),
    Candidate(say("drift"), 1.0, fade=1.0, mean=1.0),
    *(Candidate(say("exponential smoothing"), level) for level in (0.1, 0.2, 0.35, 0.5, 0.7)),
    *(
        Candidate(say("damped Holt"), level, slope, fade)
        for level, slope, fade in product((0.1, 0.25, 0.45, 0.7, 0.9), (0.1, 0.3), (0.8, 0.95))
    ),
)
SEASONAL = (
    Candidate(say("last season's value"), 0.0, season=1.0),
    *(
        Candidate(say("seasonal exponential smoothing"), level, season=season)
        for level, season in product((0.1, 0.3, 0.6), (0.1, 0.3))
    ),
    *(Candidate(say("seasonal damped Holt"), level, 0.1, 0.95, season) for level, season in product((0.1, 0.3, 0.6), (0.1, 0.3))),
)


class Backtest(NamedTuple):
    """Errors [periods ahead, origin, series] of one candidate each, and the state after the last period."""

    errors: Column
    smoothing: Smoothing
    last: State


def losses(values: Column, candidates: tuple[Candidate, ...], start: Start, origin: Places) -> Column:
    """Give the sums of absolute errors [candidate, series], one and `REACH` / 2 periods ahead, from `origin` on."""
    smoothing = Smoothing(*(np.array(setting)[:, None] for setting in list(zip(*candidates, strict=True))[1:]))
    total = np.zeros((len(candidates), values.shape[1]))
    for place, state in states(values, smoothing, start):
        for ahead in (1, REACH // 2):
            if place + ahead < len(values):
                counts = np.isfinite(values[place + ahead]) & (place >= origin)
                if counts.any():
                    off = np.abs(values[place + ahead] - state.ahead(smoothing, place, ahead))
                    off[:, ~counts] = 0.0
                    total += off
    return total


def settings(candidates: tuple[Candidate, ...], choice: Places) -> Smoothing:
    """Give the settings [series] of each series' own candidate."""
    return Smoothing(*np.array([candidate[1:] for candidate in candidates])[choice].T)


def backtest(values: Column, candidates: tuple[Candidate, ...], choice: Places, start: Start, origin: Places) -> Backtest:
    """Forecast each series from each origin by its own candidate; an error is NaN where there is no origin or no value."""
    smoothing = settings(candidates, choice)
    errors = np.full((REACH, len(values), values.shape[1]), np.nan)
    for place, state in states(values, smoothing, start):
        for ahead in range(1, min(REACH, len(values) - 1 - place) + 1):
            off = values[place + ahead] - state.ahead(smoothing, place, ahead)
            errors[ahead - 1, place] = np.where(place >= origin, off, np.nan)
    return Backtest(errors, smoothing, state)
