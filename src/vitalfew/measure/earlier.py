"""What was measured before and need not be measured again, put before what is measured now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import accumulate

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from vitalfew.base.period import Calendar
from vitalfew.measure.compute import Result
from vitalfew.measure.coverage import Floats
from vitalfew.measure.rows import SCHEMA
from vitalfew.measure.series import REASONS, Series
from vitalfew.model.kpi import Kpi


@dataclass(frozen=True)
class Earlier:
    """The rows that are known, none where all is measured anew."""

    calendar: Calendar
    known: pa.Table | None

    @cached_property
    def _sorted(self) -> pa.Table:
        """Whole KPIs, in the order of KPI, grain and period."""
        rows = SCHEMA.empty_table() if self.known is None else self.known
        order = [(name, "ascending") for name in ("kpi", "grain", "number")]
        return rows.filter(pc.equal(rows["slice"], "")).sort_by(order).combine_chunks()

    @cached_property
    def _places(self) -> dict[tuple[str, str], tuple[int, int]]:
        """Where the rows of each KPI and grain begin, and how many they are."""
        counts = self._sorted.group_by(["kpi", "grain"], use_threads=False).aggregate([("number", "count")]).to_pylist()
        begins = accumulate((each["number_count"] for each in counts), initial=0)
        return {(each["kpi"], each["grain"]): (begin, each["number_count"]) for each, begin in zip(counts, begins, strict=False)}

    def joined(self, kpi: Kpi, series: Series, since: date | None) -> Series:
        """Give the values of a KPI at its own grain from the first known one; `series` counts for what ends after `since`."""
        if since is None or self.known is None:
            return series
        first = self.calendar.period(kpi.grain, since).number
        begin, count = self._places.get((kpi.id, kpi.grain), (0, 0))
        own = self._sorted.slice(begin, count)
        rows = own.filter(pc.less(own["number"], first))
        now = cut_from(Result(series), first).series
        if not rows.num_rows:
            return now
        reasons = pc.index_in(rows["missing"], value_set=pa.array(REASONS, pa.string()))
        return Series(
            rows["number"][0].as_py(),
            np.concatenate([pc.fill_null(rows["value"], float("nan")).to_numpy(), now.value]),
            np.concatenate([reasons.to_numpy().astype(np.int8), now.reason]),
            np.concatenate([rows["complete"].to_numpy(), now.complete]),
            np.concatenate([rows["share"].to_numpy(), now.share]),
        )


def cut_from(result: Result, first: int | None) -> Result:
    """Leave out the periods before a number."""
    series = result.series
    after = 0 if first is None else max(0, first - series.first)
    if not after:
        return result
    cut = Series(series.first + after, series.value[after:], series.reason[after:], series.complete[after:], series.share[after:])
    return Result(cut, _cut(result.numerator, after), _cut(result.denominator, after))


def _cut(values: Floats | None, after: int) -> Floats | None:
    return None if values is None else values[after:]
