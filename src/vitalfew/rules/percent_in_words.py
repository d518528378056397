"""A unit that spells out the percent sign."""

from __future__ import annotations

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
            yield kpi.ref, "unit", f"the unit of KPI `{kpi.id}` is `{kpi.unit}`, which is not read as %"
