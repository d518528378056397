"""What a series says of a movement that was expected of it: an interrupted time series (INI-3).

The values before the movement was to begin give the course that the KPI would have taken: its level, trend and season. The
periods from then until the effect may show are left out; what comes after is held against that course, as a change of level and
a change of slope (Wagner et al. 2002, J. Clin. Pharm. Ther. 27, 299). The effect is that on the mean of the periods after. Where
a comparison series is given, the KPI less the comparison is looked at: what moves both is no effect, and the comparison's own
noise widens the interval.

What the rest keeps of its own past is taken off by a first-order autoregression (Prais and Winsten 1954), corrected for what the
terms take off it in short series (Kendall 1954, Biometrika 41, 403); the standard error allows for what remains (Newey and West
1987) with leverage, and is never below the plain one. It is a movement in time: whatever else began on the same day looks the
same.
"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist
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
_NORMAL = NormalDist()
Lacks = Literal["before", "after"]


@dataclass(frozen=True, slots=True)
class Interrupted:
    """The effect on the mean of the periods after, the change of slope per period, each with its 90 % interval.

    `before` and `after` are the known periods; where one of them is too few, `lacks` says which and nothing else is known. `p` is
    how often a movement as large comes of nothing (two-sided). `alone` is the range of effects with any one period left out.
    `course` is where the series would have gone without it, period by period. `memory` is what the rest keeps from one period to
    the next; `compared` whether the comparison series was used, `season` whether the season was taken off.
    """

    before: int
    after: int
    lacks: Lacks | None = None
    effect: float = 0.0
    low: float = 0.0
    high: float = 0.0
    p: float = 1.0
    slope: tuple[float, float, float] = (0.0, 0.0, 0.0)
    alone: tuple[float, float] = (0.0, 0.0)
    course: tuple[float, ...] = ()
    memory: float = 0.0
    season: bool = False
    compared: bool = False


def interrupted(
    values: Column, begins: int, shows: int, *, comparison: Column | None = None, season: int = 0, first: int = 0
) -> Interrupted:
    """Hold the values from a place on against the course of those before another.

    Args:
        values: one a period, NaN where unknown.
        begins: the place of the first period that the movement may touch.
        shows: the place from which it is to be there.
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
        return Interrupted(before, after, "before")
    if after < AFTER:
        return Interrupted(before, after, "after")
    compared = comparison if comparison is not None and np.isfinite(comparison[known]).all() else None
    looked = values if compared is None else values - compared
    since = (places >= shows).astype(np.float64)
    middle = places[known & (places >= shows)].mean()
    terms = np.column_stack([course, since, since * (places - middle)])
    fit = _fit(terms[known], looked[known], places[known])
    width = student(fit.free) * fit.error
    effect, slope = float(fit.beta[-2]), float(fit.beta[-1])
    led = terms[:, :-2] @ fit.beta[:-2] + (0.0 if compared is None else compared)
    return Interrupted(
        before,
        after,
        None,
        effect,
        effect - float(width[-2]),
        effect + float(width[-2]),
        chance(effect / float(fit.error[-2]), fit.free),
        (slope, slope - float(width[-1]), slope + float(width[-1])),
        fit.alone,
        tuple(float(each) for each in led),
        fit.memory,
        bool(seasons),
        compared is not None,
    )


@dataclass(frozen=True, slots=True)
class _Fit:
    """Coefficients, their standard errors, the memory, the degrees of freedom, and the effect with any one period left out."""

    beta: Column
    error: Column
    memory: float
    free: float
    alone: tuple[float, float]


def _fit(terms: Column, ys: Column, places: npt.NDArray[np.int64]) -> _Fit:
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
    without = beta[-2] - weights[:, -2] * rest / (1 - leverage)
    loose = max(4.0, free * (1 - memory) / (1 + memory))
    return _Fit(beta, np.sqrt(np.maximum(plain, wide)), memory, loose, (float(without.min()), float(without.max())))


def _memory(terms: Column, ys: Column, places: npt.NDArray[np.int64]) -> float:
    """Give the memory under which neighbours in the rest would be as alike as they are, the terms having taken their part."""
    near = np.flatnonzero(np.diff(places) == 1)
    rest = ys - terms @ np.linalg.lstsq(terms, ys, rcond=None)[0]
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


def chance(t: float, free: float) -> float:
    """Give how often chance alone makes Student's t as large, either way (Wallace 1959, Ann. Math. Stat. 30, 1124)."""
    z = (8 * free + 1) / (8 * free + 3) * (free * np.log1p(t * t / free)) ** 0.5
    return 2 * (1 - _NORMAL.cdf(float(z)))
