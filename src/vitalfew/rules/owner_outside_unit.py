"""A KPI whose owner works in another part of the organisation."""

from __future__ import annotations

from vitalfew.base.said import say
from vitalfew.model.framework import Framework
from vitalfew.rules.engine import Flags, rule
from vitalfew.rules.people import is_related


@rule(
    "OWN011",
    severity="info",
    requirements=("DEF-5", "RHY-6"),
    help="let someone of that unit own it, or move the KPI to the owner's unit",
    before_live=True,
)
def check(framework: Framework) -> Flags:
    for kpi in framework.current_kpis:
        unit = framework.org_unit.get(kpi.org_unit or "")
        for person in (framework.person[id_] for id_ in kpi.owners if id_ in framework.person):
            if unit is None or person.org_unit not in framework.org_unit or unit.head == person.id:
                continue
            if not is_related(framework, unit.id, person.org_unit):
                yield (
                    kpi.ref,
                    "owner",
                    say(
                        "`{person}` of org unit `{org_unit}` owns KPI `{kpi}` of org unit `{unit}`",
                        person=person.id,
                        org_unit=person.org_unit,
                        kpi=kpi.id,
                        unit=unit.id,
                    ),
                )
