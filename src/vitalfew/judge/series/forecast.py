"""Forecast every series: a method chosen on it, an interval, and the probability of missing a target.

- The method is the candidate of `backtest` with the least error on the series itself. Seasonal candidates take part from two full
  seasons on; a series without them is forecast without a season, and its method's name says so.
- The interval holds 80 %: the point ± the quantile of the absolute errors that the same method made as far ahead from earlier
  origins, at rank ⌈0.8 (n + 1)⌉ of n, as conformal prediction has it (Vovk, Gammerman and Shafer 2005).
- Farther ahead than errors are kept, or where fewer than 8 are, the errors of the longest horizon that has them are stretched by
  the power of the distance at which they grew so far, between none and linear; by the square root where only one step was tried.
- Errors of forecasts h ahead overlap, so that n of them tell what n / h would: they are widened by √(1 + h / n).
- The probability of a miss is from the same errors, taken on both sides of the point and smoothed by a logistic kernel
  (Silverman's width); n errors cannot tell less than 1/2 in n + 1.
- Under 16 values nothing is said, and nothing farther ahead than there are values behind.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from vitalfew.judge.series.backtest import PLAIN, REACH, SEASONAL, WARM, Backtest, Candidate, backtest, losses
from vitalfew.judge.series.holt import Column, Places, Start, first_season, first_value
from vitalfew.judge.series.size import Exponents, exponents, near_one, own_size
from vitalfew.judge.series.window import Matrix

LEAST = 16
SHARE = 0.8
ENOUGH = 8
CHUNK = 4_000  # rows at once, so that a sweep's tables stay in the processor's cache
METHODS = tuple(dict.fromkeys(candidate.name for candidate in (*PLAIN, *SEASONAL)))
_NAMED = np.array([METHODS.index(candidate.name) for candidate in (*PLAIN, *SEASONAL)])


class Question(NamedTuple):
    """How far ahead each series' target is judged, and the ends it must not leave; NaN where there is none."""

    ahead: Places
    floor: Column
    ceiling: Column


class Outlook(NamedTuple):
    """Point and ends of the interval, each [series]."""

    value: Column
    low: Column
    high: Column


class Forecasts(NamedTuple):
    """What is said of each series; NaN, and -1 as method, where nothing is.

    `method` is its place in `METHODS`, `values` how many it rests on, `tried_season` whether seasonal candidates took part,
    and `p_miss` the probability of missing the target in the target's period.
    """

    method: Places
    values: Places
    next: Outlook
    at_target: Outlook
    p_miss: Column
    tried_season: npt.NDArray[np.bool_]


class Choice(NamedTuple):
    """The candidate of each series by its place among `candidates`, where it begins, and the first place it is tried from."""

    candidates: tuple[Candidate, ...]
    best: Places
    start: Start
    origin: Places


def forecasts(matrix: Matrix, season: int, question: Question) -> Forecasts:
    """Forecast each row of [series, period]; NaN is a missing value, `season` the periods of a season (1 for none)."""
    matrix = matrix[:, np.isfinite(matrix).any(axis=0).argmax() :]  # periods before all values cost as much as others
    values = np.isfinite(matrix).sum(axis=1)
    silent = np.full(len(matrix), -1)
    in_season = _in_season(values, season)
    found = Forecasts(silent, values, unknown(len(matrix)), unknown(len(matrix)), unknown(len(matrix)).value, in_season)
    for seasonal, some in alike(values, season):
        powers = exponents(matrix[some])
        floor, ceiling = near_one(question.floor[some], powers), near_one(question.ceiling[some], powers)
        small = near_one(matrix[some], powers[:, None])
        _fill(found, some, _forecasts(small, seasonal, Question(question.ahead[some], floor, ceiling)), powers)
    return found


def alike(values: Places, season: int) -> Iterator[tuple[int, Places]]:
    """Give rows that are forecast together, with the season that is tried on them; `values` says how many each row has."""
    in_season = _in_season(values, season)
    for seasonal, rows in ((season, (values >= LEAST) & in_season), (1, (values >= LEAST) & ~in_season)):
        places = np.flatnonzero(rows)
        for begin in range(0, len(places), CHUNK):
            yield seasonal, places[begin : begin + CHUNK]


def _in_season(values: Places, season: int) -> npt.NDArray[np.bool_]:
    return (values >= max(LEAST, 2 * season)) & (season > 1)


def unknown(rows: int) -> Outlook:
    """Say nothing of any row."""
    return Outlook(np.full(rows, np.nan), np.full(rows, np.nan), np.full(rows, np.nan))


def _fill(found: Forecasts, rows: Places, some: Forecasts, powers: Exponents) -> None:
    found.method[rows] = some.method
    found.p_miss[rows] = some.p_miss
    for whole, part in ((found.next, some.next), (found.at_target, some.at_target)):
        for column, values in zip(whole, part, strict=True):
            column[rows] = own_size(values, powers)


