"""A baseline from more than a year before the KPI went live."""

from __future__ import annotations

from vitalfew.base.said import say
from vitalfew.model.framework import Framework
from vitalfew.rules.engine import Flags, rule


@rule(
    "TGT022",
    severity="warning",
    requirements=("DEF-3", "DEF-4"),
    help="measure where it stands when it goes live",
)
def check(framework: Framework) -> Flags:
    most = framework.policy_number("baseline-days")
    for kpi in framework.current_kpis:
        day = kpi.baseline.day if kpi.baseline else None
        if day and kpi.since and (kpi.since - day).days > most:
            yield (
                kpi.ref,
                "baseline",
                say("the baseline of KPI `{kpi}` is of {day}, and it went live on {since}", kpi=kpi.id, day=day, since=kpi.since),
            )
