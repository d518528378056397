"""A leading KPI that is reviewed less often than each quarter."""

from __future__ import annotations

from vitalfew.base.said import say
from vitalfew.model.framework import Framework
from vitalfew.rules.engine import Flags, rule


@rule(
    "CAD017",
    severity="warning",
    requirements=("RHY-5",),
    help="name under `review` a cadence that recurs each quarter or more often",
    before_live=True,
)
def check(framework: Framework) -> Flags:
    cadences = {cadence.id: cadence for cadence in framework.cadences}
    for kpi in framework.current_kpis:
        found = [cadences[id_].frequency for id_ in kpi.review if id_ in cadences]
        if kpi.timing == "leading" and found and len(found) == len(kpi.review) and set(found) == {"yearly"}:
            yield kpi.ref, "review", say("leading KPI `{kpi}` is reviewed only yearly", kpi=kpi.id)
