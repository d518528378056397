"""Whether favourable moves of one KPI go with unfavourable moves of another, in the data: an association, never more (AUD-7).

Both are counted in their good direction, in steps: one step is the usual change of the first from period to period, and the
answer is in units of the second. As in `follow` they are differenced, and season and slow trend are taken off. The second may
answer at once or within a month. Of all pairs that are asked, the share of false ones is held (Benjamini and Hochberg 1995).

Two that merely have the same feast days or the same summer would look opposed, or alike. So changes far from the usual for the
season are left out, in either: one event is no pattern. And where the season was not seen twice, two waves of it are taken off
all the same. Held to 5 % false calls by simulation (`bench/against.py`), also where both have a season or a trend in common.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

import numpy as np

from vitalfew.base.period import Grain
from vitalfew.base.said import say
from vitalfew.base.word import count_of
from vitalfew.insight.estimate import FALSE_SHARE, GRAINS
from vitalfew.insight.follow import ENOUGH, Column, follow, unusual
from vitalfew.insight.observed import Observed
from vitalfew.judge.series.season import SEASON
from vitalfew.model.framework import Framework

if TYPE_CHECKING:
    import pyarrow as pa

MONTH: dict[Grain, int] = {"day": 30, "week": 4, "month": 1, "quarter": 0, "year": 0}
"""The longest delay of the answer, in periods of each grain."""
FAR = 3.5
"""From how many times the usual spread on a change is an event, and left out."""
Said = Literal["against", "together", "unclear", "not-enough"]


@dataclass(frozen=True, slots=True)
class Against:
    """What a usual improvement of `one`, a `step` of it, goes with: `effect` in units of `other`, below 0 where that gets worse.

    `low` and `high` are its 90 % interval, `lag` the delay in periods of `grain`, `pairs` the changes compared, `q` the share of
    false answers if this and all surer ones are taken for true. `reason` says it in words.
    """

    one: str
    other: str
    grain: Grain
    said: Said = "not-enough"
    reason: str = ""
    pairs: int = 0
    step: float | None = None
    effect: float | None = None
    low: float | None = None
    high: float | None = None
    lag: int | None = None
    q: float | None = None


def against(framework: Framework, latest: pa.Table, pairs: Sequence[tuple[str, str]]) -> tuple[Against, ...]:
    """Ask the newest observations (`Observations.latest`) of some pairs, in their order."""
    seen = Observed(framework, latest)
    found = [_asked(seen, one, other) for one, other in pairs]
    known = sorted((each.q, place) for place, each in enumerate(found) if each.q is not None)
    held = 1.0
    for rank in range(len(known), 0, -1):
        p, place = known[rank - 1]
        held = min(held, p * len(known) / rank)
        found[place] = _told(replace(found[place], q=held))
    return tuple(found)


def _asked(seen: Observed, one: str, other: str) -> Against:
    first, second = seen.framework.kpi[one], seen.framework.kpi[other]
    grain = max(first.grain, second.grain, key=GRAINS.index)
    span = seen.span((first, second), grain)
    better = [
        (-1.0 if each.good == "down" else 1.0) * seen.changes(each, grain, span, relative=False) for each in (first, second)
    ]
    better = [_calm(each, span.start, SEASON.get(grain, 0)) for each in better]
    pairs = int((np.isfinite(better[0]) & np.isfinite(better[1])).sum())
    empty = Against(one, other, grain, pairs=pairs)
    step = float(np.nanstd(better[0])) if pairs > 1 else 0.0
    found = (
        follow(better[0] / step, better[1], range(MONTH[grain] + 1), season=SEASON.get(grain, 0), first=span.start)
        if step
        else None
    )
    if found is None:
        least = count_of(ENOUGH + MONTH[grain], grain)
        reason = say(
            "not enough data: both have {there}, and {least} or more are asked for", there=count_of(pairs, grain), least=least
        )
        return replace(empty, reason=reason)
    low, high = found.interval
    return replace(empty, pairs=found.pairs, step=step, effect=found.effect, low=low, high=high, lag=found.lag, q=found.p)


def _calm(changes: Column, first: int, season: int) -> Column:
    """Leave out changes that are far from the usual for the season, and take it off where it was not seen twice."""
    rest, far = unusual(changes, first, season, FAR)
    return np.where(far, np.nan, rest if len(changes) + 1 < 2 * season else changes)


def _told(each: Against) -> Against:
    low, high = each.low or 0.0, each.high or 0.0
    if low <= 0 <= high or (each.q or 0.0) > FALSE_SHARE:
        return replace(each, said="unclear", reason=say("the data fit no association as well as this one"))
    if high < 0:
        return replace(each, said="against", reason=say("when one got better, the other got worse, beyond chance"))
    return replace(each, said="together", reason=say("in the data both get better together"))
