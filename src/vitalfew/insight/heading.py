"""What a leader's early warning is worth, and where its newest moves say that the follower is headed (MON-5).

Where a leader leads by some periods, its newest moves have not been answered yet. What they together foretell of the follower is
their sum, less what is usual for it and its season, times the estimated effect. How sure that is shows the past: the follower's
movements over as many periods are held against what the leader's moves foretold of them, and the spread of what was missed, with
the doubt about the effect, gives the 90 % interval (Student's t; stretches that overlap count once). So the interval holds the
follower's own noise too. Its season and drift come on top. A heading warns, or bodes well, only where the interval holds no
standstill.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import expm1, sqrt
from typing import TYPE_CHECKING, Literal

import numpy as np

from vitalfew.base.period import Period
from vitalfew.insight.beside import Beside, beside
from vitalfew.insight.estimate import Estimate
from vitalfew.insight.follow import Column, seasonal
from vitalfew.insight.lead import Lead, Said
from vitalfew.insight.observed import Observed
from vitalfew.judge.series.season import SEASON
from vitalfew.model.framework import Framework
from vitalfew.model.kpi import Kpi
from vitalfew.model.verdict import Scorecard

if TYPE_CHECKING:
    import pyarrow as pa

NORMAL_90 = 1.6448536269514722
STRETCHES = 4
"""How many stretches that do not overlap the past must hold before anything is foretold."""

ORDER: tuple[Said, ...] = ("stopped", "leads", "coincides", "lags", "not-shown", "not-enough")
"""From what asks for something first to what is only to be waited for."""
Bodes = Literal["warns", "well", "quiet"]


@dataclass(frozen=True, slots=True)
class Worth:
    """What a usual improvement of a leader goes with: `move` in its units, the rest in the follower's, with its sign there.

    A usual improvement is one standard deviation of its changes in its good direction. `share` is the part of the gap to the
    follower's target that the effect is, below 0 where it widens it; None where there is no gap.
    """

    move: float
    effect: float
    low: float
    high: float
    gap: float | None
    share: float | None


@dataclass(frozen=True, slots=True)
class Heading:
    """Where a follower is headed by what its leader did: `change` from `value`, with its interval, in the follower's units.

    `newest` is the period of `value`, `until` the one that is foretold, `periods` later.
    """

    newest: Period
    until: Period
    periods: int
    value: float
    change: float
    low: float
    high: float
    bodes: Bodes


@dataclass(frozen=True, slots=True)
class Told:
    """A lead with what it is worth and what it says now, and both series; None where that cannot be told."""

    lead: Lead
    beside: Beside | None = None
    worth: Worth | None = None
    heading: Heading | None = None

    @property
    def warns(self) -> bool:
        """Whether its follower is headed the wrong way, clearly."""
        return self.heading is not None and self.heading.bodes == "warns"


def tell(framework: Framework, latest: pa.Table, found: Iterable[Lead], scorecard: Scorecard) -> tuple[Told, ...]:
    """Say of each lead (`lead.leads`) what it is worth, against the targets of a scorecard, and what it says now.

    What stopped leading comes first, then what warns, then what else leads.
    """
    observed = Observed(framework, latest)
    targets = {each.ref.id: each.target for each in scorecard.verdicts if isinstance(each.target, float | int)}
    return tuple(sorted((_told(observed, each, targets) for each in found), key=_rank))


def _rank(told: Told) -> tuple[int, bool]:
    return ORDER.index(told.lead.said), not told.warns


def _told(observed: Observed, lead: Lead, targets: Mapping[str, float]) -> Told:
    both = beside(observed, lead)
    if lead.said != "leads" or not lead.lag:
        return Told(lead, both)
    pair = [observed.framework.kpi[each] for each in (lead.kpi, lead.drives)]
    values = [observed.newest(kpi, lead.grain) for kpi in pair]
    if values[0] is None or values[1] is None:
        return Told(lead, both)
    heading = _heading(observed, lead, pair, values[0][0], *values[1])
    return Told(lead, both, _worth(lead, pair, (values[0][1], values[1][1]), targets.get(lead.drives)), heading)


def _worth(lead: Lead, pair: Sequence[Kpi], values: tuple[float, float], target: float | None) -> Worth | None:
    estimate, (leader, follower) = lead.estimate, pair
    if lead.worth is None or not estimate.effect:
        return None
    usual = lead.worth / abs(estimate.effect) * _sense(leader)
    relative = estimate.form == "elasticity"
    ends = sorted(each * usual * (values[1] if relative else 1.0) for each in (estimate.low or 0.0, estimate.high or 0.0))
    effect = estimate.effect * usual * (values[1] if relative else 1.0)
    way = None if target is None or follower.grain != lead.grain else (target - values[1]) * _sense(follower)
    gap = None if way is None else max(0.0, way)
    share = effect * _sense(follower) / gap if gap else None
    return Worth(usual * (values[0] if relative else 1.0), effect, ends[0], ends[1], gap, share)


def _sense(kpi: Kpi) -> float:
    return -1.0 if kpi.good == "down" else 1.0


def _heading(observed: Observed, lead: Lead, pair: Sequence[Kpi], ahead: int, newest: int, value: float) -> Heading | None:
    lag, grain, estimate = lead.lag or 0, lead.grain, lead.estimate
    periods = min(lag, lag + ahead - newest)
    if periods < 1:
        return None
    start = observed.span(pair, grain).start
    span = range(start, newest + 1 + periods)
    relative = estimate.form == "elasticity"
    moves, reply = (unusual(observed.changes(kpi, grain, span, relative=relative), start, SEASON.get(grain, 0)) for kpi in pair)
    led = np.concatenate([np.full(lag, np.nan), moves])[: len(reply)]
    found = foretell(led, reply, periods, estimate)
    if found is None:
        return None
    change, low, high = (value * expm1(each) if relative else each for each in found)
    low, high = min(low, high), max(low, high)
    calendar = observed.calendar
    sense = _sense(pair[1]) if pair[1].good != "within" else 0.0
    bodes: Bodes = "quiet" if low <= 0 <= high or not sense else "well" if sense * low > 0 else "warns"
    newly, until = (calendar.numbered(grain, each) for each in (newest, newest + periods))
    return Heading(newly, until, periods, value, change, low, high, bodes)


def unusual(changes: Column, start: int, season: int) -> Column:
    """Give changes without their mean and their season; `start` is the number of the first period."""
    terms = np.column_stack([np.ones(len(changes)), *seasonal(start + np.arange(len(changes)), season)])
    known = np.isfinite(changes)
    beta = np.linalg.lstsq(terms[known], changes[known], rcond=None)[0]
    return np.asarray(changes - terms @ beta, dtype=np.float64)


def foretell(led: Column, reply: Column, periods: int, estimate: Estimate) -> tuple[float, float, float] | None:
    """Give the sum of the last `periods` of a reply by what leads it, and its 90 % interval; None where too little is known.

    `led` are a leader's changes, moved to the periods in which they are answered; the reply is not known of the last ones yet.
    """
    effect = estimate.effect or 0.0
    ahead = float(led[-periods:].sum())
    before, after = (_sums(each[:-periods], periods) for each in (led, reply))
    missed = after - effect * before
    missed = missed[np.isfinite(missed)]
    free = len(missed) // periods
    if not np.isfinite(ahead) or free < STRETCHES:
        return None
    doubt = ((estimate.high or 0.0) - (estimate.low or 0.0)) / (2 * NORMAL_90)
    spread = sqrt(float(missed @ missed) / len(missed) * (1 + 1 / free) + (doubt * ahead) ** 2)
    width = _student(free - 1) * spread
    return effect * ahead, effect * ahead - width, effect * ahead + width


def _sums(column: Column, periods: int) -> Column:
    """Give the sum of each so many neighbours; NaN where one is unknown."""
    return np.asarray(np.convolve(column, np.ones(periods), "valid"), dtype=np.float64)


def _student(free: int) -> float:
    """Give how many spreads hold 90 %, by the expansion of Cornish and Fisher (Goldberg and Levine 1946)."""
    z = NORMAL_90
    first, second = (z**3 + z) / 4, (5 * z**5 + 16 * z**3 + 3 * z) / 96
    return z + first / free + second / free**2
