"""The values that a KPI cannot leave, as declared or as its formula implies; shared by rules, no rule itself.

A count is never below zero. A share of counts is a part of its whole, and never above 100 %, where the whole adds the part to
something, or where the part counts the same rows under a condition.
"""

from __future__ import annotations

from collections.abc import Iterable

from vitalfew.base.said import say
from vitalfew.model.formula import FormulaError, Node, parse
from vitalfew.model.framework import Framework
from vitalfew.model.kpi import Kpi

Limits = tuple[float | None, float | None]
SURE = 100.0
"""The greatest value that a formula can imply, in %."""


def tree(kpi: Kpi) -> Node | None:
    """Read a KPI's formula; None where it has none or it cannot be read."""
    try:
        return parse(kpi.formula) if kpi.formula else None
    except FormulaError:
        return None


def limits(kpi: Kpi, framework: Framework, values: Iterable[float]) -> Limits:
    """Give the least and the greatest value of a KPI, None where it is open or none of `values` lies at or beyond it.

    A formula can imply no other limits than 0 and 100, so it is read only for values that are not between them.
    """
    least = kpi.natural.min if kpi.natural else None
    most = kpi.natural.max if kpi.natural else None
    if (least is None or most is None) and not all(0 < value < SURE for value in values):
        node = tree(kpi)
        lower, upper = _implied(node, kpi, framework) if node else (None, None)
        least = lower if least is None else least
        most = upper if most is None else most
    return least, most


def _implied(node: Node, kpi: Kpi, framework: Framework) -> Limits:
    if not all(_counts(leaf, framework) for leaf in node.leaves()) or not node.measures:
        return None, None
    if node.op == "measure":
        return 0.0, None
    if node.op != "/" or not all(_adds(part) for part in node.parts):
        return None, None
    part, whole = node.parts
    return 0.0, SURE if kpi.unit == "%" and _is_part(part, whole, framework) else None


def _adds(node: Node) -> bool:
    """Tell whether a node only adds measures up."""
    return node.op == "measure" or (node.op == "+" and all(map(_adds, node.parts)))


def _counts(leaf: Node, framework: Framework) -> bool:
    measure = framework.measure.get(leaf.name) if leaf.op == "measure" else None
    return measure is not None and (measure.value or "").replace(" ", "").lower() == "count(*)"


def _is_part(part: Node, whole: Node, framework: Framework) -> bool:
    if whole.op == "+":
        return all(name in whole.measures for name in part.measures) and len(list(part.leaves())) == len(part.measures)
    if part.op != "measure":
        return False
    one, other = framework.measure[part.name], framework.measure[whole.name]
    same = (one.source, one.table, one.date, one.over, one.within) == (
        other.source,
        other.table,
        other.date,
        other.over,
        other.within,
    )
    return same and other.where is None and one.where is not None and not (one.balance or other.balance)


def beyond(value: float, bounds: Limits) -> str | None:
    """Word on which side a value lies outside; None where it lies inside."""
    least, most = bounds
    if least is not None and value < least:
        return say("below {least:g}, the least it can be", least=least)
    return say("above {most:g}, the most it can be", most=most) if most is not None and value > most else None


def has_percent(node: Node, framework: Framework) -> bool:
    """Tell whether a part of a formula is in % already, so that it is not multiplied by 100."""
    measures = (framework.measure.get(name) for name in node.measures)
    kpis = (framework.kpi.get(name) for name in node.kpis)
    return any(each is not None and each.unit == "%" for each in (*measures, *kpis))
