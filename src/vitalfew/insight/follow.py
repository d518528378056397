"""How one series follows another: the effect of a declared link, its lag, and how sure both are.

Both series are differenced, so that two that merely grow together show nothing, and slow waves are taken off the differences,
one for each 26 periods, so that two that speed up together show nothing either (Müller and Watson 2008, Econometrica 76,
979). Their season is taken off in the same regression: dummies of its places where there are three seasons of at most twelve
places, else three harmonics where there are two seasons, else nothing, which is said. Harmonics leave feast days, which two may
have in common without being linked: where there are no dummies, changes far from the usual for the season are left out if they
recur at the same place of the season after or before, give or take two weeks.

For each lag of the declared window the change of the follower is regressed on the change of the leader, after both are freed of
the autocorrelation that is left (up to three terms by BIC; Cochrane and Orcutt 1949, J. Am. Stat. Assoc. 44, 32). The standard
error allows for what autocorrelation and unequal spread remain (Newey and West 1987, Econometrica 55, 703; leverage as in
MacKinnon and White 1985, J. Econometrics 29, 305) and is never below the plain one. A change beyond five times the usual spread
of what is left is a break, not a reply, and left out, as are changes across a declared break or a change of definition.

The lag is the one that predicts best from a rolling origin: each change from those before it (Dawid 1984, J. R. Stat. Soc. A
147, 278). By the same predictions all lags of the window have a weight, and the interval holds the doubt about the lag as well as
the doubt about the effect: it is that of the weighted mixture. So a window of many lags, of which one fits by chance, shows
nothing. It is an association in time, and whatever moves both at once and at the same lag looks the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from statistics import NormalDist
from typing import TypeAlias, cast

import numpy as np
import numpy.typing as npt

Column: TypeAlias = npt.NDArray[np.float64]
Rows: TypeAlias = npt.NDArray[np.bool_]

LEVEL = 0.9
"""The share of intervals that hold the truth."""
ENOUGH = 20
"""Pairs of changes below which no effect is told."""
FREE = 14
"""How many more pairs than terms of level, slow waves and season there must be."""
ORDERS = 3
PER_ORDER = 20
PER_WAVE = 26
STEP = 5.0
MOST_STEPS = 3
HARMONICS = 3
WAVES = 2
"""How many waves of a season are told where it was not seen twice."""
FEAST = 3.0
"""From how many times the usual spread on a change that recurs is a feast day."""
SETTLES = 3
TEMPER = 0.8
"""How much of a prediction's score counts, since neighbouring ones share noise; held to 5 % false links by simulation."""
MOST_KEPT = 20_000
"""How many answers are kept, some 20 MB."""
_NORMAL = NormalDist()


@dataclass(frozen=True)
class Followed:
    """What was found for each lag, in periods: its weight, effect and standard error; effects in follower per leader.

    `free` is the degrees of freedom, `pairs` the changes compared, `season` whether it was taken off, `steps` the breaks
    left out. `alone` is the range of effects at the best lag with any one period left out. `foretold` is the share of the squares
    of the reply that the leader foretells at the best lag, each change from those before it; below 0 it only misleads.
    """

    lags: tuple[int, ...]
    weight: Column
    effects: Column
    errors: Column
    free: int
    pairs: int
    season: bool
    steps: int
    alone: tuple[float, float]
    foretold: float

    @cached_property
    def best(self) -> int:
        """The place of the lag that predicts best; of equal ones the shortest."""
        return int(np.argmax(self.weight))

    @property
    def lag(self) -> int:
        """The lag that predicts best, in periods."""
        return self.lags[self.best]

    @property
    def effect(self) -> float:
        """The effect at the best lag."""
        return float(self.effects[self.best])

    @cached_property
    def interval(self) -> tuple[float, float]:
        """The interval that holds the effect in `LEVEL` of cases, whichever lag is the true one."""
        tail = (1 - LEVEL) / 2
        return self.quantile(tail), self.quantile(1 - tail)

    @cached_property
    def p(self) -> float:
        """How much weight lies on the other side of no effect, twice: small where the sign is clear."""
        below = self.below(0.0)
        return 2 * min(below, 1 - below)

    def below(self, effect: float) -> float:
        """Give the weight of effects below one."""
        deviation = (effect - self.effects) / self.errors
        normal = deviation * (1 - 1 / (4 * self.free)) / np.sqrt(1 + deviation**2 / (2 * self.free))  # Wallace 1959
        return float(sum(weight * _NORMAL.cdf(float(each)) for weight, each in zip(self.weight, normal, strict=True)))

    def quantile(self, share: float) -> float:
        """Give the effect that a share of the weight lies below."""
        low, high = float((self.effects - 20 * self.errors).min()), float((self.effects + 20 * self.errors).max())
        for _ in range(60):
            middle = (low + high) / 2
            low, high = (middle, high) if self.below(middle) < share else (low, middle)
        return (low + high) / 2

    def within(self, least: int, most: int) -> float:
        """Give the weight of the lags from one to another, both included."""
        return float(sum(weight for lag, weight in zip(self.lags, self.weight, strict=True) if least <= lag <= most))


