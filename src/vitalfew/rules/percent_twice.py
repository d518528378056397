"""A KPI in % whose formula multiplies by 100 as well."""

from __future__ import annotations

from vitalfew.base.said import say
from vitalfew.model.formula import Node
from vitalfew.model.framework import Framework
from vitalfew.rules.engine import Flags, rule
from vitalfew.rules.limit import has_percent, tree


def _has_hundred(node: Node) -> bool:
    """Tell whether 100 is a factor of a product."""
    return (node.op == "number" and node.number == 100) or (node.op == "*" and any(map(_has_hundred, node.parts)))


@rule(
    "DEF014",
    severity="warning",
    requirements=("DEF-1",),
    help="leave out the 100: a division in % is multiplied by itself",
)
def check(framework: Framework) -> Flags:
    for kpi in framework.current_kpis:
        node = tree(kpi) if kpi.unit == "%" and "100" in (kpi.formula or "") else None
        if node and node.op == "/" and not has_percent(node, framework) and _has_hundred(node.parts[0]):
            yield (
                kpi.ref,
                "formula",
                say("KPI `{kpi}` is in %, and its formula `{formula}` multiplies by 100 too", kpi=kpi.id, formula=kpi.formula),
            )
