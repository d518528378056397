"""A point of a target's path that never counts."""

from __future__ import annotations

from vitalfew.base.said import say
from vitalfew.model.framework import Framework
from vitalfew.rules.engine import Flags, rule


@rule(
    "TGT018",
    severity="warning",
    requirements=("DEF-3",),
    help="date the points between baseline and target",
    after=("TGT014",),
)
def check(framework: Framework) -> Flags:
    for kpi in framework.current_kpis:
        target = kpi.target
        if not (target and isinstance(target.path, dict) and target.by):
            continue
        start = kpi.baseline.day if kpi.baseline else None
        for day in target.path:
            if (day >= target.by and target.path[day] != target.reach) or (start and day < start):
                yield (
                    kpi.ref,
                    "target.path",
                    say("the point of {day} on the path of KPI `{kpi}` never counts", day=day, kpi=kpi.id),
                )
                break