_KEPT: dict[bytes, object] = {}
_UNKNOWN = object()


def follow(
    moves: Column, reply: Column, lags: Sequence[int], *, season: int = 0, first: int = 0, beside: Sequence[Column] = ()
) -> Followed | None:
    """Estimate how a follower replies to a leader at each of some lags; None where there is not enough data.

    Args:
        moves: changes of the leader into each period, NaN where unknown.
        reply: changes of the follower into the same periods.
        lags: the window in periods; below 0 the follower comes first.
        season: periods of a season, 0 for none.
        first: the number of the first period in its calendar, from which the season's places are counted.
        beside: what else the follower replies to, each moved by its own lag already (`shifted`); taken off like the season.

    The same series give the same answer, which is kept: pages, findings and commands of one process ask for it again and again.
    """
    written = b"|".join((moves.tobytes(), reply.tobytes(), *(each.tobytes() for each in beside)))
    key = blake2b(written + repr((tuple(lags), season, first)).encode(), digest_size=16).digest()
    if len(_KEPT) >= MOST_KEPT:
        _KEPT.clear()
    found = _KEPT.get(key, _UNKNOWN)
    if found is _UNKNOWN:
        found = _KEPT[key] = _follow(moves, reply, lags, season, first, beside)
    return cast("Followed | None", found)


def _follow(
    moves: Column, reply: Column, lags: Sequence[int], season: int, first: int, beside: Sequence[Column]
) -> Followed | None:
    moves, reply = (_without_feasts(each, first, season) for each in (moves, reply))
    seasons = seasonal(first + np.arange(len(reply)), season)
    always = np.column_stack([np.ones(len(reply)), *_slow(len(reply)), *seasons, *beside])
    led = [shifted(moves, lag) for lag in lags]
    known = np.all([np.isfinite(each) for each in (reply, *beside, *led)], axis=0)
    if known.sum() < max(ENOUGH, FREE + always.shape[1]) or not all(np.ptp(each[known]) > 0 for each in (reply, *led)):
        return None
    known, steps = _without_steps(np.column_stack([always, *led]), reply, known)
    fits = [_fit(always, each, reply, known) for each in led]
    score = np.array([fit.score for fit in fits])
    weight = np.exp(TEMPER * (score - score.max()))
    return Followed(
        tuple(lags),
        weight / weight.sum(),
        np.array([fit.effect for fit in fits]),
        np.array([fit.error for fit in fits]),
        min(fit.free for fit in fits),
        int(known.sum()),
        bool(seasons),
        steps,
        fits[int(np.argmax(score))].alone,
        fits[int(np.argmax(score))].foretold,
    )