def _forecasts(matrix: Matrix, season: int, question: Question) -> Forecasts:
    values = np.ascontiguousarray(matrix.T)
    chosen = choose(values, season)
    tried = backtest(values, chosen.candidates, chosen.best, chosen.start, chosen.origin)
    last = len(values) - 1
    count = np.isfinite(matrix).sum(axis=1)
    following = _outlook(tried, last, np.ones(len(matrix), dtype=np.int64))
    ahead = np.clip(question.ahead, 1, count)
    then = _outlook(tried, last, ahead)
    miss = miss_share(then.value, _errors(tried, ahead), question)
    known = (question.ahead >= 1) & (question.ahead <= count)
    at_target = Outlook(*(np.where(known, each, np.nan) for each in then))
    asked = known & ~(np.isnan(question.floor) & np.isnan(question.ceiling))
    return Forecasts(
        _NAMED[chosen.best], count, following, at_target, np.where(asked, miss, np.nan), np.full(len(matrix), season > 1)
    )


def choose(values: Column, season: int) -> Choice:
    """Try all candidates on [period, series]; without a season (1) the plain ones alone."""
    plain = first_value(values)
    origin = plain.place + WARM - 1
    if season == 1:
        return Choice(PLAIN, losses(values, PLAIN, plain, origin).argmin(axis=0), plain, origin)
    seasonal = first_season(values, season)
    origin = np.maximum(origin, seasonal.place)
    both = np.concatenate([losses(values, PLAIN, plain, origin), losses(values, SEASONAL, seasonal, origin)])
    best = both.argmin(axis=0)
    takes_season = best >= len(PLAIN)
    start = Start(
        np.where(takes_season, seasonal.place, plain.place),
        np.where(takes_season, seasonal.level, plain.level),
        np.where(takes_season, seasonal.season, 0.0),
    )
    return Choice((*PLAIN, *SEASONAL), best, start, origin)


def _outlook(tried: Backtest, last: int, ahead: Places) -> Outlook:
    return interval(tried.last.ahead(tried.smoothing, last, ahead), _errors(tried, ahead))


def interval(point: Column, errors: Column) -> Outlook:
    """Give the point ± the quantile of its absolute errors [origin, series]."""
    errors = np.sort(errors, axis=0)
    count = np.isfinite(errors).sum(axis=0)
    rank = np.clip(np.ceil(SHARE * (count + 1)).astype(np.int64), 1, np.maximum(count, 1)) - 1
    width = np.take_along_axis(errors, rank[None], axis=0)[0]
    return Outlook(point, point - width, point + width)


def _errors(tried: Backtest, ahead: Places) -> Column:
    """Absolute errors [origin, series] as far ahead, stretched where there are too few of that horizon."""
    size = np.abs(tried.errors)
    count = np.isfinite(size).sum(axis=1)
    enough = np.maximum((count >= ENOUGH).sum(axis=0), 1)  # errors only thin out with the distance
    from_ = np.minimum(np.minimum(ahead, REACH), enough)
    means = np.nansum(size, axis=1) / np.maximum(count, 1)
    rows = np.arange(len(ahead))
    with np.errstate(invalid="ignore", divide="ignore"):
        power = np.log(means[from_ - 1, rows] / means[0]) / np.log(from_)
    power = np.where(np.isfinite(power), np.clip(power, 0.0, 1.0), np.where(from_ == 1, 0.5, 0.0))
    overlap = np.sqrt(1 + from_ / np.maximum(count[from_ - 1, rows], 1))
    stretched: Column = size[from_ - 1, :, rows].T * (overlap * (ahead / from_) ** power)
    return stretched


def miss_share(point: Column, errors: Column, question: Question) -> Column:
    """Give the probability of a value under the floor or over the ceiling, from absolute errors [origin, series]."""
    count = np.isfinite(errors).sum(axis=0)
    spread = np.sqrt(np.nansum(errors**2, axis=0) / np.maximum(count, 1))
    width = 1.06 * spread * (2.0 * np.maximum(count, 1)) ** -0.2
    under = _beyond(question.floor - point, errors, width)
    over = _beyond(point - question.ceiling, errors, width)
    share = np.clip(under + over, 0.0, 1.0)
    smoothed: Column = (count * share + 0.5) / (count + 1)
    return smoothed


def _beyond(gap: Column, errors: Column, width: Column) -> Column:
    """The share of errors on both sides that carry the point across a gap; none where there is no gap."""
    across: npt.NDArray[np.float64] = np.stack([gap - errors, gap + errors])
    with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
        smooth = 1 / (1 + np.exp(-1.702 * across / width))
    hits = np.where(np.isnan(across), 0.0, np.where(width > 0, smooth, across > 0))
    share: Column = hits.sum(axis=(0, 1)) / np.maximum(2 * np.isfinite(errors).sum(axis=0), 1)
    return share
