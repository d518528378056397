"""A KPI about one person where the work is done together."""

from __future__ import annotations

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
                f"KPI `{kpi.id}` measures `{kpi.subject}` in org unit `{unit.id}`, whose work is {unit.work}",
            )
