"""The course of one KPI: each period as the judge holds it against target, threshold and process limits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Literal, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from vitalfew.base.period import Calendar, Grain
from vitalfew.judge.history import History, history
from vitalfew.judge.parameter import tables, whole_only
from vitalfew.judge.series.aim import AMBER, GREEN, RED
from vitalfew.model.course import Course, Step
from vitalfew.model.framework import Framework
from vitalfew.model.kpi import Kpi
from vitalfew.model.verdict import Status, Verdict

Bounds = float | tuple[float, float] | None
STATUS: dict[int, Status] = {RED: "red", AMBER: "amber", GREEN: "green"}
WAYS: dict[int, Literal["up", "down"]] = {1: "up", -1: "down"}


class Held(NamedTuple):
    """What the judge says of a point."""

    status: Status | None
    target: Bounds
    threshold: Bounds
    limits: tuple[float, float, float] | None
    signal: Literal["up", "down"] | None
    better: bool | None


NOT_HELD = Held(None, None, None, None, None, None)


def course(
    framework: Framework, kpi: Kpi, observations: pa.Table, verdict: Verdict, *, today: date, most: int | None = None
) -> Course:
    """Give the periods of a KPI's own grain, or the last so many; a period between two that was not measured is a missing one.

    `observations` are the newest ones, as `judge` takes them; `verdict` is what the judge says of the KPI.
    """
    calendar = framework.calendar.calendar
    whole = whole_only(observations)
    whole = whole.filter(pc.equal(whole["kpi"], kpi.id))
    told = kpi.model_copy(update={"signals": framework.signals_of(kpi)})
    held = _held(told, history([told], tables([told], whole, calendar, today)))
    steps = tuple(_steps(_rows(whole, kpi.grain, today), kpi.grain, held, calendar))
    return Course(steps[-most:] if most else steps, verdict.forecast.next if verdict.forecast else None)


def trail(
    framework: Framework, kpi: Kpi, observations: pa.Table, verdict: Verdict, grain: Grain, *, today: date, most: int
) -> Course:
    """Give the last periods of the KPI's own grain or a coarser one that are over, beside those of the year before.

    What a month is to reach is not what a week is: target, threshold and status are those of the own grain alone.
    """
    calendar = framework.calendar.calendar
    if grain == kpi.grain:
        steps = course(framework, kpi, observations, verdict, today=today).steps
    else:
        whole = whole_only(observations)
        rows = _rows(whole.filter(pc.equal(whole["kpi"], kpi.id)), grain, today)
        steps = tuple(_steps(rows, grain, {}, calendar))
    known = {step.start: step.value for step in steps}
    shown = [replace(step, limits=None) for step in steps if step.end <= today][-most:]
    years = (calendar.prior_year(calendar.period(grain, step.start)) for step in shown)
    return Course(tuple(shown), None, tuple(known.get(year.start) for year in years))


def _rows(whole: pa.Table, grain: Grain, today: date) -> list[dict[str, Any]]:
    """Give what was measured of one KPI by the periods of a grain that have begun, in their order."""
    mine = whole.filter(pc.and_(pc.equal(whole["grain"], grain), pc.less(whole["start"], pa.scalar(today, pa.date32()))))
    found: list[dict[str, Any]] = mine.sort_by("number").to_pylist()
    return found


def _held(kpi: Kpi, past: History) -> dict[int, Held]:
    """Give what is said of each point, by the number of its period."""
    within = kpi.target.within if kpi.target else None
    bounds = kpi.threshold if isinstance(kpi.threshold, tuple) else None
    found = {}
    for at, number in enumerate(past.points.number):
        centre, reach, way = past.centre[at], past.limits.reach[at], int(past.signals.way[at])
        limits = None if np.isnan(centre + reach) else (float(centre - reach), float(centre), float(centre + reach))
        found[int(number)] = Held(
            STATUS.get(int(past.aims.status[at])),
            within or _known(past.aims.target[at]),
            bounds or _known(past.aims.threshold[at]),
            limits,
            WAYS.get(way),
            None if way == 0 or past.wanted[at] == 0 else bool(way == past.wanted[at]),
        )
    return found


def _known(value: np.float64) -> float | None:
    return None if np.isnan(value) else float(value)


def _steps(rows: Sequence[Mapping[str, Any]], grain: Grain, held: Mapping[int, Held], calendar: Calendar) -> Iterator[Step]:
    by_number = {row["number"]: row for row in rows}
    recipe = None
    for number in range(min(by_number, default=0), max(by_number, default=-1) + 1):
        period, row = calendar.numbered(grain, number), by_number.get(number, {})
        value = row.get("value")
        missing = None if value is not None else row.get("missing") or "no-rows"
        is_other = bool(row and recipe and row["recipe"] != recipe)
        recipe = row.get("recipe", recipe)
        said = held.get(number, NOT_HELD)
        complete = bool(row.get("complete"))
        yield Step(calendar.label(period), period.start, period.end, value, missing, complete, *said, redefined=is_other)
