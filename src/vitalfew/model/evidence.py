"""What rules about evidence read: each KPI's values at its own grain, and what people entered by hand; no engine needed.

Only periods that were over on the day of measuring are held. A value that is not known whole is None, never 0.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from vitalfew.base.period import Grain
from vitalfew.model.entry import Entry

if TYPE_CHECKING:
    from vitalfew.model.framework import Framework
    from vitalfew.model.kpi import Drive, Kpi
    from vitalfew.model.rhythm import Initiative, Move


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


@dataclass(frozen=True, slots=True)
class Tie:
    """What the data say of a declared link (`insight.estimate`, `insight.lead`), as it was declared then: `declared_as`.

    `pairs` are the changes compared, `said` is clear, against, unclear or not-enough. `effect` with its 90 % interval is in
    units of the follower per unit, or relative where `form` is elasticity, after `lag` periods; `amount` is what was declared.
    `led` says whether a leading KPI leads: leads, coincides, lags, not-shown, stopped or not-enough, `ahead` by how many periods
    (below 0: it follows), `stopped` since when not any more.
    """

    kpi: str
    drives: str
    declared: str
    grain: Grain
    pairs: int
    said: str
    form: str = "effect"
    amount: float | None = None
    effect: float | None = None
    low: float | None = None
    high: float | None = None
    lag: int | None = None
    led: str = ""
    ahead: int | None = None
    stopped: date | None = None


@dataclass(frozen=True, slots=True)
class Apart:
    """Two KPIs of different owners that went against each other (`insight.against`): a `step` of one went with `effect` of other.

    Below 0 the other gets worse; `low` and `high` are the 90 % interval, `pairs` the changes compared.
    """

    one: str
    other: str
    grain: Grain
    pairs: int
    step: float
    effect: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Moved:
    """What was seen of a KPI that an initiative was to move (`insight.initiative`), as it was declared then (`expected_as`).

    `said` is as-expected, less, not-seen, wrong-way or moved; `effect` is in the KPI's units with its 90 % interval, from so many
    `periods` of `grain` since.
    """

    initiative: str
    kpi: str
    declared: str
    grain: Grain
    said: str
    effect: float
    low: float
    high: float
    periods: int
    expected: float | None = None


def expected_as(initiative: Initiative, move: Move) -> str:
    """Write out all that the effect of an initiative on a KPI goes by."""
    return f"{move.model_dump_json(exclude_none=True)} {initiative.starts} {initiative.ends}"


def declared_as(framework: Framework, kpi: Kpi, drive: Drive) -> str:
    """Write out all that a link's estimate goes by; another text is another link."""
    other = framework.kpi.get(drive.kpi)
    ends = (kpi.good, kpi.unit, kpi.timing, kpi.grain, other and (other.good, other.unit, other.grain))
    return f"{drive.model_dump_json(exclude_none=True)} {ends}"


@dataclass(frozen=True)
class Evidence:
    """What was measured and entered, as of a day; a KPI without data stands in neither mapping.

    `ties`, `apart` and `moved` are what insight found in it on that day, `made_of` names all that they were found in.
    """

    as_of: date
    series: Mapping[str, Series] = field(default_factory=lambda: MappingProxyType({}))
    entries: Mapping[str, tuple[Entry, ...]] = field(default_factory=lambda: MappingProxyType({}))
    ties: tuple[Tie, ...] = ()
    apart: tuple[Apart, ...] = ()
    moved: tuple[Moved, ...] = ()
    made_of: str = ""

    def without(self, kpis: Collection[str]) -> Evidence:
        """Give it without what is known of some KPIs."""
        if not kpis:
            return self
        return Evidence(
            self.as_of,
            {kpi: each for kpi, each in self.series.items() if kpi not in kpis},
            {kpi: each for kpi, each in self.entries.items() if kpi not in kpis},
            tuple(each for each in self.ties if not {each.kpi, each.drives} & {*kpis}),
            tuple(each for each in self.apart if not {each.one, each.other} & {*kpis}),
            tuple(each for each in self.moved if each.kpi not in kpis),
            self.made_of,
        )

    def until(self, day: date) -> Evidence:
        """Give what was known on a day, where that is earlier: periods that were over, entries for periods that had begun.

        What insight would have found then is not known.
        """
        if day >= self.as_of:
            return self
        cut = {kpi: _cut(series, day) for kpi, series in self.series.items()}
        entered = {kpi: tuple(each for each in entries if each.date < day) for kpi, entries in self.entries.items()}
        return Evidence(day, {kpi: series for kpi, series in cut.items() if series.points}, entered)


def _cut(series: Series, day: date) -> Series:
    return Series(
        series.kpi, series.grain, series.recipe, series.begins, tuple(point for point in series.points if point.day < day)
    )
