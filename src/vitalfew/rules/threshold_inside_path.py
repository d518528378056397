"""A threshold that is better than what the target asks for on the way."""

from __future__ import annotations

from datetime import date

from vitalfew.base.said import say
from vitalfew.model.framework import Framework
from vitalfew.model.kpi import Kpi
from vitalfew.model.target import Threshold
from vitalfew.rules.engine import Flag, Flags, rule
from vitalfew.rules.path import at, corners, direction, is_better


def _course(threshold: Threshold | None) -> dict[date, float]:
    if isinstance(threshold, dict):
        return dict(sorted(threshold.items()))
    return {date.min: threshold} if isinstance(threshold, float) else {}


def _first_day(kpi: Kpi) -> tuple[date, float, float] | None:
    """Give the first day on which the threshold asks for more than the target, with the two values."""
    way, limit = direction(kpi), _course(kpi.threshold)
    course = corners(kpi, kpi.target) if kpi.target else {}
    if kpi.target is None or not (course and limit) or way not in {"up", "down"}:
        return None
    held = kpi.target.path == "hold" or kpi.target.values is not None
    for day in sorted({*course, *(day for day in limit if day != date.min)}):
        target, threshold = at(course, day, held=held), at(limit, day)
        if is_better(threshold, target, way):
            return day, threshold, target
    return None


@rule(
    "TGT005",
    severity="warning",
    requirements=("DEF-3",),
    help="give the threshold a path of its own that stays worse than the target",
    after=("TGT004", "TGT006", "TGT007", "TGT010"),
)
def check(framework: Framework) -> Flags:
    for kpi in framework.current_kpis:
        first = _first_day(kpi)
        if first is not None:
            day, threshold, target = first
            yield Flag(
                kpi.ref,
                "threshold",
                say(
                    "on {day} the threshold {threshold:g} of KPI `{kpi}` asks for more than its target {target:g}",
                    day=day,
                    threshold=threshold,
                    kpi=kpi.id,
                    target=target,
                ),
                say(
                    "set it no better than {target:g}, or give it a path: `threshold: {{{day}: {target:g}, …}}`",
                    target=target,
                    day=day,
                ),
            )
