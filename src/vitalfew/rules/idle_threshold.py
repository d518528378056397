"""A threshold that no value can cross."""

from __future__ import annotations

from vitalfew.base.said import say
from vitalfew.model.framework import Framework
from vitalfew.model.kpi import Kpi
from vitalfew.rules.engine import Flags, rule
from vitalfew.rules.limit import limits
from vitalfew.rules.path import direction


def _shown(kpi: Kpi, framework: Framework) -> str | None:
    """Give the threshold in words where no value is beyond it; a course is idle where all its points are."""
    way, threshold = direction(kpi), kpi.threshold
    if threshold is None or way is None:
        return None
    values = (
        list(threshold.values()) if isinstance(threshold, dict) else [threshold] if isinstance(threshold, float) else threshold
    )
    least, most = limits(kpi, framework, values)
    if isinstance(threshold, tuple):
        idle = least is not None and most is not None and threshold[0] <= least and threshold[1] >= most
        return say("{threshold:g} to {threshold_2:g}", threshold=threshold[0], threshold_2=threshold[1]) if idle else None
    if way == "up":
        idle = least is not None and all(value <= least for value in values)
    else:
        idle = way == "down" and most is not None and all(value >= most for value in values)
    return f"{values[0]:g}" if idle else None


@rule(
    "TGT012",
    severity="warning",
    requirements=("DEF-3",),
    help="set a threshold that the KPI can cross before it is too late",
    after=("DEF025", "TGT004", "TGT010"),
)
def check(framework: Framework) -> Flags:
    for kpi in framework.current_kpis:
        shown = _shown(kpi, framework)
        if shown:
            yield kpi.ref, "threshold", say("no value of KPI `{kpi}` can cross its threshold {shown}", kpi=kpi.id, shown=shown)
