"""Exponential smoothing with level, damped slope and season, for many series and many settings in one sweep.

- Holt (1957), ONR Research Memorandum 52; Winters (1960), Management Science 6, 324, additive season;
  Gardner and McKenzie (1985), Management Science 31, 1237, for the damped slope.
- Matrices are [period, series]; settings broadcast over the series: shape [setting, 1] tries many on each series, shape [series]
  gives each series its own.
- The naive forecasts are corners of the same family: the last value is level 1, the last season's value is level 0 with season 1,
  drift is level 1 with the mean of all moves so far as slope.
- A missing value moves nothing but time: the state goes on as it would have been forecast.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Column = npt.NDArray[np.float64]
Places = npt.NDArray[np.int64]


class Smoothing(NamedTuple):
    """How fast level, slope and season learn, what of the slope is left a period later, and 1 where the slope is a mean."""

    level: Column
    slope: Column
    fade: Column
    season: Column
    mean: Column


class Start(NamedTuple):
    """Where each series begins to learn, from which level, and from which seasonal deviations [season, series]."""

    place: Places
    level: Column
    season: Column


class State(NamedTuple):
    """What is known after a period: level, slope, and the deviation of each place in the season."""

    level: Column
    slope: Column
    season: Column

    def ahead(self, smoothing: Smoothing, place: int, periods: int | Places) -> Column:
        """Forecast so many periods after the one at `place`."""
        point: Column = self.level + carried(smoothing.fade, periods) * self.slope
        if not len(self.season):
            return point
        at = (place + np.asarray(periods)) % len(self.season)
        deviations = self.season[at] if at.ndim == 0 else self.season[at, np.arange(len(at))]
        seasonal: Column = point + deviations
        return seasonal


def carried(fade: Column, periods: int | Places) -> Column:
    """How many slopes a forecast holds: fade + fade² + … over the periods."""
    even = fade == 1
    kept = np.where(even, 0.0, fade)
    sums: Column = np.where(even, periods, kept * (1 - kept**periods) / (1 - kept))
    return sums


def first_value(values: Column) -> Start:
    """Begin each column of [period, series] at its first value."""
    place = np.isfinite(values).argmax(axis=0)
    return Start(place, np.take_along_axis(values, place[None], axis=0)[0], np.empty((0, values.shape[1])))


def first_season(values: Column, season: int) -> Start:
    """Begin each column after its first season: the season's mean as level, what each period is off it as deviation.

    The season must have a value; a period of it without one deviates by nothing.
    """
    first = np.isfinite(values).argmax(axis=0)
    places = first + np.arange(season)[:, None]
    seen = np.take_along_axis(values, np.minimum(places, len(values) - 1), axis=0)
    level = np.nanmean(seen, axis=0)
    deviations = np.empty_like(seen)
    np.put_along_axis(deviations, places % season, np.where(np.isfinite(seen), seen - level, 0.0), axis=0)
    return Start(first + season - 1, level, deviations)


def states(values: Column, smoothing: Smoothing, start: Start) -> Iterator[tuple[int, State]]:
    """Give the state after each period of [period, series], as known then; each `State` is valid until the next is asked for."""
    shape = np.broadcast_shapes(smoothing.level.shape, start.level.shape)
    level, slope = np.broadcast_to(start.level, shape).copy(), np.zeros(shape)
    season = np.broadcast_to(
        np.expand_dims(start.season, 1) if len(shape) == 2 else start.season, (len(start.season), *shape)
    ).copy()
    gain = smoothing.level * smoothing.slope
    for place, value in enumerate(values):
        kept = smoothing.fade * slope
        level += kept
        miss = value - level
        if len(season):
            miss -= season[place % len(season)]
        miss[..., ~(np.isfinite(value) & (place > start.place))] = 0.0
        level += smoothing.level * miss
        slope = kept + (gain + smoothing.mean / np.maximum(place - start.place, 1)) * miss
        if len(season):
            season[place % len(season)] += smoothing.season * miss
        yield place, State(level, slope, season)
