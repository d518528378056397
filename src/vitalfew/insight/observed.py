"""What was observed of KPIs, period by period, and how it changed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from vitalfew.base.period import Grain
from vitalfew.insight.follow import Column
from vitalfew.model.framework import Framework
from vitalfew.model.kpi import Kpi

if TYPE_CHECKING:
    import pyarrow as pa


class Observed:
    """The values of KPIs by period, and where a change into a period is none: another definition, or a declared break."""

    def __init__(self, framework: Framework, latest: pa.Table) -> None:
        self.framework = framework
        self.calendar = framework.calendar.calendar
        self.rows: dict[tuple[str, str], list[tuple[int, float, str]]] = {}
        columns = ("kpi", "grain", "number", "value", "recipe", "slice", "complete")
        for kpi, grain, number, value, recipe, slice_, complete in zip(
            *(latest.column(name).to_pylist() for name in columns), strict=True
        ):
            if complete and not slice_ and value is not None:
                self.rows.setdefault((kpi, grain), []).append((number, value, recipe))

    def changes(self, kpi: Kpi, grain: Grain, span: range, *, relative: bool) -> Column:
        """Give the change into each period of a span: relative as difference of logarithms; NaN where unknown."""
        value, recipe = np.full(len(span) + 1, np.nan), np.full(len(span) + 1, "", dtype=object)
        for number, seen, defined in self.rows.get((kpi.id, grain), ()):
            if span.start - 1 <= number < span.stop:
                value[number - span.start + 1], recipe[number - span.start + 1] = seen, defined
        moved: Column = np.diff(np.log(value) if relative else value)
        moved[recipe[1:] != recipe[:-1]] = np.nan
        for day in self.framework.signals_of(kpi).segments:
            number = self.calendar.period(grain, day).number
            if number in span:
                moved[number - span.start] = np.nan
        return moved

    def span(self, kpis: Sequence[Kpi], grain: Grain) -> range:
        """Give the periods into which a change may be known of all of some KPIs."""
        numbers = [[number for number, *_ in self.rows.get((kpi.id, grain), ())] for kpi in kpis]
        if not all(numbers):
            return range(0)
        return range(max(map(min, numbers)) + 1, min(map(max, numbers)) + 1)

    def newest(self, kpi: Kpi, grain: Grain) -> tuple[int, float] | None:
        """Give the number of the newest period of a KPI that has a value, and that value."""
        return max(((number, value) for number, value, _ in self.rows.get((kpi.id, grain), ())), default=None)

    def is_positive(self, kpi: Kpi, grain: Grain) -> bool:
        """Tell whether all values of a KPI are above 0."""
        return all(value > 0 for _, value, _ in self.rows.get((kpi.id, grain), ()))
