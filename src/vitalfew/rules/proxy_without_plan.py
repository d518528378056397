"""A stand-in without a plan to replace it."""

from __future__ import annotations

from vitalfew.base.said import say
from vitalfew.model.framework import Framework
from vitalfew.rules.engine import Flags, rule


@rule(
    "DEF019",
    severity="warning",
    requirements=("DEF-7",),
    help="write under `plan` how the real measure comes about",
)
def check(framework: Framework) -> Flags:
    for kpi in framework.current_kpis:
        if kpi.proxy and kpi.proxy.plan is None:
            yield kpi.ref, "proxy.plan", say("no plan says what follows the proxy of KPI `{kpi}`", kpi=kpi.id)
