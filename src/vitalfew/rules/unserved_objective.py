"""An objective of an org unit where nobody measures it."""

from __future__ import annotations

from vitalfew.base.said import say
from vitalfew.model.framework import Framework
from vitalfew.model.graph import Lines
from vitalfew.rules.engine import Flags, rule
from vitalfew.rules.units import above
from vitalfew.rules.unread import Unread


@rule(
    "ALN011",
    severity="warning",
    requirements=("AUD-13", "CAS-3"),
    help="link a KPI of the unit to the objective, or give the objective to the unit whose KPIs measure it",
)
def check(framework: Framework, lines: Lines, unread: Unread) -> Flags:
    if unread.linked or unread.placed or unread.lost("kpis"):
        return
    for objective in framework.objectives:
        unit, kpis = objective.org_unit, lines.linked.get(objective.id, ())
        if unit not in framework.org_unit or not kpis or any(kpi.org_unit is None for kpi in kpis):
            continue
        people = (framework.person.get(owner) for kpi in kpis for owner in (*kpi.owners, *kpi.co_owners))
        places = {kpi.org_unit for kpi in kpis} | {person.org_unit for person in people if person}
        if not any(unit in above(framework, place) for place in places if place):
            yield (
                objective.ref,
                "org_unit",
                say("no KPI of org unit `{unit}` measures its objective `{objective}`", unit=unit, objective=objective.id),
            )
