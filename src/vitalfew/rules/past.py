"""What was measured, held against what is declared today; shared by rules about evidence, no rule itself.

A target and a threshold are in force from the day of the baseline, or from `since`: what lay before them is held against nothing.
Values by another definition than today's are left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import takewhile

from vitalfew.base.period import Grain
from vitalfew.base.quantity import Duration
from vitalfew.model.evidence import Evidence, Series, Tie, declared_as
from vitalfew.model.framework import Framework
from vitalfew.model.kpi import Kpi
from vitalfew.rules.path import at, direction

YEAR: dict[Grain, int] = {"day": 365, "week": 52, "month": 12, "quarter": 4, "year": 1}
"""How many periods make a year."""
DUE = Duration(1, "business day")


@dataclass(frozen=True)
class Past:
    """The evidence on a framework."""

    framework: Framework
    evidence: Evidence

    @property
    def as_of(self) -> date:
        """The day up to which the past is known."""
        return self.evidence.as_of

    @cached_property
    def kpis(self) -> tuple[tuple[Kpi, Series], ...]:
        """The live KPIs that have values by today's definition, with them."""
        from vitalfew.model.recipe import recipe  # noqa: PLC0415  # few have evidence, and hashing takes its time to load

        found = ((kpi, self.evidence.series.get(kpi.id)) for kpi in self.framework.current_kpis if kpi.lifecycle == "live")
        return tuple(
            (kpi, series)
            for kpi, series in found
            if series and series.grain == kpi.grain and series.recipe in {"", recipe(kpi, self.framework)}
        )

    @cached_property
    def series(self) -> dict[str, Series]:
        """The series of those KPIs by their ids."""
        return {kpi.id: series for kpi, series in self.kpis}

    @cached_property
    def ties(self) -> tuple[tuple[Kpi, int, Tie], ...]:
        """What the data say of links that are declared now as they were then, with the KPI and the link's place."""
        known = {(each.kpi, each.declared): each for each in self.evidence.ties}
        return tuple(
            (kpi, place, known[kpi.id, written])
            for kpi, _ in (self.kpis if known else ())
            for place, drive in enumerate(kpi.drives)
            if drive.kpi in self.series and (kpi.id, written := declared_as(self.framework, kpi, drive)) in known
        )

    def due_day(self, kpi: Kpi, last_day: date) -> date:
        """Give the day by which the value of the period that ended on a day is due."""
        duration = Duration.parse(kpi.due) if kpi.due else DUE
        return duration.after(last_day + timedelta(days=1), self.framework.calendar.calendar)

    def late(self, kpi: Kpi, series: Series) -> int:
        """Count the periods without a value after the last that has one, whose value was due before today."""
        after = takewhile(lambda point: point.value is None, reversed(series.points))
        return sum(self.due_day(kpi, point.day) < self.as_of for point in after)


def in_force(kpi: Kpi, series: Series) -> Iterator[tuple[date, float]]:
    """Give the days and values since the KPI's baseline or `since`, whichever is later."""
    days = [day for day in (kpi.since, kpi.baseline.day if kpi.baseline else None) if day]
    begins = max(days, default=date.min)
    return ((point.day, point.value) for point in series.known if point.day > begins and point.value is not None)


def is_red(kpi: Kpi, day: date, value: float) -> bool:
    """Tell whether a value lies beyond the threshold of a day."""
    bar, way = kpi.threshold, direction(kpi)
    if isinstance(bar, tuple):
        return way == "within" and not bar[0] <= value <= bar[1]
    if bar is None or way not in {"up", "down"}:
        return False
    limit = at(dict(sorted(bar.items())), day) if isinstance(bar, dict) else bar
    return value < limit if way == "up" else value > limit


def has_course(kpi: Kpi) -> bool:
    """Tell whether single values can be held against the target: it adds nothing up and follows no other year."""
    return kpi.target is None or (kpi.target.applies_to == "period" and kpi.target.path != "prior-year")
