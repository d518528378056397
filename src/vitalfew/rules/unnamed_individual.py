"""An individual KPI that does not say whose figures it shows."""

from __future__ import annotations

from vitalfew.base.said import say
from vitalfew.model.framework import Framework
from vitalfew.rules.engine import Flags, rule


@rule(
    "CAS011",
    severity="warning",
    requirements=("CAS-5",),
    help="name the person under `subject`, and write `visibility: line`",
)
def check(framework: Framework) -> Flags:
    for kpi in framework.current_kpis:
        level = framework.level_of(kpi)
        if level and level.id == "individual" and kpi.subject is None:
            yield kpi.ref, "subject", say("KPI `{kpi}` is of level `individual` and names no person under `subject`", kpi=kpi.id)
