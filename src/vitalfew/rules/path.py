"""Where a target runs between its dates; shared by the rules about thresholds, no rule itself.

A target's course is read at its corners: baseline, points of the path, the end. Between corners it runs straight.
"""

from __future__ import annotations

from bisect import bisect_right
from datetime import date

from vitalfew.model.kpi import Direction, Kpi
from vitalfew.model.target import Target

IMPLIED: dict[str, Direction] = {"at_least": "up", "at_most": "down", "within": "within"}


def direction(kpi: Kpi) -> Direction | None:
    """Give the good direction as declared, or as the kind of target implies; None where neither says."""
    return kpi.direction or (IMPLIED.get(kpi.target.kind) if kpi.target else None)


def corners(kpi: Kpi, target: Target) -> dict[date, float]:
    """Give the dated values of a `reach` target on the way to its end, the baseline first, the end last."""
    found: dict[date, float] = {}
    if kpi.baseline and kpi.baseline.day and target.path != "prior-year":
        found[kpi.baseline.day] = kpi.baseline.value
    if isinstance(target.path, dict):
        found |= target.path
    if target.by is not None and target.reach is not None:
        found[target.by] = target.reach
    return dict(sorted(found.items()))


def at(course: dict[date, float], day: date) -> float:
    """Read a course on a day: straight between corners, level before the first and after the last."""
    days = list(course)
    place = bisect_right(days, day)
    if place in {0, len(days)}:
        return course[days[max(place - 1, 0)]]
    before, after = days[place - 1], days[place]
    share = (day - before) / (after - before)
    return course[before] + share * (course[after] - course[before])


def best(kpi: Kpi, target: Target) -> float | None:
    """Give the value of the target that is hardest to meet; None for `within`."""
    values = list(target.values.values()) if target.values else [target.final]
    known = [value for value in values if value is not None]
    if not known:
        return None
    return min(known) if direction(kpi) == "down" else max(known)


def is_better(value: float, than: float, way: Direction) -> bool:
    """Tell whether a value is strictly better in a direction, up or down."""
    return value > than if way == "up" else value < than
