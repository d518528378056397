"""Formulas over series: all periods of a grain at once.

A missing operand makes the result missing for its reason; a zero denominator makes it missing for that one.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce

import numpy as np

from vitalfew.measure.coverage import Floats
from vitalfew.measure.series import REASON, Series, settled
from vitalfew.model.formula import Node

Operand = Callable[[Node], Series]
_PAIRS: dict[str, Callable[[Floats, Floats], Floats]] = {
    "+": np.add,
    "-": np.subtract,
    "*": np.multiply,
    "min": np.minimum,
    "max": np.maximum,
}


def evaluate(node: Node, operand: Operand, first: int, count: int) -> Series:
    """Compute a formula over `count` periods from number `first`."""
    if node.op in {"measure", "kpi"}:
        return operand(node)
    if node.op == "number":
        return _constant(node.number, first, count)
    parts = [evaluate(part, operand, first, count) for part in node.parts]
    with np.errstate(all="ignore"):
        if node.op == "/":
            return quotient(*parts)
        if node.op == "nullif":
            return _nullif(*parts)
        if node.op in {"neg", "abs"}:
            value = -parts[0].value if node.op == "neg" else np.abs(parts[0].value)
            return settled(first, value, parts)
        return settled(first, reduce(_PAIRS[node.op], [part.value for part in parts]), parts)


def quotient(numerator: Series, denominator: Series) -> Series:
    """Divide; where the denominator is zero there is no value."""
    with np.errstate(all="ignore"):
        found = settled(numerator.first, numerator.value / denominator.value, (numerator, denominator))
    zero = (denominator.reason == 0) & (denominator.value == 0) & (numerator.reason == 0)
    return _marked(found, zero)


def _nullif(value: Series, other: Series) -> Series:
    found = settled(value.first, value.value, (value, other))
    return _marked(found, (value.value == other.value) & (found.reason == 0))


def _marked(series: Series, zero: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> Series:
    reason = np.where(zero, np.int8(REASON["division-by-zero"]), series.reason)
    return Series(series.first, np.where(zero, np.nan, series.value), reason, series.complete, series.share)


def _constant(number: float, first: int, count: int) -> Series:
    return Series(first, np.full(count, number), np.zeros(count, np.int8), np.ones(count, np.bool_), np.ones(count))