def unusual(changes: Column, first: int, season: int, far: float) -> tuple[Column, Rows]:
    """Give changes without the waves of their season, and which are so many times the usual spread or more from what is usual.

    None is far where there are too few to tell, or where they hardly ever move: what moves is then all there is to see.
    """
    known = np.isfinite(changes)
    angle = 2 * np.pi * (first + np.arange(len(changes))) / max(season, 1)
    most = HARMONICS if len(changes) + 1 >= 2 * season else WAVES
    waves = range(1, min(most, (season - 1) // 2) + 1)
    terms = np.column_stack([np.ones(len(changes)), *(wave(each * angle) for each in waves for wave in (np.sin, np.cos))])
    kept, rest = known, changes
    for _ in range(SETTLES):
        if kept.sum() < ENOUGH:
            return changes, np.zeros_like(known)
        rest = changes - terms @ np.linalg.lstsq(terms[kept], changes[kept], rcond=None)[0]
        usual = 1.4826 * np.median(np.abs(rest[kept]))
        if usual == 0:
            return changes, np.zeros_like(known)
        kept = known & (np.abs(rest) <= far * usual)
    return rest, known & ~kept


def _without_feasts(changes: Column, first: int, season: int) -> Column:
    """Leave out what is unusual at the same place of two seasons, in the same direction, where no dummies take it off."""
    if not season or (season <= 12 and len(changes) + 1 >= 3 * season):
        return changes
    rest, far = unusual(changes, first, season, FEAST)
    signed = np.where(far, np.sign(rest), 0.0)
    slack = range(-(season // 26), season // 26 + 1)
    again = [shifted(signed, side * season + each) for each in slack for side in (-1, 1)]
    recurs = np.any([signed == each for each in again], axis=0)
    return np.where(far & recurs, np.nan, changes)


@dataclass(frozen=True, slots=True)
class _Fit:
    effect: float
    error: float
    score: float
    free: int
    alone: tuple[float, float]
    foretold: float


def _slow(count: int) -> list[Column]:
    middle = (np.arange(count) + 0.5) / count
    return [np.cos(np.pi * wave * middle) for wave in range(1, count // PER_WAVE + 1)]


def seasonal(places: npt.NDArray[np.int64], season: int) -> list[Column]:
    """Give the terms of a season at some places: dummies, harmonics, or none where it was not seen twice."""
    if not season or len(places) + 1 < 2 * season:
        return []
    if season <= 12 and len(places) + 1 >= 3 * season:
        return [(places % season == place).astype(np.float64) for place in range(1, season)]
    angle = 2 * np.pi * places / season
    waves = range(1, min(HARMONICS, (season - 1) // 2) + 1)
    return [wave(each * angle) for each in waves for wave in (np.sin, np.cos)]


def shifted(column: Column, lag: int) -> Column:
    """Give a column moved down by a lag, up where it is negative; NaN where nothing comes in."""
    if lag == 0:
        return column
    empty = np.full(min(abs(lag), len(column)), np.nan)
    return np.concatenate([empty, column[:-lag]] if lag > 0 else [column[-lag:], empty])


def _without_steps(regressors: Column, reply: Column, known: Rows) -> tuple[Rows, int]:
    """Leave out the few changes that nothing explains: a break that nobody declared."""
    for steps in range(MOST_STEPS):
        left = _residuals(regressors, reply, known)
        usual = 1.4826 * np.median(np.abs(left[known]))
        worst = int(np.nanargmax(np.abs(left)))
        if usual == 0 or abs(left[worst]) <= STEP * usual:
            return known, steps
        known = known.copy()
        known[worst] = False
    return known, MOST_STEPS


def _residuals(regressors: Column, reply: Column, known: Rows) -> Column:
    left = np.full(len(reply), np.nan)
    beta = np.linalg.lstsq(regressors[known], reply[known], rcond=None)[0]
    left[known] = reply[known] - regressors[known] @ beta
    return left


def _fit(always: Column, led: Column, reply: Column, known: Rows) -> _Fit:
    """Regress the reply on one lag, both freed of what the reply remembers of itself."""
    orders = min(ORDERS, int(known.sum()) // PER_ORDER)
    memory = _memory(_residuals(np.column_stack([always, led]), reply, known), orders)
    masked = np.where(known, reply, np.nan)
    free = [_freed(each, memory) for each in (masked, led, *always.T)]
    rows = np.all([np.isfinite(each) for each in free], axis=0)
    rows[np.flatnonzero(known)[:orders]] = False
    ys, xs, others = free[0][rows], free[1][rows], np.column_stack([each[rows] for each in free[2:]])
    basis = np.linalg.qr(others)[0]
    ys, xs = ys - basis @ (basis.T @ ys), xs - basis @ (basis.T @ xs)
    left = len(ys) - others.shape[1] - 1 - len(memory)
    square = float(xs @ xs)
    effect = float(xs @ ys) / square
    rest = ys - effect * xs
    leverage = np.minimum((basis**2).sum(axis=1) + xs**2 / square, 0.99)
    error = max(robust(xs * rest / (1 - leverage)) / square**2, float(rest @ rest) / left / square) ** 0.5
    without = effect - xs * rest / (square * (1 - leverage))
    score, foretold = _predictive(xs, ys)
    return _Fit(effect, error, score, left, (float(without.min()), float(without.max())), foretold)


def _memory(left: Column, orders: int) -> Column:
    """Give the terms of the autoregression of what is left, as many as BIC (Schwarz 1978) finds worth it."""
    best, chosen = np.inf, np.zeros(0)
    rows = np.isfinite(left)
    rows[np.flatnonzero(rows)[:orders]] = False
    for order in range(orders + 1):
        terms = _terms(left, order)
        rest = _freed(left, terms)
        seen = rows & np.isfinite(rest)
        count = int(seen.sum())
        bic = count * np.log(np.mean(rest[seen] ** 2)) + order * np.log(count)
        if bic < best - 1e-9:
            best, chosen = bic, terms
    return chosen


def _terms(left: Column, order: int) -> Column:
    if order == 0:
        return np.zeros(0)
    past = np.column_stack([shifted(left, lag) for lag in range(1, order + 1)])
    seen = np.isfinite(left) & np.isfinite(past).all(axis=1)
    return np.asarray(np.linalg.lstsq(past[seen], left[seen], rcond=None)[0], dtype=np.float64)


def _freed(column: Column, memory: Column) -> Column:
    """Take off a column what it is expected to keep of its own past."""
    kept = sum((share * shifted(column, lag) for lag, share in enumerate(memory, 1)), start=np.zeros(len(column)))
    return np.subtract(column, kept)


def robust(moments: Column) -> float:
    """The long-run variance of the moments with Bartlett's weights, over 4 (n / 100)^(2/9) lags (Newey and West 1994)."""
    total = float(moments @ moments)
    width = int(4 * (len(moments) / 100) ** (2 / 9))
    for lag in range(1, width + 1):
        total += 2 * (1 - lag / (width + 1)) * float(moments[lag:] @ moments[:-lag])
    return total


def _predictive(xs: Column, ys: Column) -> tuple[float, float]:
    """The log of how well each reply was foretold from those before it, by Student's t with what was known then, and its share.

    Before the first, one reply of usual size to a usual move that showed no effect is taken for known.
    """
    usual, spread = float(np.mean(xs**2)), float(np.mean(ys**2))
    square, cross, total = (
        start + np.concatenate([[0.0], np.cumsum(each)[:-1]])
        for start, each in ((usual, xs * xs), (0.0, xs * ys), (spread, ys * ys))
    )
    count = np.arange(1, len(ys) + 1, dtype=np.float64)
    slope = cross / square
    variance = (total - slope * cross) / count * (1 + xs**2 / square)
    miss = ys - slope * xs
    score = float(np.sum(-0.5 * np.log(variance) - (count + 1) / 2 * np.log1p(miss**2 / (variance * count))))
    return score, 1 - float(miss @ miss) / float(ys @ ys)
