"""A threshold that no value can cross."""

from __future__ import annotations

from vitalfew.model.framework import Framework
from vitalfew.rules.engine import Flags, rule
from vitalfew.rules.limit import limits
from vitalfew.rules.path import direction


@rule(
    "TGT012",
    severity="warning",
    requirements=("DEF-3",),
    help="set a threshold that the KPI can cross before it is too late",
    after=("DEF025", "TGT004", "TGT010"),
)
def check(framework: Framework) -> Flags:
    for kpi in framework.current_kpis:
        way = direction(kpi)
        if kpi.threshold is None or way is None:
            continue
        least, most = limits(kpi, framework)
        values = list(kpi.threshold.values()) if isinstance(kpi.threshold, dict) else kpi.threshold
        if isinstance(values, tuple):
            idle = least is not None and most is not None and values[0] <= least and values[1] >= most
            shown, limit = f"{values[0]:g} to {values[1]:g}", most
        else:
            each = [values] if isinstance(values, float) else values
            limit = least if way == "up" else most
            idle = limit is not None and all(value <= limit if way == "up" else value >= limit for value in each)
            shown = f"{each[0]:g}"
        if idle and way in {"up", "down", "within"}:
            yield kpi.ref, "threshold", f"no value of KPI `{kpi.id}` can cross its threshold {shown}"
