"""The course of every KPI: its complete periods, each held against what was declared in its time.

Values are those known today, restated openly where they were; status, target and threshold of a period are those of the
revision that was live on its last day. So an eased target does not make earlier misses good.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from vitalfew.base.period import Grain
from vitalfew.judge.history import History, history
from vitalfew.judge.parameter import sense, tables, whole_only
from vitalfew.judge.series.aim import AMBER, GREEN, NONE, RED
from vitalfew.judge.series.point import Bools, Floats, Ints
from vitalfew.model.framework import Framework
from vitalfew.model.kpi import Kpi
from vitalfew.model.target import Target, Threshold

PERIOD: Mapping[Grain, int] = {"day": 1, "week": 7, "month": 31, "quarter": 92, "year": 366}
"""The most days that a period has."""
THEN = ("target", "threshold", "gap", "status")
COLUMNS = ("day", "value", "against", "lower", "upper", *THEN)


class Live(NamedTuple):
    """A framework and the first day on which it was live."""

    since: date
    framework: Framework


class TargetEdit(NamedTuple):
    """A day on which the target or the threshold of a KPI was changed, and how."""

    on: date
    field: str
    before: Target | Threshold | None
    after: Target | Threshold | None


@dataclass(frozen=True, eq=False)
class Course:
    """What a KPI did, per complete period with a value, oldest first; `day` is a period's last one.

    `gap` is how far a value is on the good side of its target, below zero where it misses; `against` are signals for the worse.
    `edits` are those of the target and the threshold, and `stands` the first day of the present target.
    """

    kpi: Kpi
    sense: int
    day: Ints
    value: Floats
    target: Floats
    threshold: Floats
    gap: Floats
    status: Ints
    against: Bools
    lower: Floats
    upper: Floats
    edits: tuple[TargetEdit, ...] = ()
    stands: date | None = None

    def since(self, day: date) -> Course:
        """Give the periods that ended on a day or after it."""
        return self._only(self.day >= day.toordinal())

    def until(self, day: date) -> Course:
        """Give the periods that ended before a day."""
        return self._only(self.day < day.toordinal())

    def judged(self) -> Course:
        """Give the periods that have a status."""
        return self._only(self.status != NONE)

    def _only(self, chosen: Bools) -> Course:
        return replace(self, **{name: getattr(self, name)[chosen] for name in COLUMNS})

    def __len__(self) -> int:
        return len(self.day)

    @property
    def reached(self) -> int:
        """How many periods are green."""
        return int((self.status == GREEN).sum())

    @property
    def missed_last(self) -> int:
        """How many periods in a row, up to the last, missed the target."""
        missed = (self.status == RED) | (self.status == AMBER)
        return len(missed) if missed.all() else int(missed[::-1].argmin())


def courses(told: Sequence[Live], observations: pa.Table, *, today: date) -> dict[str, Course]:
    """Give the course of every live KPI that has values; `told` are the frameworks that were live, oldest first."""
    latest = told[-1].framework
    whole = whole_only(observations)
    found = _courses(latest, whole, today)
    for each, until in zip(told[:-1], (later.since for later in told[1:]), strict=True):
        earlier = _courses(each.framework, whole, today)
        found = {id_: _then(course, earlier.get(id_), each.since, until) for id_, course in found.items()}
    return {id_: _edited(course, told) for id_, course in found.items()}


def _courses(framework: Framework, whole: pa.Table, today: date) -> dict[str, Course]:
    kpis = [each for each in framework.current_kpis if each.lifecycle == "live" and framework.kpi[each.id] is each]
    if not kpis:
        return {}
    told = [each.model_copy(update={"signals": framework.signals_of(each)}) for each in kpis]
    seen = history(told, tables(told, whole, framework.calendar.calendar, today))
    return {kpi.id: _course(kpi, seen, np.flatnonzero(seen.points.row == row)) for row, kpi in enumerate(kpis)}


def _course(kpi: Kpi, seen: History, at: Ints) -> Course:
    aims, centre, reach = seen.aims, seen.centre[at], seen.limits.reach[at]
    way, band = sense(kpi), kpi.target.within if kpi.target else None
    value, target = aims.value[at], aims.target[at]
    gap = np.minimum(value - band[0], band[1] - value) if band else way * (value - target)
    return Course(
        kpi,
        way,
        seen.points.last_day[at],
        value,
        target,
        aims.threshold[at],
        gap,
        aims.status[at],
        seen.against[at],
        centre - reach,
        centre + reach,
    )


def _then(course: Course, earlier: Course | None, since: date, until: date) -> Course:
    """Put what an earlier framework said of the periods of its time in the place of what is said today."""
    mine = (course.day >= since.toordinal()) & (course.day < until.toordinal())
    if earlier is None or not mine.any() or len(earlier) != len(course):
        return course
    then = {name: np.where(mine, getattr(earlier, name), getattr(course, name)) for name in THEN}
    return replace(course, **{**then, "status": then["status"].astype(np.int64)})


def _edited(course: Course, told: Sequence[Live]) -> Course:
    edits = tuple(_edits(course.kpi.id, told))
    stands = max((each.on for each in edits if each.field == "target"), default=None)
    return replace(course, edits=edits, stands=stands)


def _edits(id_: str, told: Sequence[Live]) -> list[TargetEdit]:
    found = []
    for before, after in pairwise(told):
        was, now = before.framework.kpi.get(id_), after.framework.kpi.get(id_)
        if was is None or now is None:
            continue
        if was.target != now.target:
            found.append(TargetEdit(after.since, "target", was.target, now.target))
        if was.threshold != now.threshold:
            found.append(TargetEdit(after.since, "threshold", was.threshold, now.threshold))
    return found


def started(kpi: Kpi, since: date, stands: date | None) -> date:
    """Give the day from which a KPI is held against its present target within a window: never before its baseline was taken."""
    taken = kpi.baseline.day + timedelta(days=1) if kpi.baseline and kpi.baseline.day else since
    return max(each for each in (since, kpi.since, taken, stands) if each is not None)
