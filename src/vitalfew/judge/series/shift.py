"""Where the level of each series shifted, if it did: the best single split in two means, for a matrix of series at once.

- The split is the one that leaves the least squares around two means, at least five values on each side: what binary segmentation
  (Scott and Knott 1974, Biometrics 30, 507) does first.
- The guard is a Monte Carlo test of the likelihood ratio n ln(S0 / S1) at the best split, since the best of many looks good by
  chance (Worsley 1979, JASA 74, 365): 1,999 seeded series of independent normal noise of the same length say how good; α 0.01.
- Values that hang on each other look like shifts: the ratio is multiplied by (1 - r) / (1 + r), r the autocorrelation at lag 1 of
  what is left around the two means, its bias taken off (Kendall 1954, Biometrika 41, 403), where it is above zero.
- A split that explains no more than a straight line does is no shift but a trend, and is not called one.
- Missing values are not filled; under 12 values nothing is said.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from vitalfew.judge.series.holt import Column, Places
from vitalfew.judge.series.size import exponents, near_one, own_size
from vitalfew.judge.series.window import Matrix

LEAST = 12
SIDE = 5
ALPHA = 0.01
DRAWS = 1_999
SEED = 1979
SAME = 1e-12  # squares below this share of the series' size are rounding
CHUNK = 20_000


class Shifts(NamedTuple):
    """What is said of each series; NaN, and -1 as place, where nothing is.

    `place` is the column of the first value after the best split; `holds` is whether it is significant, and better than a line.
    """

    place: Places
    before: Column
    after: Column
    p: Column
    values: Places
    holds: npt.NDArray[np.bool_]


def shifts(matrix: Matrix) -> Shifts:
    """Find the best split of each row of [series, period]; NaN is a missing value."""
    count = np.isfinite(matrix).sum(axis=1)
    before, after, p = np.full((3, len(matrix)), np.nan)
    found = Shifts(np.full(len(matrix), -1), before, after, p, count, np.zeros(len(matrix), dtype=np.bool_))
    enough = np.flatnonzero(count >= LEAST)
    for begin in range(0, len(enough), CHUNK):
        rows = enough[begin : begin + CHUNK]
        powers = exponents(matrix[rows])
        some = _shifts(near_one(matrix[rows], powers[:, None]))
        for column, values in zip(found, some, strict=True):
            column[rows] = values
        before[rows], after[rows] = own_size(some.before, powers), own_size(some.after, powers)
    return found


def _shifts(matrix: Matrix) -> Shifts:
    present = np.isfinite(matrix)
    count = present.sum(axis=1)
    mean = np.nanmean(matrix, axis=1)
    centred = np.where(present, matrix - mean[:, None], 0.0)
    squares = (centred**2).sum(axis=1)
    squares = np.where(squares <= (SAME * np.nanmax(np.abs(matrix), axis=1)) ** 2 * count, 0.0, squares)
    split, gain, left = _best(centred, present)
    rows = np.arange(len(matrix))
    size = present.cumsum(axis=1)[rows, split]
    p = _p(count, _ratio(count, squares, gain) * _independent(_left(centred, present, split), present))
    later = present & (np.arange(matrix.shape[1]) > split[:, None])
    holds = (p <= ALPHA) & (gain > _line(centred, present)) & (squares > 0)
    return Shifts(later.argmax(axis=1), mean + left / size, mean - left / (count - size), p, count, holds)


def _best(centred: Matrix, present: npt.NDArray[np.bool_]) -> tuple[Places, Column, Column]:
    """The last column before the best split, the squares it takes away, and the sum up to it."""
    sums, sizes = centred.cumsum(axis=1), present.cumsum(axis=1)
    total = sizes[:, -1:]
    allowed = (sizes >= SIDE) & (total - sizes >= SIDE)
    gains = np.where(allowed, sums**2 * total / np.maximum(sizes * (total - sizes), 1), -1.0)
    split = gains.argmax(axis=1)
    rows = np.arange(len(centred))
    return split, gains[rows, split], sums[rows, split]


def _line(centred: Matrix, present: npt.NDArray[np.bool_]) -> Column:
    """The squares that a straight line takes away."""
    place = np.where(present, np.arange(centred.shape[1]), 0)
    place = np.where(present, place - (place.sum(axis=1) / present.sum(axis=1))[:, None], 0.0)
    taken: Column = (centred * place).sum(axis=1) ** 2 / (place**2).sum(axis=1)
    return taken


def _ratio(count: Places, squares: Column, gain: Column) -> Column:
    """The likelihood ratio; infinite for an exact step, 0 for a constant."""
    left = np.maximum(squares - gain, 0.0)
    left = np.where(left <= 1e-14 * squares, 0.0, left)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = count * np.log(squares / left)
    found: Column = np.where(squares > 0, ratio, 0.0)
    return found


def _left(centred: Matrix, present: npt.NDArray[np.bool_], split: Places) -> Matrix:
    """What is left around the means of both sides."""
    first = present & (np.arange(centred.shape[1]) <= split[:, None])
    second = present & ~first
    left = centred
    for side in (first, second):
        mean = (centred * side).sum(axis=1) / np.maximum(side.sum(axis=1), 1)
        left = left - side * mean[:, None]
    return left


def _independent(left: Matrix, present: npt.NDArray[np.bool_]) -> Column:
    """The share of independent values that the values are worth, by their autocorrelation."""
    count = present.sum(axis=1)
    squares = (left**2).sum(axis=1)
    r = (left[:, 1:] * left[:, :-1]).sum(axis=1) / np.where(squares > 0, squares, 1.0)
    r = np.where(squares > 0, np.clip((count * r + 1) / (count - 4), 0.0, 0.95), 0.0)
    worth: Column = (1 - r) / (1 + r)
    return worth


def _p(count: Places, ratio: Column) -> Column:
    p = np.empty(len(count))
    for length in np.unique(count):
        same = count == length
        above = DRAWS - np.searchsorted(_noise(int(length)), ratio[same], side="left")
        p[same] = (1 + above) / (DRAWS + 1)
    return p


@cache
def _noise(length: int) -> Column:
    """The likelihood ratios of pure noise of a length, sorted."""
    draws = np.random.default_rng([SEED, length]).normal(size=(DRAWS, length))
    draws -= draws.mean(axis=1, keepdims=True)
    present = np.ones(draws.shape, dtype=np.bool_)
    split, gain, _ = _best(draws, present)
    ratios = _ratio(np.full(DRAWS, length), (draws**2).sum(axis=1), gain)
    compared: Column = np.sort(ratios * _independent(_left(draws, present, split), present))
    return compared
