"""A KPI that is easy to game, and that no other KPI guards."""

from __future__ import annotations

from vitalfew.base.said import say
from vitalfew.model.framework import Framework
from vitalfew.rules.engine import Flags, rule


@rule(
    "DEF023",
    severity="warning",
    requirements=("AUD-3", "AUD-7", "CAS-5"),
    help="name under `guards` the KPI that suffers when this one is pushed at any price",
    after=("ALN003",),
)
def check(framework: Framework) -> Flags:
    for kpi in framework.current_kpis:
        effort = kpi.tests.effort_only
        why = say("measures one person") if kpi.subject else say("improves by effort alone") if effort and effort.answer else None
        if why and not kpi.guards:
            yield kpi.ref, "guards", say("KPI `{kpi}` {why}, and no other KPI guards it", kpi=kpi.id, why=why)
