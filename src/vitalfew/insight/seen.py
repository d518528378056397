"""What KPIs have reached so far: their extremes, and the best and worst quarter they kept up; and the day a target is due."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from vitalfew.base.period import Grain
from vitalfew.insight.observed import Observed
from vitalfew.model.framework import Framework
from vitalfew.model.kpi import Kpi

if TYPE_CHECKING:
    import pyarrow as pa

QUARTER: dict[Grain, int] = {"day": 91, "week": 13, "month": 3, "quarter": 1, "year": 1}
"""How many periods of a grain make a quarter, or what comes nearest."""
Pair = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Seen:
    """The least and the most value of a KPI by today's definition: in any period, and as the mean of a quarter in a row."""

    ever: Pair
    quarter: Pair


def seen_of(framework: Framework, latest: pa.Table) -> dict[str, Seen]:
    """Give what each KPI has reached, from its newest observations (`Observations.latest`); none that has no complete value."""
    observed = Observed(framework, latest)
    found = {}
    for kpi in framework.current_kpis:
        rows = sorted(observed.rows.get((kpi.id, kpi.grain), ()))
        same = [(number, value) for number, value, recipe in rows if recipe == rows[-1][2]]
        if same:
            values = [value for _, value in same]
            found[kpi.id] = Seen((min(values), max(values)), _quarter(same, QUARTER[kpi.grain]))
    return found


def _quarter(rows: Sequence[tuple[int, float]], periods: int) -> Pair:
    """Give the least and the most mean of so many periods without a gap; the mean of all where there is none."""
    ends = range(periods, len(rows) + 1)
    runs = [rows[end - periods : end] for end in ends if rows[end - 1][0] - rows[end - periods][0] == periods - 1]
    means = [sum(value for _, value in run) / len(run) for run in runs or [rows]]
    return min(means), max(means)


def target_day(kpi: Kpi) -> date | None:
    """Give the day on which a KPI's target is due: of a table of values the last; None for one that is to be kept always."""
    target = kpi.target
    if target is None or not target.values:
        return target.by if target else None
    last = max(target.values)
    year, month = int(last[:4]), int(last[5:7])
    return date.fromisoformat(last) if len(last) > len("2026-01") else date(year, month, monthrange(year, month)[1])
