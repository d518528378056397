"""What is said of a conflict in sentences for people: the data with their interval, and how it is settled."""

from __future__ import annotations

from collections.abc import Mapping

from vitalfew.base.said import say
from vitalfew.base.word import count_of
from vitalfew.insight.conflict import Conflict, Kind, Settled
from vitalfew.insight.sentence import signed
from vitalfew.model.framework import Framework

KINDS: Mapping[Kind, str] = {
    "structural": say("by structure"),
    "incentive": say("by incentive"),
    "empirical": say("in the data"),
}
SETTLED: Mapping[Settled, str] = {
    "shared": say("both answer for a KPI together"),
    "guarded": say("one guards the other"),
}


def data_of(conflict: Conflict, framework: Framework) -> str:
    """Say what the data say of a conflict: how the one moved when the other got better, its interval, and what that is worth."""
    seen = conflict.against
    if seen is None:
        return say("nothing was measured yet")
    if seen.effect is None or seen.step is None:
        return seen.reason
    one, other = framework.kpi[seen.one], framework.kpi[seen.other]
    ways = [-1.0 if each.good == "down" else 1.0 for each in (one, other)]
    low, high = sorted(ways[1] * each for each in (seen.low or 0.0, seen.high or 0.0))
    return say(
        "a usual improvement of {one} ({step}) went with {effect} of {other} (90 %: {low} to {high}), of {pairs}; {reason}",
        one=one.title,
        step=signed(ways[0] * seen.step, one.unit),
        effect=signed(ways[1] * seen.effect, other.unit),
        other=other.title,
        low=signed(low, other.unit),
        high=signed(high, other.unit),
        pairs=count_of(seen.pairs, seen.grain),
        reason=seen.reason,
    )
