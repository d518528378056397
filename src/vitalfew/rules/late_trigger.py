"""Triggers that cannot fire before the target's day."""

from __future__ import annotations

from vitalfew.base.said import say
from vitalfew.model.framework import Framework
from vitalfew.rules.engine import Flags, rule
from vitalfew.rules.rhythm import DAYS, values_needed


@rule(
    "CAD023",
    severity="warning",
    requirements=("MON-4", "DEF-5"),
    help="lower the count, measure more often, or add a pattern that looks ahead: `likely_miss: 0.7`",
)
def check(framework: Framework) -> Flags:
    for kpi in framework.current_kpis:
        start = kpi.baseline.day if kpi.baseline else None
        by = kpi.target.by if kpi.target else None
        waits = [wait for wait in map(values_needed, kpi.escalate) if wait is not None]
        if not (start and by and start < by and waits and kpi.every):
            continue
        room = (by - start).days // DAYS[kpi.every]
        if min(waits) > max(room, 1):
            message = say(
                "the triggers of KPI `{kpi}` need {waits} values, and {room} lie before {by}",
                kpi=kpi.id,
                waits=min(waits),
                room=room,
                by=by,
            )
            yield kpi.ref, "escalate", message
