"""How values of organisation units are brought together, where a KPI says `over_org_units`, and which KPIs let it be.

Sums may be added up over units, and quotients of sums weighted by what they are divided by: either gives the whole.
A distinct count, a median or a greatest value of the whole is none of these, so it is computed from the rows or refused.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

import numpy as np
import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from vitalfew.base.finding import Finding
from vitalfew.measure.coverage import Floats
from vitalfew.measure.series import REASON, Series, finished
from vitalfew.measure.smells import SMELL
from vitalfew.measure.snippet import DIALECT
from vitalfew.model.formula import Node
from vitalfew.model.framework import Framework
from vitalfew.model.kpi import Kpi
from vitalfew.model.measure import Measure

Kind = Literal["sum", "ratio", "other"]
"""What may be added up over units, what may be weighted, and what neither."""
WORDS = {"sum": "the sum", "mean": "the mean", "weighted": "the weighted mean"}
RECOMPUTE = "say `over_org_units: recompute`, which computes the whole from the rows of all units"


def refusal(kpi: Kpi, framework: Framework, formulas: dict[str, Node]) -> Finding | None:
    """Say why a KPI cannot be brought together over units as it declares; None where it can."""
    how = kpi.over_org_units
    if how == "recompute":
        return None
    node = formulas[kpi.id]
    kind, culprit = kind_of(node, framework, formulas)
    if kind == "other" or (how == "sum" and kind == "ratio") or (how == "weighted" and kind == "sum"):
        why = "has nothing to weigh by" if kind == "sum" else "does not add up" if kind == "ratio" else _other(culprit)
        message = f"KPI `{kpi.id}` is to be {WORDS[how]} over its units, and {'it ' if kind != 'other' else ''}{why}"
        more = ", or `weighted`" if kind == "ratio" else ", or `sum`" if kind == "sum" else ""
        return SMELL["refused-roll-up"].at(kpi.ref, message, field="over_org_units", help=f"{RECOMPUTE}{more}")
    if how != "mean" or _is_split_by_unit(node, framework, formulas):
        return None
    message = f"KPI `{kpi.id}` is to be the mean over its units, and its measures are not split by units alone"
    help_ = "give each of its measures `by: [{column: …, as: org_unit}]` and nothing else"
    return SMELL["refused-roll-up"].at(kpi.ref, message, field="over_org_units", help=help_)


def _other(culprit: str) -> str:
    return f"{culprit} of units do not make up that of the whole"


def kind_of(node: Node, framework: Framework, formulas: dict[str, Node]) -> tuple[Kind, str]:
    """Tell how values of a formula over units make up the whole; and what hinders it, in words."""
    if node.op == "measure":
        return _of_measure(framework.measure[node.name])
    if node.op == "kpi":
        if framework.kpi[node.name].over_org_units == "mean":
            return "other", f"means over units, as KPI `{node.name}` is one,"
        return kind_of(formulas[node.name], framework, formulas)
    parts = [kind_of(part, framework, formulas) for part in node.parts if part.op != "number"]
    kinds = [kind for kind, _ in parts]
    plain = len(parts) < len(node.parts)
    for kind, culprit in parts:
        if kind == "other":
            return kind, culprit
    if node.op == "neg" or (plain and (node.op == "*" or (node.op == "/" and node.parts[1].op == "number"))):
        return (kinds[0], "") if parts else ("other", "numbers")
    if node.op in {"+", "-"} and not plain and set(kinds) == {"sum"}:
        return "sum", ""
    if node.op == "/" and not plain and kinds == ["sum", "sum"]:
        return "ratio", ""
    return "other", f"values of `{node}`"


def _of_measure(measure: Measure) -> tuple[Kind, str]:
    if measure.sql is not None:
        return ("ratio" if "numerator" in measure.sql.casefold() else "sum"), ""
    try:
        tree = sqlglot.parse_one(measure.value or "", dialect=DIALECT)
    except SqlglotError:  # told as what cannot be read when it is measured
        return "sum", ""
    if isinstance(tree, exp.Avg) and tree.find(exp.Distinct) is None:
        return "ratio", ""
    return ("sum", "") if _is_sum(tree) else ("other", f"values of measure `{measure.id}` (`{measure.value}`)")


def _is_sum(tree: exp.Expr) -> bool:
    """Tell whether an aggregate of the whole is the sum of those of its parts."""
    match tree:
        case exp.Paren() | exp.Neg() | exp.Filter():
            return _is_sum(tree.this)
        case exp.Sum() | exp.Count() | exp.CountIf():
            return tree.find(exp.Distinct) is None
        case exp.Add() | exp.Sub():
            return _is_sum(tree.this) and _is_sum(tree.expression)
        case exp.Mul():
            return any(_is_sum(one) and isinstance(other, exp.Literal) for one, other in _both(tree))
        case exp.Div():
            return _is_sum(tree.this) and isinstance(tree.expression, exp.Literal)
    return False


def _both(tree: exp.Binary) -> tuple[tuple[exp.Expr, exp.Expr], ...]:
    return (tree.this, tree.expression), (tree.expression, tree.this)


def _is_split_by_unit(node: Node, framework: Framework, formulas: dict[str, Node]) -> bool:
    ways = [framework.measure[name].by for name in node.measures]
    below = [_is_split_by_unit(formulas[name], framework, formulas) for name in node.kpis]
    return len(set(ways)) <= 1 and all(len(by) == 1 and by[0].as_ == "org_unit" for by in ways) and all(below)


def summed(whole: Series, units: Sequence[Series]) -> Series:
    """Add up the values of the units that have one; periods are as complete as the whole's."""
    return _brought(whole, units, lambda values: np.nansum(values, axis=0))


def averaged(whole: Series, units: Sequence[Series]) -> Series:
    """Give the mean of the values of the units that have one."""
    return _brought(whole, units, lambda values: np.nansum(values, axis=0) / np.maximum(1, (~np.isnan(values)).sum(axis=0)))


def _brought(whole: Series, units: Sequence[Series], how: Callable[[Floats], Floats]) -> Series:
    values = np.array([each.value for each in units]).reshape(len(units), len(whole))
    none = np.isnan(values).all(axis=0) if units else np.ones(len(whole), np.bool_)
    reason = np.where(whole.reason == 0, np.int8(REASON["no-value"]), whole.reason)
    reason = np.where(none, reason, np.int8(0)).astype(np.int8)
    value = np.where(none, np.nan, how(values)) if units else np.full(len(whole), np.nan)
    return finished(Series(whole.first, value, reason, whole.complete, whole.share))
