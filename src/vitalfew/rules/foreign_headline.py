"""A headline KPI that is not linked to its objective."""

from __future__ import annotations

from vitalfew.base.said import say
from vitalfew.model.framework import Framework
from vitalfew.model.graph import Lines
from vitalfew.rules.engine import Flags, rule
from vitalfew.rules.unread import Unread


@rule(
    "STR026",
    severity="warning",
    requirements=("STR-3", "AUD-4"),
    help="name the objective under the KPI's `objectives`, or another KPI under `headline`",
)
def check(framework: Framework, lines: Lines, unread: Unread) -> Flags:
    loose = {kpi.id for kpi in unread.linked}
    for objective in framework.objectives:
        kpi = framework.kpi.get(objective.headline or "")
        if kpi is None or kpi.kind == "metric" or kpi.lifecycle == "retired" or kpi.id in loose or kpi.ref not in unread.reaching:
            continue
        if kpi not in lines.linked.get(objective.id, ()):
            yield (
                objective.ref,
                "headline",
                say("KPI `{kpi}`, headline of objective `{objective}`, is not linked to it", kpi=kpi.id, objective=objective.id),
            )
