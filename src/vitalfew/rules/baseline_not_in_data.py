"""A baseline that the data does not show."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise
from math import fsum

from vitalfew.base.said import say
from vitalfew.model.evidence import Point, Series
from vitalfew.model.framework import Framework
from vitalfew.model.target import Baseline
from vitalfew.rules.average import mean
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
        if not found or _is_usual(series, stood, day):
            continue
        room = max(0.0 if kpi.decimals is None else 0.5 * 10.0**-kpi.decimals, usual_move(series.values))
        if all(abs(stood.value - value) > max(NEAR * abs(value), room) for value in found):
            message = say(
                "the baseline of KPI `{kpi}` is {stood:g} on {day}, and {found:.4g} was measured",
                kpi=kpi.id,
                stood=stood.value,
                day=day,
                found=found[0],
            )
            yield Flag(kpi.ref, "baseline.value", message)


def usual_move(values: Sequence[float]) -> float:
    """Give by how much a series moves from one period to the next, on the mean; 0 for a single value.

    >>> usual_move([5.0, 7.0, 6.0])
    1.5
    """
    return mean([abs(two - one) for one, two in pairwise(values)] or [0.0])


def _is_usual(series: Series, stood: Baseline, day: date) -> bool:
    """Tell whether values about that time lie on both sides of the baseline."""
    first, after = _between(series, stood.from_ or day, day)
    near = series.values[max(0, first - AROUND) : after + AROUND]
    return bool(near) and min(near) <= stood.value <= max(near)


def _between(series: Series, first: date, last: date) -> tuple[int, int]:
    """Give the places of the first period that ends within some days, and of the first after them."""
    return bisect_left(series.known, first, key=_day_of), bisect_right(series.known, last, key=_day_of)


def _day_of(point: Point) -> date:
    return point.day


def _measured(series: Series, stood: Baseline, day: date) -> Iterator[float]:
    """Give what the baseline may stand for: its stretch, the period that holds the day, the quarter or year that ends then."""
    start, after = _between(series, stood.from_ or stood.on or day, day)
    holding = start if start < after and series.known[after - 1].day == day else after
    if series.begins > (stood.from_ or day) or holding >= len(series.values):
        return
    stretch = series.values[start:after] or series.values[holding : holding + 1]
    yield mean(stretch)
    yield fsum(stretch)
    yield from series.values[max(0, after - 1) : holding + 1]
    for days in (30, 91, 365):
        recent = series.values[slice(*_between(series, day - timedelta(days=days), day))]
        if recent:
            yield mean(recent)
            yield fsum(recent)
