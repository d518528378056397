"""A KPI that does not say how often it is measured."""

from __future__ import annotations

from vitalfew.base.said import say
from vitalfew.model.framework import Framework
from vitalfew.rules.engine import Flags, rule


@rule(
    "DEF009", severity="warning", requirements=("DEF-1",), help="write how often it is measured: `every: week`", before_live=True
)
def check(framework: Framework) -> Flags:
    for kpi in framework.current_kpis:
        if kpi.every is None:
            yield kpi.ref, "every", say("KPI `{kpi}` does not say how often it is measured", kpi=kpi.id)
