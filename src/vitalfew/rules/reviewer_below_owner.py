"""A KPI reviewed by someone who reports to its owner."""

from __future__ import annotations

from vitalfew.base.said import say
from vitalfew.model.framework import Framework
from vitalfew.rules.engine import Flags, rule
from vitalfew.rules.people import line_above


@rule(
    "OWN010",
    severity="warning",
    requirements=("DEF-5",),
    help="let someone review it who does not report to the owner",
    before_live=True,
)
def check(framework: Framework) -> Flags:
    for kpi in framework.current_kpis:
        owner = framework.person.get(kpi.owners[0]) if len(kpi.owners) == 1 else None
        if owner and owner.manager and kpi.reviewer and owner.id in line_above(framework, kpi.reviewer):
            yield (
                kpi.ref,
                "reviewer",
                say(
                    "`{reviewer}`, who reviews KPI `{kpi}`, reports to its owner `{owner}`",
                    reviewer=kpi.reviewer,
                    kpi=kpi.id,
                    owner=owner.id,
                ),
            )
