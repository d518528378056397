"""An org unit with KPIs and without a head."""

from __future__ import annotations

from vitalfew.base.said import say
from vitalfew.model.framework import Framework
from vitalfew.rules.engine import Flags, rule


@rule(
    "OWN013",
    severity="warning",
    requirements=("RHY-6", "DEF-5"),
    help="name under `head` the person who decides how its KPIs are defined",
)
def check(framework: Framework) -> Flags:
    used = {kpi.org_unit for kpi in framework.current_kpis}
    for unit in framework.org_units:
        if unit.head is None and unit.id in used:
            yield unit.ref, "head", say("org unit `{unit}` has KPIs and no head", unit=unit.id)
