"""A stand-in that ends on no day."""

from __future__ import annotations

from vitalfew.base.said import say
from vitalfew.model.framework import Framework
from vitalfew.rules.engine import Flags, rule


@rule(
    "DEF018",
    severity="warning",
    requirements=("DEF-7",),
    help="write under `until` the day on which the real measure takes over",
)
def check(framework: Framework) -> Flags:
    for kpi in framework.current_kpis:
        if kpi.proxy and kpi.proxy.until is None:
            yield kpi.ref, "proxy.until", say("the proxy of KPI `{kpi}` ends on no day", kpi=kpi.id)
