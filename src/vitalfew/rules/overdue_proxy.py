"""A stand-in whose time is over."""

from __future__ import annotations

from datetime import date

from vitalfew.base.said import say
from vitalfew.model.framework import Framework
from vitalfew.rules.engine import Flags, rule


@rule(
    "DEF020",
    severity="warning",
    requirements=("DEF-7",),
    help="measure the real thing, or say until when it is stood in for, and why",
)
def check(framework: Framework, today: date) -> Flags:
    for kpi in framework.current_kpis:
        if kpi.proxy and kpi.proxy.until and kpi.proxy.until < today:
            yield kpi.ref, "proxy.until", say("the proxy of KPI `{kpi}` was to end on {until}", kpi=kpi.id, until=kpi.proxy.until)
