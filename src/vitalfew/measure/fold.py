"""Sums, counts, least and greatest values of longer periods out of those of days, so that rows are read once for all grains."""

from __future__ import annotations

import numpy as np
from sqlglot import exp

from vitalfew.measure.counting import Integers
from vitalfew.measure.coverage import Floats
from vitalfew.measure.prepare import Part

MOST_DAYS = 8_000  # where data reaches further, days are many and periods few: each grain is then asked for by itself
FOLDS = (exp.Sum, exp.Count, exp.Min, exp.Max)


def folds(part: Part) -> bool:
    """Tell whether a part's value over some days comes of its values on each: never so for distinct counts, means and medians."""
    value = part.value.this if isinstance(part.value, exp.Filter) else part.value
    plain = isinstance(value, FOLDS) and not value.expressions and value.find(exp.Distinct, exp.Order, exp.Limit) is None
    return plain and part.measure.over is None and not part.basis.by and part.basis.levels is None


def folded(part: Part, days: Integers, rows: Integers, values: Floats, edges: Integers) -> tuple[Integers, Floats]:
    """Bring rows and values of days to the periods between `edges`."""
    count = len(edges) - 1
    place = np.searchsorted(edges, days, side="right") - 1
    held = (rows > 0) & ~np.isnan(values)
    total = np.bincount(place, weights=rows, minlength=count).astype(np.int64)
    return total, _brought(part, place[held], values[held], count)


def _brought(part: Part, place: Integers, values: Floats, count: int) -> Floats:
    value = part.value.this if isinstance(part.value, exp.Filter) else part.value
    found = np.full(count, np.nan)
    if isinstance(value, (exp.Min, exp.Max)):
        (np.fmin if isinstance(value, exp.Min) else np.fmax).at(found, place, values)
        return found
    known = np.bincount(place, minlength=count) > 0
    return np.where(known, np.bincount(place, weights=values, minlength=count), found)
