"""A baseline that the data does not show."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from math import fsum
from statistics import fmean

from vitalfew.model.evidence import Series
from vitalfew.model.framework import Framework
from vitalfew.model.target import Baseline
from vitalfew.rules.engine import Flag, Flags, rule
from vitalfew.rules.past import Past

NEAR = 0.05
AROUND = 2


@rule(
    "EVD007",
    severity="warning",
    requirements=("DEF-3", "AUD-11"),
    help="write what was measured, or say in `definition` what the baseline counted",
)
def check(_framework: Framework, evidence: Past) -> Flags:
    for kpi, series in evidence.kpis:
        stood = kpi.baseline
        day = stood.day if stood else None
        if stood is None or day is None:
            continue
        found = [*_measured(series, stood, day)]
        rounding = 0.5 * 10.0 ** -(kpi.decimals or 0)
        if not found or _is_usual(series, stood, day):
            continue
        if all(abs(stood.value - value) > max(NEAR * abs(value), rounding) for value in found):
            message = f"the baseline of KPI `{kpi.id}` is {stood.value:g} on {day}, and {found[0]:.4g} was measured"
            yield Flag(kpi.ref, "baseline.value", message)


def _is_usual(series: Series, stood: Baseline, day: date) -> bool:
    """Tell whether values about that time lie on both sides of the baseline."""
    first = stood.from_ or day
    inside = [place for place, point in enumerate(series.known) if first <= point.day <= day]
    near = series.values[max(0, min(inside, default=0) - AROUND) : max(inside, default=-AROUND) + 1 + AROUND]
    return bool(near) and min(near) <= stood.value <= max(near)


def _measured(series: Series, stood: Baseline, day: date) -> Iterator[float]:
    """Give what the baseline may stand for: its stretch, the period that holds the day, the quarter or year that ends then."""
    values = [(point.day, point.value) for point in series.known if point.value is not None]
    holding = [value for last, value in values if last >= day][:1]
    if not values or series.begins > (stood.from_ or day) or not holding:
        return
    first = stood.from_ or stood.on or day
    stretch = [value for last, value in values if first <= last <= day] or holding
    yield fmean(stretch)
    yield fsum(stretch)
    yield holding[0]
    yield from [value for last, value in values if last <= day][-1:]
    for days in (31, 92, 366):
        recent = [value for last, value in values if day - timedelta(days=days) < last <= day]
        if recent:
            yield fmean(recent)
            yield fsum(recent)
