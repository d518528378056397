"""A baseline of a day that has not come."""

from __future__ import annotations

from datetime import date

from vitalfew.base.said import say
from vitalfew.model.framework import Framework
from vitalfew.rules.engine import Flags, rule


@rule(
    "TGT020",
    severity="warning",
    requirements=("DEF-3", "DEF-4"),
    help="date it on the day it was measured, or leave it out until it is",
)
def check(framework: Framework, today: date) -> Flags:
    for kpi in framework.current_kpis:
        day = kpi.baseline.day if kpi.baseline else None
        if day and day > today:
            yield kpi.ref, "baseline", say("the baseline of KPI `{kpi}` is of {day}, which has not come", kpi=kpi.id, day=day)
