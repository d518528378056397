"""The official progress rule of Open SDG, beside our own status (`method: progress`).

The rule is Statistics Canada's, as Open SDG documents it under `progress_calculation_options`; words and thresholds are its own.
It compares two points only, the baseline and the last observation, by their compound growth per year:

- With a target: observed growth over the growth that leads from the baseline to the target by the target's year;
  0.95 or more is substantial progress, 0.6 moderate, 0 limited, below it is deterioration.
  A target that the last value meets is achieved, whatever its growth.
- Without one: the observed growth itself, at 0.015, 0.005 and 0. Near a limit (`natural.max` on the way up, `natural.min` down)
  growth is hard to come by: the thresholds shrink by 1 - (share of the limit that the baseline has)^4.44.
- Growth counts as progress by the direction; values below zero turn its sign. Zero is read as 0.001.
- No status where there is no value, less than a year between the two, or a change of sign between them.

A year is the calendar year in which a period or the baseline begins. A target without a date is read as one for 2030.
"""

from __future__ import annotations

from typing import NamedTuple

from vitalfew.base.period import Period
from vitalfew.judge.parameter import sense
from vitalfew.model.kpi import Kpi
from vitalfew.model.verdict import Official, OfficialStatus

METHOD = "Open SDG progress"
TARGET_YEAR = 2030
NEAR_ZERO = 0.001
NARROWING = 4.44
LEVELS: tuple[OfficialStatus, ...] = ("substantial_progress", "moderate_progress", "limited_progress")
OF_RATIO = (0.95, 0.6, 0.0)
OF_GROWTH = (0.015, 0.005, 0.0)


class Case(NamedTuple):
    """The two points and where they are to lead; `direction` is 1 where more is better, else -1."""

    base: float | None
    base_year: int | None
    current: float | None
    current_year: int | None
    target: float | None
    target_year: int
    direction: int
    limit: float | None


def official(kpi: Kpi, period: Period | None, value: float | None) -> Official | None:
    """Give what the official rule says of the last observation; None for KPIs that do not ask for it."""
    if kpi.method != "progress":
        return None
    baseline, target = kpi.baseline, kpi.target
    if sense(kpi) == 0:
        return Official(METHOD, "not_available", None, None)  # the rule knows no band
    began = (baseline.from_ or baseline.on or baseline.to or kpi.since) if baseline else None
    by = target.by if target and target.by else None
    direction = sense(kpi)
    natural = (kpi.natural.max if direction == 1 else kpi.natural.min) if kpi.natural else None
    return progress(
        Case(
            base=baseline.value if baseline else None,
            base_year=began.year if began else None,
            current=value,
            current_year=period.start.year if period else None,
            target=target.final if target else None,
            target_year=by.year if by else TARGET_YEAR,
            direction=direction,
            limit=natural,
        )
    )


def progress(case: Case) -> Official:
    """Apply the rule to two points."""
    value = _value(case)
    if case.target is not None and case.current is not None and (case.current - case.target) * case.direction >= 0:
        return Official(METHOD, "target_achieved", value, 5.0)
    if value is None:
        return Official(METHOD, "not_available", None, None)
    room = 1.0 if case.target is not None else _room(case)
    steps = OF_RATIO if case.target is not None else tuple(step * room for step in OF_GROWTH)
    status: OfficialStatus = next((word for word, step in zip(LEVELS, steps, strict=True) if value >= step), "deterioration")
    score = _ratio_score(value) if case.target is not None else _growth_score(value, status, room)
    return Official(METHOD, status, value, score)


def _value(case: Case) -> float | None:
    if case.base is None or case.current is None or case.base_year is None or case.current_year is None:
        return None
    base = case.base or NEAR_ZERO
    observed = _growth(base, case.current, case.current_year - case.base_year)
    if observed is None:
        return None
    gain = (-1 if base < 0 else 1) * case.direction * observed
    if case.target is None:
        return gain
    wanted = _growth(base, case.target or NEAR_ZERO, case.target_year - case.base_year)
    return gain / abs(wanted) if wanted else None


def _growth(before: float, after: float, years: int) -> float | None:
    """Compound growth per year; None within a year, or across zero."""
    if years < 1 or after / before < 0:
        return None
    return float((after / before) ** (1 / years)) - 1


def _room(case: Case) -> float:
    """The part of the thresholds that stands, given how near to the limit the baseline is."""
    if case.limit is None or case.base is None:
        return 1.0
    base, limit = abs(case.base or NEAR_ZERO), abs(case.limit)
    if base >= 2 * limit:
        return 1.0
    return float(1 - (min(base, 2 * limit - base) / limit) ** NARROWING)


def _ratio_score(value: float) -> float:
    score = 7.1429 * value - 4.2857 if value >= OF_RATIO[1] else 4.1667 * value - 2.5
    return max(-5.0, min(5.0, score))


def _growth_score(value: float, status: OfficialStatus, room: float) -> float:
    if status == "deterioration":
        return max(-5.0, 125 * value - 2.5)
    if room == 0:
        return 5.0  # already at the limit, and held
    steep, foot = {"substantial_progress": (500, 5.0), "moderate_progress": (250, 1.25)}.get(status, (500, 2.5))
    return min(5.0, steep * value / room - foot)
