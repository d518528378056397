"""A number without a unit."""

from __future__ import annotations

from vitalfew.base.said import say
from vitalfew.model.framework import Framework
from vitalfew.rules.engine import Flags, rule


@rule(
    "DEF005",
    severity="warning",
    requirements=("DEF-1",),
    help="write the unit under `unit`: `%`, EUR, days, orders",
    before_live=True,
)
def check(framework: Framework) -> Flags:
    for kpi in framework.current_kpis:
        if kpi.unit is None and kpi.scale == "number":
            yield kpi.ref, "unit", say("KPI `{kpi}` has no unit", kpi=kpi.id)
