"""A formula whose result never changes."""

from __future__ import annotations

from vitalfew.base.said import say
from vitalfew.model.framework import Framework
from vitalfew.rules.engine import Flags, rule
from vitalfew.rules.limit import tree


@rule(
    "DEF010",
    severity="error",
    requirements=("DEF-1", "DEF-6"),
    help="write what is counted as measures, and the formula over them",
)
def check(framework: Framework) -> Flags:
    for kpi in framework.current_kpis:
        node = tree(kpi)
        if node and (not any(True for _ in node.leaves()) or (node.op in {"/", "-"} and node.parts[0] == node.parts[1])):
            yield (
                kpi.ref,
                "formula",
                say("the formula `{formula}` of KPI `{kpi}` always gives the same", formula=kpi.formula, kpi=kpi.id),
            )
