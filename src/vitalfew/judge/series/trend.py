"""Is there a trend: Mann-Kendall with the variance of Hamed and Rao, and Sen's slope, for a matrix of series at once.

- The test: Mann (1945), Econometrica 13, 245; Kendall (1975), Rank Correlation Methods. S counts rising against falling pairs;
  ties shrink its variance; a continuity of 1 is taken off S; two-sided.
- The variance is corrected for autocorrelation as Hamed and Rao (1998), J. Hydrology 204, 182: the ranks of the series less its
  Sen slope, all lags whose autocorrelation is significant at α. Where the correction leaves no positive variance, the
  uncorrected one stands; so it does for an exact line, whose residuals have no ranks. Residuals nearer than 1e-12 of the
  series' size are ties, since only rounding parts them.
- The slope is Sen's (1968), JASA 63, 1379: the median over all pairs of change per period.
- Missing values are not filled. A pair or a lag with a missing side drops out, distances stay those of the calendar, and n is
  the number of values. Fewer than 8 values: no answer.
"""

from __future__ import annotations

import math
from statistics import NormalDist
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from vitalfew.judge.series.window import Matrix

LEAST = 8
ALPHA = 0.05
SAME = 1e-12
CHUNK = 20_000  # rows at once: about 60 MB for each table of pairs
_CRITICAL = NormalDist().inv_cdf(1 - ALPHA / 2)

Column = npt.NDArray[np.float64]


class Trends(NamedTuple):
    """Per series: -1, 0 or 1 (NaN without an answer), its p-value, Sen's slope per period, and how many `values` it has."""

    sign: Column
    p: Column
    slope: Column
    values: npt.NDArray[np.int64]


def trends(matrix: Matrix) -> Trends:
    """Test each row of [series, period] for a trend; NaN is a missing value."""
    chunks = [_trends(matrix[start : start + CHUNK]) for start in range(0, max(len(matrix), 1), CHUNK)]
    return Trends(*(np.concatenate(parts) for parts in zip(*chunks, strict=True)))


def _trends(matrix: Matrix) -> Trends:
    count = np.isfinite(matrix).sum(axis=1)
    enough = count >= LEAST
    some = matrix[enough]
    z, slope = _z(some)
    found = Trends(np.full(len(matrix), np.nan), np.full(len(matrix), np.nan), np.full(len(matrix), np.nan), count)
    found.sign[enough] = np.where(np.abs(z) > _CRITICAL, np.sign(z), 0.0)
    found.p[enough] = [math.erfc(abs(each) / math.sqrt(2)) for each in z]
    found.slope[enough] = slope
    return found


def _z(matrix: Matrix) -> tuple[Column, Column]:
    later, earlier = np.tril_indices(matrix.shape[1], k=-1)
    steps = matrix[:, later] - matrix[:, earlier]
    slope = np.nanmedian(steps / (later - earlier), axis=1) if len(matrix) else np.empty(0)
    score = np.nansum(np.sign(steps), axis=1)
    plain = _variance(matrix)
    corrected = plain * _correction(matrix, slope)
    variance = np.where(corrected > 0, corrected, plain)
    with np.errstate(invalid="ignore", divide="ignore"):
        z = (score - np.sign(score)) / np.sqrt(variance)
    return np.where(score == 0, 0.0, z), slope


def _variance(matrix: Matrix) -> Column:
    """Variance of S under no trend; a group of t ties takes t (t-1) (2t+5) away, a t-th of it at each of its values."""
    n = np.isfinite(matrix).sum(axis=1)
    same = (matrix[:, :, None] == matrix[:, None, :]).sum(axis=2)
    ties = np.where(same > 0, (same - 1) * (2 * same + 5), 0).sum(axis=1)
    variance: Column = (n * (n - 1) * (2 * n + 5) - ties) / 18
    return variance


def _correction(matrix: Matrix, slope: Column) -> Column:
    """The factor on the variance: 1 + 2 / (n (n-1) (n-2)) × Σ (n-i) (n-i-1) (n-i-2) r(i) over significant lags i."""
    present = np.isfinite(matrix)
    n = present.sum(axis=1)
    ranks = _ranks(_residuals(matrix, slope), SAME * np.nanmax(np.abs(matrix), axis=1, initial=0.0))
    with np.errstate(invalid="ignore", divide="ignore"):
        centred = np.where(present, ranks - (np.nansum(ranks, axis=1) / n)[:, None], 0.0)
        squares = (centred**2).sum(axis=1)
        total = np.zeros(len(matrix))
        for lag in range(1, matrix.shape[1]):
            r = (centred[:, lag:] * centred[:, :-lag]).sum(axis=1) / squares
            weight = np.where(n > lag, (n - lag) * (n - lag - 1) * (n - lag - 2), 0)
            total += np.where(np.abs(r) > _CRITICAL / np.sqrt(n), weight * r, 0.0)
    factor: Column = 1 + 2 / (n * (n - 1) * (n - 2)) * total
    return factor


def _residuals(matrix: Matrix, slope: Column) -> Matrix:
    """The series less its slope, counted from its first value."""
    first = np.isfinite(matrix).argmax(axis=1)
    place = np.arange(matrix.shape[1]) - first[:, None] + 1
    residuals: Matrix = matrix - place * slope[:, None]
    return residuals


def _ranks(residuals: Matrix, near: Column) -> Matrix:
    """Ranks from 1, ties (up to `near`) sharing their mean; NaN stays."""
    near = near[:, None, None]
    steps = residuals[:, :, None] - residuals[:, None, :]
    below, same = (steps > near).sum(axis=2), (np.abs(steps) <= near).sum(axis=2)
    ranks: Matrix = np.where(np.isfinite(residuals), below + (same + 1) / 2, np.nan)
    return ranks
