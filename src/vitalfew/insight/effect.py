"""What a series says of a movement that was expected of it: an interrupted time series (INI-3).

The values before the movement was to begin give the course that the KPI would have taken: its level, trend and season. The
periods from then until the effect may show are left out; what comes after is held against that course, as a change of level and
a change of slope (Wagner et al. 2002, J. Clin. Pharm. Ther. 27, 299). The effect is that on the mean of the periods after. Where
a comparison series is given, and the KPI less the comparison strays less before the movement, that difference is looked at.

What the rest keeps of its own past is taken off by a first-order autoregression (Prais and Winsten 1954), corrected for what the
terms take off it in short series (Kendall 1954, Biometrika 41, 403); the standard error allows for what remains (Newey and West
1987) with leverage, and is never below the plain one. It is a movement in time: whatever else began on the same day looks the
same.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from vitalfew.insight.follow import Column, robust, seasonal

BEFORE = 16
"""Known periods before the movement below which no effect is told."""
AFTER = 6
"""Known periods after it may show, below which it is too early."""
FREE = 8
"""How many more periods before than terms of level, trend and season there must be."""
MEMORY = 0.95
"""The most that a series is taken to keep of its past."""
MEMORIES = np.linspace(0.0, MEMORY, 20)
MOST_SOLVED = 400
"""Periods beyond which what the terms take off the memory is too little to be solved for."""
Said = Literal["as-expected", "less", "none", "wrong-way", "moved", "early", "not-enough"]


@dataclass(frozen=True, slots=True)
class Effect:
    """The effect on the mean of the periods after, the change of slope per period, each with its 90 % interval.

    `before` and `after` are the known periods; `memory` is what the rest keeps from one period to the next; `compared` whether
    the comparison series was used, `season` whether the season was taken off.
    """

    said: Said
    before: int
    after: int
    effect: float | None = None
    low: float | None = None
    high: float | None = None
    slope: tuple[float, float, float] | None = None
    memory: float = 0.0
    season: bool = False
    compared: bool = False


def effect(
    values: Column,
    begins: int,
    shows: int,
    *,
    expected: float | None = None,
    comparison: Column | None = None,
    season: int = 0,
    first: int = 0,
) -> Effect:
    """Hold the values from a place on against the course of those before another.

    Args:
        values: one a period, NaN where unknown.
        begins: the place of the first period that the movement may touch.
        shows: the place from which it is to be there.
        expected: the movement that was declared, in the values' unit.
        comparison: the same periods of a series that the movement does not touch.
        season: periods of a season, 0 for none.
        first: the number of the first period in its calendar.
    """
    places = np.arange(len(values))
    seasons = seasonal(first + places[:begins], season) and seasonal(first + places, season)
    course = np.column_stack([np.ones(len(values)), places / max(len(values), 1), *seasons])
    known = np.isfinite(values) & ((places < begins) | (places >= shows))
    before, after = int(known[:begins].sum()), int(known[shows:].sum())
    if before < max(BEFORE, FREE + course.shape[1]) or np.ptp(values[:begins][known[:begins]]) == 0:
        return Effect("not-enough", before, after)
    if after < AFTER:
        return Effect("early", before, after)
    compared = _steadier(values, comparison, course, known & (places < begins), known)
    looked = values - comparison if compared and comparison is not None else values
    since = (places >= shows).astype(np.float64)
    middle = places[known & (places >= shows)].mean()
    terms = np.column_stack([course, since, since * (places - middle)])
    beta, error, memory, quantile = _fit(terms[known], looked[known], places[known])
    low, high = beta[-2] - quantile * error[-2], beta[-2] + quantile * error[-2]
    slope = (beta[-1], beta[-1] - quantile * error[-1], beta[-1] + quantile * error[-1])
    said = judged(low, high, expected)
    return Effect(
        said, before, after, float(beta[-2]), float(low), float(high),
        (float(slope[0]), float(slope[1]), float(slope[2])), memory, bool(seasons), compared,
    )  # fmt: skip


def judged(low: float, high: float, expected: float | None) -> Said:
    """Say what an interval shows of what was expected: it moved only where it does not hold 0."""
    if low <= 0 <= high:
        return "none"
    if not expected:
        return "moved"
    if (low > 0) != (expected > 0):
        return "wrong-way"
    return "less" if max(abs(low), abs(high)) < abs(expected) else "as-expected"


def _steadier(
    values: Column, comparison: Column | None, course: Column, before: npt.NDArray[np.bool_], known: npt.NDArray[np.bool_]
) -> bool:
    """Tell whether the KPI less the comparison strays less from its course before than the KPI alone."""
    if comparison is None or not np.isfinite(comparison[known]).all():
        return False
    rest = [_rest(course[before], each[before]) for each in (values, values - comparison)]
    return float(rest[1] @ rest[1]) < float(rest[0] @ rest[0])


def _rest(terms: Column, ys: Column) -> Column:
    return np.asarray(ys - terms @ np.linalg.lstsq(terms, ys, rcond=None)[0], dtype=np.float64)


def _fit(terms: Column, ys: Column, places: npt.NDArray[np.int64]) -> tuple[Column, Column, float, float]:
    """Give coefficients, standard errors, the memory and how many errors the interval reaches."""
    gaps = np.diff(places)
    memory = _memory(terms, ys, places)
    left, right = _freed(terms, memory, gaps), _freed(ys, memory, gaps)
    inverse = np.linalg.pinv(left.T @ left)
    beta = inverse @ left.T @ right
    rest = right - left @ beta
    free = len(ys) - terms.shape[1] - 1
    leverage = np.minimum(np.einsum("ij,jk,ik->i", left, inverse, left), 0.95)
    weights = left @ inverse
    plain = np.diag(inverse) * float(rest @ rest) / free
    wide = np.array([robust(weight * rest / (1 - leverage)) for weight in weights.T])
    loose = max(4.0, free * (1 - memory) / (1 + memory))
    return beta, np.sqrt(np.maximum(plain, wide)), memory, student(loose)


def _memory(terms: Column, ys: Column, places: npt.NDArray[np.int64]) -> float:
    """Give the memory under which neighbours in the rest would be as alike as they are, the terms having taken their part."""
    near = np.flatnonzero(np.diff(places) == 1)
    rest = _rest(terms, ys)
    raw = float(rest[near + 1] @ rest[near]) / float(rest @ rest)
    if len(ys) > MOST_SOLVED:
        return float(np.clip(raw, 0.0, MEMORY))
    basis = np.linalg.qr(terms)[0]
    apart = np.abs(places[:, None] - places)
    alike = []
    for memory in MEMORIES:
        spread = memory**apart
        spread = spread - basis @ (basis.T @ spread)
        spread = spread - (spread @ basis) @ basis.T
        alike.append(float(spread[near + 1, near].sum() / np.trace(spread)))
    return float(np.interp(raw, np.maximum.accumulate(alike), MEMORIES))


def _freed(column: Column, memory: float, gaps: npt.NDArray[np.int64]) -> Column:
    """Take off each value what it keeps of the known one before, and weigh it by what is then left to chance."""
    kept = memory ** gaps.astype(np.float64)
    scale = np.sqrt((1 - memory**2) / (1 - kept**2))
    shape = (-1,) + (1,) * (column.ndim - 1)
    later = (column[1:] - kept.reshape(shape) * column[:-1]) * scale.reshape(shape)
    return np.concatenate([column[:1] * np.sqrt(1 - memory**2), later])


def student(free: float) -> float:
    """Student's t for a 90 % interval, by the expansion of Cornish and Fisher (to 0.2 % from 4 degrees of freedom)."""
    z = 1.6448536269514722
    terms = (z, (z**3 + z) / 4, (5 * z**5 + 16 * z**3 + 3 * z) / 96, (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384)
    return sum(term / free**power for power, term in enumerate(terms))
