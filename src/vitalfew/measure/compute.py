"""From series of measures to values of KPIs at a grain, with numerator and denominator where the formula is a quotient."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

import numpy as np

from vitalfew.base.period import Calendar, Grain
from vitalfew.measure.arithmetic import evaluate, quotient
from vitalfew.measure.coverage import Flags, Floats
from vitalfew.measure.gather import Gathered
from vitalfew.measure.plan import Plan, collapses
from vitalfew.measure.series import Collapse, Series, collapsed
from vitalfew.measure.unit import averaged, summed
from vitalfew.model.formula import Node
from vitalfew.model.kpi import Kpi
from vitalfew.model.leaves import Leaves

PERCENT = "%"


@dataclass(frozen=True)
class Result:
    """A KPI over the periods of a grain; numerator and denominator are unscaled, None where the formula is no quotient."""

    series: Series
    numerator: Floats | None = None
    denominator: Floats | None = None


@dataclass
class Computer:
    """Computes KPIs once each per grain and slice, whatever the order of their declaration.

    `span` says the first number and the count of all series where they are no periods of a calendar.
    """

    plan: Plan
    gathered: Gathered
    today: date
    known: dict[tuple[str, Grain, str], Result] = field(default_factory=dict)
    span: tuple[int, int] | None = None

    @property
    def calendar(self) -> Calendar:
        """The calendar that periods are counted by."""
        return self.plan.framework.calendar.calendar

    def keys(self, kpi: Kpi, grain: Grain) -> list[tuple[str, Grain]]:
        """Give the series that a KPI at a grain is made of, through other KPIs too."""
        found: dict[tuple[str, Grain], None] = {}
        queue, seen = [(kpi, grain)], {kpi.id}
        while queue:
            each, asked = queue.pop()
            at = each.grain if collapses(each, asked) else asked
            node = self.plan.formulas[each.id]
            for name in node.measures:
                found.update(dict.fromkeys((key, at) for key in self.gathered.prepared[name].keys(each.over_time)))
            queue.extend((self.plan.framework.kpi[name], at) for name in node.kpis if name not in seen)
            seen.update(node.kpis)
        return list(found)

    def frame(self, kpi: Kpi, grain: Grain) -> tuple[int, int]:
        """Give the number of the first period with data of any measure, and how many there are up to today's."""
        if self.span:
            return self.span
        starts = [
            self.calendar.period(grain, self.calendar.numbered(at, self.gathered.series[key, at][""].first).last_day).number
            for key, at in self.keys(kpi, grain)
        ]
        first = min(starts)
        return first, max(0, self.calendar.period(grain, self.today).number - first + 1)

    def slices(self, kpi: Kpi, grain: Grain) -> list[str]:
        """Give the slices of a KPI: those of its measures, where all of them are split by the same columns."""
        keys = self.keys(kpi, grain)
        by = {self.plan.framework.measure[name].by for name in self.plan.measures_of(kpi.id)}
        if len(by) != 1 or not next(iter(by)):
            return []
        return sorted({each for key in keys for each in self.gathered.series[key] if each})

    def result(self, kpi: Kpi, grain: Grain, slice_: str = "") -> Result:
        """Compute a KPI over all its periods of a grain."""
        key = (kpi.id, grain, slice_)
        if key not in self.known:
            found = self._own(kpi, grain, slice_)
            together = not slice_ and kpi.over_org_units != "recompute"
            self.known[key] = self._over_units(kpi, grain, found) if together else found
        return self.known[key]

    def _own(self, kpi: Kpi, grain: Grain, slice_: str) -> Result:
        """Compute a KPI from the rows of a slice, or of all."""
        return self._collapsed(kpi, grain, slice_) if collapses(kpi, grain) else self._computed(kpi, grain, slice_)

    def _over_units(self, kpi: Kpi, grain: Grain, whole: Result) -> Result:
        """Bring the values of the units together, as `over_org_units` says; what is not split is the whole already."""
        units = [self.result(kpi, grain, each) for each in self.slices(kpi, grain)]
        if kpi.over_org_units == "mean":
            return Result(averaged(whole.series, [each.series for each in units]))
        if not units:
            return whole
        if kpi.over_org_units == "sum":
            return Result(summed(whole.series, [each.series for each in units]))
        return self._weighted(kpi, whole, units)

    def _weighted(self, kpi: Kpi, whole: Result, units: list[Result]) -> Result:
        """Give the mean of quotients weighted by what they are divided by: the quotient of both sums."""
        known = [(each.series, each.numerator, each.denominator) for each in units]
        pairs = [(one, above, below) for one, above, below in known if above is not None and below is not None]
        if len(pairs) < len(units):  # an average: the one over all rows is weighted by them
            return whole
        above, below = (summed(whole.series, [_where(one, pair[place]) for one, *pair in pairs]) for place in (0, 1))
        series = quotient(above, below)
        value = series.value * self._scale(kpi)
        return Result(Series(series.first, value, series.reason, series.complete, series.share), above.value, below.value)

    def _computed(self, kpi: Kpi, grain: Grain, slice_: str) -> Result:
        first, count = self.frame(kpi, grain)
        node = self._resolved(self.plan.formulas[kpi.id], kpi)

        def operand(leaf: Node) -> Series:
            if leaf.op == "kpi":
                return self.result(self.plan.framework.kpi[leaf.name], grain, slice_).series.fit(first, count)
            by_slice = self.gathered.series[leaf.name, grain]
            found = by_slice.get(slice_)
            return (self.gathered.blanks[leaf.name, grain] if found is None else found).fit(first, count)

        if node.op != "/":
            return Result(evaluate(node, operand, first, count))
        above, below = (evaluate(part, operand, first, count) for part in node.parts)
        series = quotient(above, below)
        value = series.value * self._scale(kpi)
        return Result(Series(first, value, series.reason, series.complete, series.share), above.value, below.value)

    def leaves(self, kpi: Kpi, recipe: str, since: date | None) -> Leaves | None:
        """Give what a KPI's formula holds in the last complete period with a value; None where that ended before `since`."""
        series = self.result(kpi, kpi.grain).series
        least = self.calendar.period(kpi.grain, since).number - series.first if since else 0
        known = np.flatnonzero(series.complete & (series.reason == 0))
        if not known.size or known[-1] < least:
            return None
        number = series.first + int(known[-1])
        found = {str(leaf): self._leaf(leaf, kpi, number) for leaf in self.plan.formulas[kpi.id].leaves()}
        return Leaves(recipe, number, {name: value for name, value in found.items() if value is not None})

    def _leaf(self, leaf: Node, kpi: Kpi, number: int) -> float | None:
        if leaf.op == "kpi":
            return _at(self.result(self.plan.framework.kpi[leaf.name], kpi.grain).series, number)
        keys = self.gathered.prepared[leaf.name].keys(kpi.over_time)
        above, *below = (self._held(key, kpi.grain, number) for key in keys)
        if not below or above is None:
            return above
        return above / below[0] if below[0] else None

    def _held(self, key: str, grain: Grain, number: int) -> float | None:
        found = self.gathered.series[key, grain].get("")
        return _at(self.gathered.blanks[key, grain] if found is None else found, number)

    def _scale(self, kpi: Kpi) -> float:
        return 100.0 if kpi.unit == PERCENT and not self._has_percent(self.plan.formulas[kpi.id]) else 1.0

    def _resolved(self, node: Node, kpi: Kpi) -> Node:
        """Put keys of series in the place of measures; a measure with numerator and denominator becomes their quotient."""
        if node.op != "measure":
            return Node(node.op, tuple(self._resolved(part, kpi) for part in node.parts), node.name, node.number)
        keys = self.gathered.prepared[node.name].keys(kpi.over_time)
        leaves = tuple(Node("measure", name=key) for key in keys)
        return leaves[0] if len(leaves) == 1 else Node("/", leaves)

    def _has_percent(self, node: Node) -> bool:
        framework = self.plan.framework
        units = [framework.measure[each].unit for each in node.measures] + [framework.kpi[each].unit for each in node.kpis]
        return PERCENT in units

    def _collapsed(self, kpi: Kpi, grain: Grain, slice_: str) -> Result:
        own = self.result(kpi, kpi.grain, slice_).series
        first, count = self.frame(kpi, grain)
        periods = [self.calendar.numbered(grain, number).start for number in range(first, first + count + 1)]
        edges = np.array([self.calendar.period(kpi.grain, each).number for each in periods], dtype=np.int64)
        ended: Flags = np.array([each <= self.today for each in periods[1:]], dtype=np.bool_)
        how: Collapse = kpi.over_time  # type: ignore[assignment]  # `collapses` lets only these pass
        return Result(collapsed(own, how, first, edges, ended))


def _at(series: Series, number: int) -> float | None:
    """Give the value of a period, None where it has none."""
    place = number - series.first
    return float(series.value[place]) if 0 <= place < len(series) and series.reason[place] == 0 else None


def _where(held: Series, values: Floats) -> Series:
    """Give values where a series has one: a unit without a quotient weighs nothing."""
    return Series(held.first, np.where(held.reason == 0, values, np.nan), held.reason, held.complete, held.share)
