"""A threshold that is not worse than the target."""

from __future__ import annotations

from vitalfew.base.said import say
from vitalfew.model.framework import Framework
from vitalfew.model.kpi import Kpi
from vitalfew.model.target import Threshold
from vitalfew.rules.engine import Flags, rule
from vitalfew.rules.path import best, direction, is_better

WORSE = {"up": say("below"), "down": say("above")}


def _hardest(threshold: Threshold, way: str) -> float:
    if isinstance(threshold, float):
        return threshold
    values = threshold.values() if isinstance(threshold, dict) else threshold
    return min(values) if way == "down" else max(values)


def _upon_bounds(kpi: Kpi) -> str | None:
    """Word that two thresholds do not stand around the two bounds of the target."""
    if not (kpi.target and kpi.target.within and isinstance(kpi.threshold, tuple)):
        return None
    (low, high), (least, most) = kpi.target.within, kpi.threshold
    if least <= low and high <= most and kpi.threshold != kpi.target.within:
        return None
    return say(
        "the thresholds {least:g} and {most:g} of KPI `{kpi}` do not stand around its target of {low:g} to {high:g}",
        least=least,
        most=most,
        kpi=kpi.id,
        low=low,
        high=high,
    )


def _upon_goal(kpi: Kpi) -> str | None:
    """Word that the threshold is not worse than the end of the target."""
    way = direction(kpi)
    goal = best(kpi, kpi.target) if kpi.target else None
    if goal is None or kpi.threshold is None or way not in WORSE:
        return None
    hardest = _hardest(kpi.threshold, way)
    if is_better(goal, hardest, way):
        return None
    return say(
        "the threshold {hardest:g} of KPI `{kpi}` is not {worse} its target {goal:g}",
        hardest=hardest,
        kpi=kpi.id,
        worse=WORSE[way],
        goal=goal,
    )


@rule(
    "TGT004",
    severity="error",
    requirements=("DEF-3",),
    help="set `threshold` to a value worse than the target",
    after=("TGT006", "TGT007", "TGT010"),
)
def check(framework: Framework) -> Flags:
    for kpi in framework.current_kpis:
        message = _upon_bounds(kpi) or _upon_goal(kpi)
        if message:
            yield kpi.ref, "threshold", message
