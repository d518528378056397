"""A formula that adds measures of different units."""

from __future__ import annotations

from vitalfew.base.said import say
from vitalfew.model.formula import Node
from vitalfew.model.framework import Framework
from vitalfew.rules.engine import Flags, rule
from vitalfew.rules.limit import tree


def _unit(node: Node, framework: Framework) -> str | None:
    """Give the unit of a measure, or of what is added up of one unit; None where it is not known."""
    if node.op == "measure":
        measure = framework.measure.get(node.name)
        return measure.unit if measure else None
    if node.op in {"+", "-"}:
        return next((unit for part in node.parts if (unit := _unit(part, framework))), None)
    return None


def _clash(node: Node, framework: Framework) -> tuple[str, str] | None:
    if node.op in {"+", "-"}:
        one, other = (_unit(part, framework) for part in node.parts)
        if one and other and one != other:
            return one, other
    return next((pair for part in node.parts if (pair := _clash(part, framework))), None)


@rule(
    "DEF017",
    severity="warning",
    requirements=("DEF-1", "AUD-11"),
    help="bring both into one unit first, or mend the `unit` of a measure",
)
def check(framework: Framework) -> Flags:
    if not any(measure.unit for measure in framework.measures):
        return
    for kpi in framework.current_kpis:
        node = tree(kpi) if kpi.formula and ("+" in kpi.formula or "-" in kpi.formula) else None
        pair = _clash(node, framework) if node else None
        if pair:
            yield (
                kpi.ref,
                "formula",
                say("the formula of KPI `{kpi}` adds `{pair}` and `{pair_2}`", kpi=kpi.id, pair=pair[0], pair_2=pair[1]),
            )
