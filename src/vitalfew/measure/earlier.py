"""What was measured before and need not be measured again, put before what is measured now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from vitalfew.base.period import Calendar
from vitalfew.measure.compute import Result
from vitalfew.measure.coverage import Floats
from vitalfew.measure.series import REASONS, Series
from vitalfew.model.kpi import Kpi


@dataclass(frozen=True)
class Earlier:
    """The rows that are known, none where all is measured anew."""

    calendar: Calendar
    known: pa.Table | None

    def joined(self, kpi: Kpi, series: Series, since: date | None) -> Series:
        """Give the values of a KPI at its own grain from the first known one; `series` counts for what ends after `since`."""
        if since is None or self.known is None:
            return series
        first = self.calendar.period(kpi.grain, since).number
        own = [pc.equal(self.known[name], said) for name, said in (("kpi", kpi.id), ("grain", kpi.grain), ("slice", ""))]
        mask = pc.and_(pc.and_(own[0], own[1]), pc.and_(own[2], pc.less(self.known["number"], first)))
        rows = self.known.filter(mask).sort_by("number")
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
