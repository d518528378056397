"""Values of longer stretches out of those of days, so that rows are read once for all grains, rolling windows and totals.

Sums, counts, least and greatest values fold, and averages as a sum over a count; distinct counts and medians never do.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from sqlglot import exp

from vitalfew.measure.counting import Integers
from vitalfew.measure.coverage import Floats
from vitalfew.measure.prepare import Part

MOST_DAYS = 8_000  # where data reaches further, days are many and periods few: each grain is then asked for by itself
MOST_CELLS = 400_000  # days times slices: beyond that the days of all slices weigh more than the queries they save
Days = tuple[Integers, Integers, Floats]
"""Days with the number of rows and the value of each."""
FOLDS = (exp.Sum, exp.Count, exp.CountIf, exp.Min, exp.Max)


def folds(part: Part) -> bool:
    """Tell whether a part's value over some days comes of its values on each: never so for distinct counts and medians."""
    value = _aggregate(part)
    plain = isinstance(value, (*FOLDS, exp.Avg)) and not value.expressions
    return plain and value.find(exp.Distinct, exp.Order, exp.Limit) is None and part.basis.levels is None


def pieces(part: Part) -> tuple[Part, ...]:
    """Give the parts that are asked for by day: sum and count in the place of an average."""
    if not isinstance(_aggregate(part), exp.Avg):
        return (part,)
    return tuple(replace(part, key=f"{part.key}/{kind.key}", value=_turned(part.value, kind)) for kind in (exp.Sum, exp.Count))


def _turned(value: exp.Expr, kind: type[exp.Expr]) -> exp.Expr:
    if isinstance(value, exp.Filter):
        return exp.Filter(this=_turned(value.this, kind), expression=value.expression.copy())
    return kind(this=value.this.copy())


def _aggregate(part: Part) -> exp.Expr:
    return part.value.this if isinstance(part.value, exp.Filter) else part.value


def folded(part: Part, by_day: Days, begins: Integers, ends: Integers) -> tuple[Integers, Floats]:
    """Bring rows and values of days to the stretches `[begin, end)`, which may overlap."""
    days, rows, values = by_day
    if not len(days):
        return np.zeros(len(begins), np.int64), np.full(len(begins), np.nan)
    first = int(days.min())
    length = int(days.max()) - first + 1
    edges = np.stack([np.clip(begins - first, 0, length), np.clip(ends - first, 0, length)], axis=1)
    held = (rows > 0) & ~np.isnan(values)
    least = isinstance(_aggregate(part), exp.Min)
    greatest = isinstance(_aggregate(part), exp.Max)
    reduce_, nothing = (np.minimum, np.inf) if least else (np.maximum, -np.inf) if greatest else (np.add, 0.0)
    value = _reduced(reduce_, nothing, days[held] - first, values[held], edges)
    known = _reduced(np.add, 0.0, days[held] - first, np.ones(int(held.sum())), edges)
    total = _reduced(np.add, 0.0, days - first, rows.astype(np.float64), edges)
    return total.astype(np.int64), np.where(known > 0, value, np.nan)


def _reduced(reduce_: np.ufunc, nothing: float, place: Integers, values: Floats, edges: Integers) -> Floats:
    """Reduce each stretch by itself: a difference of running totals would lose small values beside great ones."""
    dense = np.full(int(edges.max(initial=0)) + 2, nothing)
    inside = place < len(dense) - 1
    dense[place[inside]] = values[inside]
    found: Floats = reduce_.reduceat(dense, edges.ravel())[::2]
    return np.where(edges[:, 0] < edges[:, 1], found, nothing)
