"""Does a leading KPI lead what it is said to lead: by how long, how surely, and still (MON-5).

The follower is regressed on the leader at every lag from as far behind as the declared window reaches ahead (`insight.follow`).
Which comes first is said where four fifths of the weight stand on one side; what is foretold is counted out of sample, each
change from those before it. A leader stopped leading where the newest third alone no longer shows what the two thirds before it
show.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Literal

import numpy as np

from vitalfew.base.period import Grain
from vitalfew.base.said import say
from vitalfew.base.word import count_of
from vitalfew.insight.estimate import Estimate, estimates
from vitalfew.insight.follow import Column, Followed, follow
from vitalfew.insight.observed import Observed
from vitalfew.judge.series.season import SEASON
from vitalfew.model.framework import Framework

if TYPE_CHECKING:
    import pyarrow as pa

SURE = 0.8
"""The weight from which on it is said which of two comes first."""
RARE = 0.01
"""How rare by chance a reply must be that is seen only outside the declared window."""
NEWEST = 3
"""The newest third is held against the rest."""

Said = Literal["leads", "coincides", "lags", "not-shown", "stopped", "not-enough"]


@dataclass(frozen=True, slots=True)
class Lead:
    """Whether a KPI leads another that it drives.

    `lag` is in periods of `grain`, below 0 where the other comes first; `sure` the weight of that order. `foretold` is the share
    of the follower's ups and downs that the leader foretells. `worth` is what a usual move of the leader, one standard deviation
    of its changes, moves the follower by: in its units, or as a share where the effect is an elasticity. `stopped` is the first
    day of the stretch that no longer shows the lead.
    """

    kpi: str
    drives: str
    place: int
    grain: Grain
    said: Said
    reason: str
    estimate: Estimate
    lag: int | None = None
    sure: float | None = None
    foretold: float | None = None
    worth: float | None = None
    stopped: date | None = None


def leads(framework: Framework, latest: pa.Table) -> tuple[Lead, ...]:
    """Tell of every declared link of a leading KPI whether it leads, from the newest observations (`Observations.latest`)."""
    observed = Observed(framework, latest)
    links = (each for each in estimates(framework, latest) if framework.kpi[each.kpi].timing == "leading")
    return tuple(_lead(observed, each) for each in links)


def _lead(observed: Observed, link: Estimate) -> Lead:
    found = Lead(link.kpi, link.drives, link.place, link.grain, "not-enough", link.reason, link)
    pair = [observed.framework.kpi[each] for each in (link.kpi, link.drives)]
    span = observed.span(pair, link.grain)
    moves, reply = (observed.changes(each, link.grain, span, relative=link.form == "elasticity") for each in pair)
    both = follow(moves, reply, range(-link.most, link.most + 1), season=SEASON.get(link.grain, 0), first=span.start)
    if both is None or link.effect is None:
        return found
    if link.said == "unclear" and both.p > RARE:
        alone = say("the follower does not move with it, earlier or later")
        others = say("with what its other drivers move taken off, the follower does not move with it")
        return replace(found, said="not-shown", reason=others if link.beside else alone)
    told = _order(found, both)
    if told.said != "leads" or link.said == "unclear":
        return told
    return _still(told, moves, reply, span, observed)


def _order(found: Lead, both: Followed) -> Lead:
    """Say which of the two comes first."""
    ahead, together = both.within(1, both.lags[-1]), both.within(0, 0)
    behind = 1 - ahead - together
    known = replace(found, lag=both.lag, foretold=both.foretold, worth=None)
    periods = count_of(abs(both.lag), found.grain)
    if ahead >= SURE:
        return replace(known, said="leads", sure=ahead, reason=say("it moves {periods} before", periods=periods))
    if together >= SURE:
        return replace(known, said="coincides", sure=together, reason=say("both move in the same period: no early warning"))
    if behind >= SURE:
        return replace(known, said="lags", sure=behind, reason=say("the other moves {periods} before it", periods=periods))
    return replace(known, said="not-shown", sure=None, reason=say("the data do not tell which of the two moves first"))


def _still(found: Lead, moves: Column, reply: Column, span: range, observed: Observed) -> Lead:
    """Hold the newest third against the rest."""
    lag = found.lag or 0
    usual = float(np.nanstd(moves))
    effect = found.estimate.effect or 0.0
    worth = replace(found, worth=abs(effect) * usual)
    cut = len(moves) - len(moves) // NEWEST
    before, newest = (_alone(moves[part], reply[part], lag) for part in (slice(0, cut), slice(cut - lag, None)))
    if before is None or newest is None or before.interval[0] <= 0 <= before.interval[1]:
        return worth
    low, high = newest.interval
    if low <= before.effect <= high or not low <= 0 <= high:
        return worth
    begins = observed.calendar.numbered(found.grain, span.start + cut).start
    reason = say("it led until {day:%-d %B %Y}, and since then the data no longer show it", day=begins)
    return replace(worth, said="stopped", stopped=begins, reason=reason)


def _alone(moves: Column, reply: Column, lag: int) -> Followed | None:
    return follow(moves, reply, range(lag, lag + 1))
