"""Forecast a sum: what is summed so far, and the forecasts of the periods that are still to come.

- The method is the one that `forecast` chooses on the series' periods.
- What the sum may be off by are the errors of *sums* over as many periods, which the same method made from earlier origins.
  Errors of periods hang on each other (a level that is wrong is wrong in all of them): neither √n nor n times one error would do.
- Interval, widening for overlap and probability of a miss are those of `forecast`; a sum so far moves the point alone, so that
  more of it never makes a floor likelier to be missed.
- Nothing is stretched: with fewer than 8 earlier sums over as many periods nothing is said.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from vitalfew.judge.series.backtest import settings
from vitalfew.judge.series.forecast import (
    ENOUGH,
    Choice,
    Outlook,
    Question,
    alike,
    choose,
    interval,
    miss_share,
    unknown,
)
from vitalfew.judge.series.holt import Column, Places, states
from vitalfew.judge.series.size import exponents, near_one, own_size
from vitalfew.judge.series.window import Matrix


class Totals(NamedTuple):
    """The sum at the target, and the probability of missing it; NaN where nothing is said."""

    at_target: Outlook
    p_miss: Column


def totals(matrix: Matrix, season: int, question: Question, so_far: Column) -> Totals:
    """Forecast for each row of [series, period] the sum so far and of the `question.ahead` periods after the last column."""
    matrix = matrix[:, np.isfinite(matrix).any(axis=0).argmax() :]
    values = np.isfinite(matrix).sum(axis=1)
    found = Totals(unknown(len(matrix)), unknown(len(matrix)).value)
    for seasonal, rows in alike(values, season):
        powers = exponents(matrix[rows])
        small, summed = near_one(matrix[rows], powers[:, None]), near_one(so_far[rows], powers)
        ends = (near_one(end[rows], powers) for end in (question.floor, question.ceiling))
        some = _totals(np.ascontiguousarray(small.T), seasonal, Question(question.ahead[rows], *ends), summed)
        found.p_miss[rows] = some.p_miss
        for column, part in zip(found.at_target, some.at_target, strict=True):
            column[rows] = own_size(part, powers)
    return found


def _totals(values: Column, season: int, question: Question, so_far: Column) -> Totals:
    errors, coming = _sums(values, choose(values, season), question.ahead)
    count = np.isfinite(errors).sum(axis=0)
    errors = np.abs(errors) * np.sqrt(1 + question.ahead / np.maximum(count, 1))
    then = interval(so_far + coming, errors)
    known = (question.ahead >= 1) & (count >= ENOUGH) & np.isfinite(so_far)
    asked = known & ~(np.isnan(question.floor) & np.isnan(question.ceiling))
    miss = miss_share(then.value, errors, question)
    return Totals(Outlook(*(np.where(known, each, np.nan) for each in then)), np.where(asked, miss, np.nan))


def _sums(values: Column, chosen: Choice, ahead: Places) -> tuple[Column, Column]:
    """Give the errors [origin, series] of sums over as many periods ahead, and the sums forecast after the last period."""
    smoothing = settings(chosen.candidates, chosen.best)
    errors = np.full(values.shape, np.nan)
    last, most = len(values) - 1, int(ahead.max(initial=0))
    coming = np.zeros(len(ahead))
    for place, state in states(values, smoothing, chosen.start):
        off = np.zeros(len(ahead))
        for each in range(1, min(most, last - place) + 1):
            off += values[place + each] - state.ahead(smoothing, place, each)
            ends = (ahead == each) & (place >= chosen.origin)
            errors[place, ends] = off[ends]
    for each in range(1, min(most, len(values)) + 1):
        coming += np.where(each <= ahead, state.ahead(smoothing, last, each), 0.0)
    return errors, coming
