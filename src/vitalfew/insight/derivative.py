"""How a formula's value moves with one of its parts: the exact derivative at the values of today.

Where `abs`, `min`, `max` and `nullif` bend, the side on which the values stand counts; exactly at the bend the first one.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import copysign, isfinite

from vitalfew.model.formula import Node

Values = Mapping[str, float]
"""Values of leaves by what they are called in a formula: `orders`, `kpi.gross_margin`."""


def evaluate(node: Node, values: Values) -> float | None:
    """Give a formula's value; None where a part is unknown or the value is none, as after a division by zero."""
    found = _dual(node, values, "")
    return found[0] if found else None


def derivative(node: Node, leaf: str, values: Values) -> float | None:
    """Give the change of a formula's value per change of one leaf, all others staying; None where that is unknown."""
    found = _dual(node, values, leaf)
    return found[1] if found else None


def missing(node: Node, values: Values) -> tuple[str, ...]:
    """Name the leaves whose value is not known, each once."""
    return tuple(dict.fromkeys(str(leaf) for leaf in node.leaves() if str(leaf) not in values))


Dual = tuple[float, float]
"""A value and how it moves with the leaf in question (Wengert 1964, Comm. ACM 7, 463)."""


def _dual(node: Node, values: Values, leaf: str) -> Dual | None:
    if node.op == "number":
        return node.number, 0.0
    if node.op in {"measure", "kpi"}:
        name = str(node)
        return (values[name], float(name == leaf)) if name in values else None
    parts = [found for part in node.parts if (found := _dual(part, values, leaf))]
    if len(parts) < len(node.parts):
        return None
    try:
        found = _joined(node.op, parts)
    except (ZeroDivisionError, OverflowError):
        return None
    return found if found and all(map(isfinite, found)) else None


def _joined(op: str, parts: list[Dual]) -> Dual | None:
    (one, move), (other, moved) = parts[0], parts[-1]
    match op:
        case "+":
            return one + other, move + moved
        case "-":
            return one - other, move - moved
        case "*":
            return one * other, move * other + one * moved
        case "/":
            return one / other, (move * other - one * moved) / other**2
        case "neg":
            return -one, -move
        case "abs":
            return abs(one), copysign(1.0, one) * move
        case "nullif":
            return None if one == other else (one, move)
        case _:
            return min(parts, key=lambda each: each[0]) if op == "min" else max(parts, key=lambda each: each[0])
