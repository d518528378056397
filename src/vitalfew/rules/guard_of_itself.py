"""A KPI that guards itself."""

from __future__ import annotations

from vitalfew.base.said import say
from vitalfew.model.framework import Framework
from vitalfew.rules.engine import Flags, rule


@rule(
    "DEF022",
    severity="warning",
    requirements=("AUD-7",),
    help="name under `guards` another KPI, which would suffer",
)
def check(framework: Framework) -> Flags:
    for kpi in framework.current_kpis:
        if kpi.id in kpi.guards:
            yield kpi.ref, "guards", say("KPI `{kpi}` guards itself", kpi=kpi.id)
