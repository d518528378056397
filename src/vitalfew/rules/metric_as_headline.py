"""An objective that is judged by an operational metric."""

from __future__ import annotations

from vitalfew.base.said import say
from vitalfew.model.framework import Framework
from vitalfew.rules.engine import Flags, rule


@rule(
    "CAS005",
    severity="warning",
    requirements=("CAS-6",),
    help="name a KPI under `headline`, or make this one a KPI",
)
def check(framework: Framework) -> Flags:
    for objective in framework.objectives:
        kpi = framework.kpi.get(objective.headline or "")
        if kpi and kpi.kind == "metric":
            yield (
                objective.ref,
                "headline",
                say("objective `{objective}` is judged by `{kpi}`, an operational metric", objective=objective.id, kpi=kpi.id),
            )
