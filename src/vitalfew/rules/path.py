"""Where a target runs between its dates; shared by the rules about thresholds, no rule itself.

A target's course is read at its corners: baseline, points of the path, the end. Between corners it runs straight;
a path of `hold` and a table keep each value until the next.
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
    """Give the dated values of a target that moves: of `reach` the baseline, the path and the end; of a table its values."""
    if target.values and target.applies_to == "period":
        return dict(sorted((_first_day(key), value) for key, value in target.values.items()))
    if target.reach is None or target.by is None:
        return {}
    found = dict(target.path) if isinstance(target.path, dict) else {}
    start = (kpi.baseline.day or kpi.since) if kpi.baseline and target.path != "prior-year" else None
    if kpi.baseline and start:
        found = {start: kpi.baseline.value} | {day: value for day, value in found.items() if day > start}
    return dict(sorted({day: value for day, value in found.items() if day < target.by}.items())) | {target.by: target.reach}


def _first_day(key: str) -> date:
    return date.fromisoformat(f"{key}-01" if len(key) == 7 else key)


def at(course: dict[date, float], day: date, *, held: bool = False) -> float:
    """Read a course on a day: straight between corners, or held from one to the next; level before the first, after the last."""
    days = list(course)
    place = bisect_right(days, day)
    if held or place in {0, len(days)}:
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
