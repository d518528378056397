"""A target that was set before there was data to set it by."""

from __future__ import annotations

from vitalfew.base.said import say
from vitalfew.model.framework import Framework
from vitalfew.rules.engine import Flags, rule
from vitalfew.rules.past import Past


@rule(
    "EVD010",
    severity="warning",
    requirements=("DEF-4",),
    help="set the target anew from two weeks of data or more",
)
def check(framework: Framework, evidence: Past) -> Flags:
    least = framework.policy_number("history-before-target")
    for kpi, series in evidence.kpis:
        day = kpi.baseline.day if kpi.baseline and kpi.target else None
        seen = (day - series.begins).days + 1 if day else 0
        if 0 < seen < least:
            said = say(
                "KPI `{kpi}` was measured for {seen} days when its baseline was taken on {day}, and its target set by it",
                kpi=kpi.id,
                seen=seen,
                day=day,
            )
            yield kpi.ref, "baseline", said
