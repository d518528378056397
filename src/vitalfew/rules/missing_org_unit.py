"""A KPI below the top that belongs to no part of the organisation."""

from __future__ import annotations

from vitalfew.base.said import say
from vitalfew.model.framework import Framework
from vitalfew.rules.count import strategic
from vitalfew.rules.engine import Flags, rule


@rule(
    "CAS003",
    severity="warning",
    requirements=("CAS-1", "CAS-2"),
    help="name under `org_unit` the department or team that it is counted with",
)
def check(framework: Framework) -> Flags:
    for kpi in strategic(framework):
        level = framework.level_of(kpi)
        if level and level.tier > 1 and kpi.org_unit is None:
            yield kpi.ref, "org_unit", say("KPI `{kpi}` of level `{level}` belongs to no org unit", kpi=kpi.id, level=level.id)
