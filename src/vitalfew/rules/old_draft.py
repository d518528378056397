"""A KPI that has been a draft for too long."""

from __future__ import annotations

from datetime import date

from vitalfew.base.said import say
from vitalfew.model.framework import Framework
from vitalfew.rules.engine import Flags, rule


@rule(
    "DEF021",
    severity="warning",
    requirements=("DEF-3", "RHY-4"),
    help="bring it live, or retire it",
)
def check(framework: Framework, today: date) -> Flags:
    most = framework.policy_number("draft-days")
    for kpi in framework.current_kpis:
        if kpi.lifecycle == "draft" and kpi.since and (today - kpi.since).days > most:
            yield (
                kpi.ref,
                "lifecycle",
                say(
                    "KPI `{kpi}` has been a draft for {days} days, more than {most:g}",
                    kpi=kpi.id,
                    days=(today - kpi.since).days,
                    most=most,
                ),
            )
