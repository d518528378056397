"""A KPI about one person where the work is done together."""

from __future__ import annotations

from vitalfew.base.said import say
from vitalfew.model.framework import Framework
from vitalfew.rules.engine import Flags, rule

WORDS = frozenset({"knowledge", "knowledge work", "knowledge-work"})


@rule(
    "OWN019",
    severity="warning",
    requirements=("CAS-5",),
    help="measure the team instead: leave out `subject`",
)
def check(framework: Framework) -> Flags:
    for kpi in framework.current_kpis:
        person = framework.person.get(kpi.subject or "")
        unit = framework.org_unit.get(kpi.org_unit or (person and person.org_unit) or "")
        if kpi.subject and unit and (unit.work or "").lower() in WORDS:
            yield (
                kpi.ref,
                "subject",
                say(
                    "KPI `{kpi}` measures `{subject}` in org unit `{unit}`, whose work is {work}",
                    kpi=kpi.id,
                    subject=kpi.subject,
                    unit=unit.id,
                    work=unit.work,
                ),
            )
