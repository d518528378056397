"""A measure that no KPI is made of."""

from __future__ import annotations

from vitalfew.base.said import say
from vitalfew.model.framework import Framework
from vitalfew.rules.engine import Flags, rule
from vitalfew.rules.limit import tree
from vitalfew.rules.unread import Unread


@rule(
    "DEF011",
    severity="info",
    requirements=("DEF-6", "AUD-9"),
    help="use it in a KPI's formula, or remove it",
)
def check(framework: Framework, unread: Unread) -> Flags:
    if unread.lost("kpis") or any(kpi.formula is None for kpi in framework.current_kpis):
        return
    used = {name for kpi in framework.kpis if (node := tree(kpi)) for name in node.measures}
    for measure in framework.measures:
        if used and measure.id not in used:
            yield measure.ref, None, say("no KPI is made of measure `{measure}`", measure=measure.id)
