"""An org unit that no KPI is about."""

from __future__ import annotations

from vitalfew.base.said import say
from vitalfew.model.framework import Framework
from vitalfew.rules.engine import Flags, rule
from vitalfew.rules.units import above
from vitalfew.rules.unread import Unread


@rule(
    "ALN010",
    severity="warning",
    requirements=("AUD-13", "CAS-2"),
    help="name the unit under `org_unit` of a KPI that it moves, or leave the unit out of the framework",
)
def check(framework: Framework, unread: Unread) -> Flags:
    kpis = framework.current_kpis
    if not kpis or unread.lost("kpis") or any(unread.any(kpi.ref, "org_unit") for kpi in kpis):
        return
    named = {kpi.org_unit for kpi in kpis if kpi.org_unit}
    covered = {id_ for unit in named for id_ in above(framework, unit)}
    anywhere = any(kpi.org_unit is None for kpi in kpis)
    for unit in framework.org_units:
        if unit.id not in covered and (unit.parent or not anywhere) and named <= framework.org_unit.keys():
            yield unit.ref, None, say("no KPI is about org unit `{unit}`", unit=unit.id)
