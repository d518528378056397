"""A target due after its objective."""

from __future__ import annotations

from vitalfew.base.said import say
from vitalfew.model.framework import Framework
from vitalfew.rules.engine import Flags, rule


@rule(
    "TGT023",
    severity="warning",
    requirements=("DEF-4", "STR-11"),
    help="set the target's day at or before the objective's `horizon`, or move the horizon",
    after=("TGT014",),
)
def check(framework: Framework) -> Flags:
    for kpi in framework.current_kpis:
        objective = framework.objective.get(kpi.objectives[0].id) if kpi.objectives else None
        by = kpi.target.by if kpi.target else None
        if objective and objective.horizon and by and by > objective.horizon:
            message = say(
                "the target of KPI `{kpi}` is for {by}, and its objective `{objective}` ends on {horizon}",
                kpi=kpi.id,
                by=by,
                objective=objective.id,
                horizon=objective.horizon,
            )
            yield kpi.ref, "target.by", message
