"""The four comparisons of a KPI with earlier periods of the calendar.

Previous and year over year compare periods of the KPI's own grain; week over week the newest complete weeks, month over month
the newest complete months. A KPI judged to date is compared by its periods, not by its sums.
A comparison that the grain does not have is missing for `grain`, one with a partial period for `partial`.
The relative change is null in a KPI in `%`, where points say it, and where the earlier value is not above zero, where a fraction
of it has no meaning.
"""

from __future__ import annotations

from vitalfew.base.period import Grain
from vitalfew.judge.row import Row
from vitalfew.model.kpi import Kpi
from vitalfew.model.verdict import Change, Changes

GRAINS_OF: dict[str, frozenset[Grain]] = {
    "wow": frozenset({"day", "week"}),
    "mom": frozenset({"day", "week", "month"}),
}
NO_ROW = "not-measured"


def changes(kpi: Kpi, row: Row) -> Changes:
    """Give the changes of a KPI; each null has its reason."""
    return Changes(
        previous=_change(kpi, row.point, row.previous, row.previous_missing),
        wow=_weekly_or_monthly(kpi, "wow", (row.wow_now, row.wow), (row.wow_now_missing, row.wow_missing)),
        mom=_weekly_or_monthly(kpi, "mom", (row.mom_now, row.mom), (row.mom_now_missing, row.mom_missing)),
        yoy=_change(kpi, row.point, row.yoy, row.yoy_missing),
    )


def _weekly_or_monthly(
    kpi: Kpi, name: str, values: tuple[float | None, float | None], missing: tuple[str | None, str | None]
) -> Change:
    if kpi.grain not in GRAINS_OF[name]:
        return Change(None, missing="grain")
    return _change(kpi, *values, missing[0] or missing[1])


def _change(kpi: Kpi, now: float | None, before: float | None, missing: str | None) -> Change:
    if now is None or before is None:
        return Change(None, missing=missing or NO_ROW)
    relative = (now - before) / before if before > 0 and kpi.unit != "%" else None
    return Change(now - before, relative, _is_better(kpi, now, before))


def _is_better(kpi: Kpi, now: float, before: float) -> bool | None:
    """Whether the move is the good way; for a band whether it comes nearer; None where neither."""
    gain = _distance(kpi, before) - _distance(kpi, now) if kpi.good == "within" else now - before
    if gain == 0:
        return None
    return (gain > 0) != (kpi.good == "down")


def _distance(kpi: Kpi, value: float) -> float:
    """How far a value lies outside the band; 0 inside it, or without one."""
    if kpi.target is None or kpi.target.within is None:
        return 0.0
    low, high = kpi.target.within
    return max(low - value, 0.0, value - high)
