"""Natural limits that leave no value between them."""

from __future__ import annotations

from vitalfew.base.said import say
from vitalfew.model.framework import Framework
from vitalfew.rules.engine import Flags, rule


@rule(
    "DEF025",
    severity="error",
    requirements=("DEF-1",),
    help="write the smaller number under `min`",
)
def check(framework: Framework) -> Flags:
    for kpi in framework.current_kpis:
        low, high = (kpi.natural.min, kpi.natural.max) if kpi.natural else (None, None)
        if low is not None and high is not None and low >= high:
            yield (
                kpi.ref,
                "natural",
                say("the least value {low:g} of KPI `{kpi}` is not below its greatest, {high:g}", low=low, kpi=kpi.id, high=high),
            )
