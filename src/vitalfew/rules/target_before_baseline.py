"""A target due before its baseline was measured."""

from __future__ import annotations

from vitalfew.base.said import say
from vitalfew.model.framework import Framework
from vitalfew.rules.engine import Flags, rule


@rule(
    "TGT014",
    severity="error",
    requirements=("DEF-3", "DEF-4"),
    help="set the target's day after the baseline's",
    after=("TGT020",),
)
def check(framework: Framework) -> Flags:
    for kpi in framework.current_kpis:
        day = kpi.baseline.day if kpi.baseline else None
        by = kpi.target.by if kpi.target else None
        if day and by and by <= day:
            yield (
                kpi.ref,
                "target.by",
                say("the target of KPI `{kpi}` is for {by}, and its baseline is of {day}", kpi=kpi.id, by=by, day=day),
            )
