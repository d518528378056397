"""A KPI in % whose formula gives a plain share."""

from __future__ import annotations

from vitalfew.base.said import say
from vitalfew.model.formula import Node
from vitalfew.model.framework import Framework
from vitalfew.rules.engine import Flags, rule
from vitalfew.rules.limit import has_percent, tree


def _walk(node: Node) -> list[Node]:
    return [node, *(each for part in node.parts for each in _walk(part))]


def _is_plain_share(node: Node, framework: Framework) -> bool:
    """Tell whether a formula divides within and multiplies by no hundred, or is the count of rows of one measure."""
    if node.op == "measure":
        measure = framework.measure.get(node.name)
        return measure is not None and measure.unit is None and (measure.value or "").lower().replace(" ", "") == "count(*)"
    every = _walk(node)
    return any(each.op == "/" for each in every) and not any(each.op == "number" and abs(each.number) >= 100 for each in every)


@rule(
    "DEF013",
    severity="warning",
    requirements=("DEF-1",),
    help="write one division outermost, such as `(a - b) / a`, or multiply by 100",
)
def check(framework: Framework) -> Flags:
    for kpi in framework.current_kpis:
        node = tree(kpi) if kpi.unit == "%" else None
        if node is None or node.op == "/" or has_percent(node, framework) or not _is_plain_share(node, framework):
            continue
        yield (
            kpi.ref,
            "formula",
            say("KPI `{kpi}` is in %, and its formula `{formula}` is not multiplied by 100", kpi=kpi.id, formula=kpi.formula),
        )
