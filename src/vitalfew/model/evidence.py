"""What rules about evidence read: each KPI's values at its own grain, and what people entered by hand; no engine needed.

Only periods that were over on the day of measuring are held. A value that is not known whole is None, never 0.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from types import MappingProxyType
from typing import NamedTuple

from vitalfew.base.period import Grain
from vitalfew.model.entry import Entry


class Point(NamedTuple):
    """The value of the period that ended with `day`, its last one."""

    day: date
    value: float | None


@dataclass(frozen=True)
class Series:
    """A KPI's consecutive periods of the last years, oldest first; `recipe` is the definition they were measured by.

    `begins` is the first day of the first period that had a value, however long ago.
    """

    kpi: str
    grain: Grain
    recipe: str
    begins: date
    points: tuple[Point, ...]

    @cached_property
    def known(self) -> tuple[Point, ...]:
        """The periods that have a value."""
        return tuple(point for point in self.points if point.value is not None)

    @cached_property
    def values(self) -> tuple[float, ...]:
        """The values there are."""
        return tuple(point.value for point in self.points if point.value is not None)


@dataclass(frozen=True)
class Evidence:
    """What was measured and entered, as of a day; a KPI without data stands in neither mapping."""

    as_of: date
    series: Mapping[str, Series] = field(default_factory=lambda: MappingProxyType({}))
    entries: Mapping[str, tuple[Entry, ...]] = field(default_factory=lambda: MappingProxyType({}))

    def without(self, kpis: Collection[str]) -> Evidence:
        """Give it without what is known of some KPIs."""
        series = {kpi: each for kpi, each in self.series.items() if kpi not in kpis}
        return Evidence(self.as_of, series, {kpi: each for kpi, each in self.entries.items() if kpi not in kpis})

    def until(self, day: date) -> Evidence:
        """Give what was known on a day, where that is earlier: periods that were over, entries for periods that had begun."""
        if day >= self.as_of:
            return self
        cut = {kpi: _cut(series, day) for kpi, series in self.series.items()}
        entered = {kpi: tuple(each for each in entries if each.date < day) for kpi, entries in self.entries.items()}
        return Evidence(day, {kpi: series for kpi, series in cut.items() if series.points}, entered)


def _cut(series: Series, day: date) -> Series:
    return Series(
        series.kpi, series.grain, series.recipe, series.begins, tuple(point for point in series.points if point.day < day)
    )
