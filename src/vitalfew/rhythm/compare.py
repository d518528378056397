"""Day 1 held against today: is the framework meaningfully better than on the day it was launched? (RHY-4).

What stands at a moment is compared between both days; what takes time (reviews, answers) between the two halves of the window.
A share is better or worse from five points on, a time from a tenth on, a count from one on. It is *meaningfully better* where
more got better than worse, and neither the errors nor the reviews got worse; anything else is told as it is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from statistics import median
from typing import Generic, Literal, NamedTuple, TypeVar

import numpy as np

from vitalfew.base.hours import Hours
from vitalfew.insight.maturity import maturity, owner_of
from vitalfew.judge.series.aim import GREEN, NONE
from vitalfew.model.framework import Framework
from vitalfew.rhythm.churn import at
from vitalfew.rhythm.course import PERIOD, Course
from vitalfew.rhythm.facts import Facts
from vitalfew.rules.engine import check

Unit = Literal["%", "findings", "hours", "of 5"]
LEAST: Mapping[Unit, float] = {"%": 5.0, "findings": 1.0, "hours": 0.1, "of 5": 1.0}
LEAST_ANSWERS = 5
"""Of fewer answers than this there is no median."""
CORE = frozenset({"errors", "reviews"})


Value = TypeVar("Value")


class Pair(NamedTuple, Generic[Value]):
    """Something on day 1, and today."""

    then: Value
    now: Value


class Row(NamedTuple):
    """One measure of both days; `better` is None where it is the same, or one side is not known."""

    id: str
    name: str
    unit: Unit
    then: float | None
    now: float | None
    less_is_better: bool = False

    @property
    def better(self) -> bool | None:
        """Whether it got better by as much as counts."""
        if self.then is None or self.now is None:
            return None
        least = LEAST[self.unit] * (max(self.then, self.now) if self.unit == "hours" else 1.0)
        moved = self.now - self.then
        return None if abs(moved) < least or not moved else (moved < 0) == self.less_is_better

    def as_json(self) -> dict[str, object]:
        """Give the row in the JSON contract's fields."""
        numbers = {"then": self.then, "now": self.now}
        return {"id": self.id, "name": self.name, "unit": self.unit, **numbers, "better": self.better}


@dataclass(frozen=True, slots=True)
class Compared:
    """The measures of both days, and whether that is meaningfully better; None where nothing can be compared."""

    rows: tuple[Row, ...]

    @property
    def is_better(self) -> bool | None:
        """Whether today is meaningfully better than day 1."""
        better = [each.id for each in self.rows if each.better]
        worse = [each.id for each in self.rows if each.better is False]
        if all(each.then is None or each.now is None for each in self.rows):
            return None
        return len(better) > len(worse) and not CORE.intersection(worse)

    @property
    def reason(self) -> str:
        """The answer in words."""
        better = [each.name for each in self.rows if each.better]
        worse = [each.name for each in self.rows if each.better is False]
        said = [f"better in {len(better)}" + (f" ({', '.join(better)})" if better else "")]
        said += [f"worse in {len(worse)}" + (f" ({', '.join(worse)})" if worse else "")]
        known = sum(each.then is not None and each.now is not None for each in self.rows)
        return "; ".join([*said, f"as before in {known - len(better) - len(worse)}, not known in {len(self.rows) - known}"])

    def as_json(self) -> dict[str, object]:
        """Give the comparison in the JSON contract's fields."""
        return {"better": self.is_better, "reason": self.reason, "rows": [each.as_json() for each in self.rows]}


def compare(facts: Facts, courses: Mapping[str, Course], hours: Hours) -> Compared:
    """Hold the first day of the window against its end."""
    days = Pair(facts.since, facts.until)
    lived = Pair(at(facts.told, facts.since), at(facts.told, facts.until))
    both = [*zip(lived, days, strict=True)]
    found = Pair(*(Counter(each.severity for each in check(framework, today=day)) for framework, day in both))
    data = Pair(*(_with_data(each, courses, day) for each, day in both))
    green, owned = Pair(*(_green(courses, day) for day in days)), Pair(*(_owned(each, day) for each, day in both))
    warnings = Pair(*(each["warning"] for each in found))
    reviews, answers = Pair(*_held(facts)), Pair(*_responses(facts, hours))
    return Compared(
        (
            Row("data", "KPIs with data", "%", data.then, data.now),
            Row("green", "KPIs that reach their target", "%", green.then, green.now),
            Row("owned", "KPIs with one named owner", "%", owned.then, owned.now),
            Row("errors", "errors of the check", "findings", found.then["error"], found.now["error"], less_is_better=True),
            Row("warnings", "warnings of the check", "findings", warnings.then, warnings.now, less_is_better=True),
            Row("maturity", "mature dimensions", "of 5", _mature(*both[0]), _mature(*both[1])),
            Row("reviews", "reviews held", "%", reviews.then, reviews.now),
            Row("response", "median time to the first answer", "hours", answers.then, answers.now, less_is_better=True),
        )
    )


def _with_data(framework: Framework, courses: Mapping[str, Course], day: date) -> float | None:
    live = [kpi for kpi in framework.current_kpis if kpi.lifecycle == "live"]
    fresh = [kpi for kpi in live if kpi.id in courses and _is_fresh(courses[kpi.id], day)]
    return _percent(len(fresh), len(live))


def _is_fresh(course: Course, day: date) -> bool:
    known = course.until(day).day
    return bool(len(known)) and int(known[-1]) >= (day - timedelta(days=2 * PERIOD[course.kpi.grain] + 7)).toordinal()


def _green(courses: Mapping[str, Course], day: date) -> float | None:
    last = [course.until(day).status[-1:] for course in courses.values()]
    status = np.concatenate(last) if last else np.zeros(0, dtype=np.int64)
    return _percent(int((status == GREEN).sum()), int((status != NONE).sum()))


def _owned(framework: Framework, day: date) -> float | None:
    kpis = framework.strategic_kpis
    return _percent(sum(owner_of(framework, kpi, today=day) is not None for kpi in kpis), len(kpis))


def _mature(framework: Framework, day: date) -> float:
    return float(sum(each.stage == "mature" for each in maturity(framework, today=day)))


def _held(facts: Facts) -> tuple[float | None, float | None]:
    middle = facts.since + (facts.until - facts.since) / 2
    sides = [[each.held for each in facts.meetings if (each.on < middle) == early] for early in (True, False)]
    return _percent(sum(sides[0]), len(sides[0])), _percent(sum(sides[1]), len(sides[1]))


def _responses(facts: Facts, hours: Hours) -> Iterator[float | None]:
    middle = hours.at(facts.since + (facts.until - facts.since) / 2, time())
    for side in (True, False):
        known = [_open(hours, opened, answered) for opened, answered in facts.answered if answered and (opened < middle) == side]
        yield round(median(known), 1) if len(known) >= LEAST_ANSWERS else None


def _open(hours: Hours, opened: datetime, answered: datetime) -> float:
    return hours.between(opened, answered) / timedelta(hours=1)


def _percent(part: int, whole: int) -> float | None:
    return round(100 * part / whole, 1) if whole else None
