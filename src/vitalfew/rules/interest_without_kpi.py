"""An interest of a stakeholder that no KPI answers."""

from __future__ import annotations

from vitalfew.base.said import say
from vitalfew.model.framework import Framework
from vitalfew.model.graph import Lines
from vitalfew.rules.engine import Flags, rule
from vitalfew.rules.unread import Unread


@rule(
    "STR018",
    severity="warning",
    requirements=("STR-7", "AUD-13"),
    help="name under the interest's `kpis` the one that answers it, or the objective under `objectives` whose KPIs do",
)
def check(framework: Framework, lines: Lines, unread: Unread) -> Flags:
    if unread.linked or unread.lost("kpis"):
        return
    for stakeholder in framework.stakeholders:
        for place, interest in enumerate(stakeholder.interests):
            answered = any(id_ in lines.linked or id_ not in framework.objective for id_ in interest.objectives)
            if not interest.kpis and not answered:
                message = say(
                    "no KPI answers interest `{interest}` of stakeholder `{stakeholder}`",
                    interest=interest.id,
                    stakeholder=stakeholder.id,
                )
                yield stakeholder.ref, f"interests.{place}.kpis", message
