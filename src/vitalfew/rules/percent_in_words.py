"""A unit that spells out the percent sign."""

from __future__ import annotations

from vitalfew.base.said import say
from vitalfew.model.framework import Framework
from vitalfew.rules.engine import Flags, rule

WORDS = frozenset({"percent", "per cent", "percentage", "pct", "pct.", "prozent"})


@rule(
    "DEF015",
    severity="warning",
    requirements=("DEF-1",),
    help='write `unit: "%"`',
)
def check(framework: Framework) -> Flags:
    for kpi in framework.current_kpis:
        if kpi.unit and kpi.unit.lower() in WORDS:
            yield kpi.ref, "unit", say("the unit of KPI `{kpi}` is `{unit}`, which is not read as %", kpi=kpi.id, unit=kpi.unit)
