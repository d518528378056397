"""A KPI that nothing says how to measure."""

from __future__ import annotations

from vitalfew.base.said import say
from vitalfew.model.framework import Framework
from vitalfew.rules.engine import Flags, rule


@rule(
    "DEF003",
    severity="error",
    requirements=("DEF-1", "DEF-7", "MON-1"),
    help="write a `formula` over measures, or a `proxy` with the `plan` that ends it",
    before_live=True,
)
def check(framework: Framework) -> Flags:
    for kpi in framework.current_kpis:
        if kpi.formula is None and kpi.scale != "text" and not (kpi.proxy and kpi.proxy.plan):
            yield kpi.ref, "formula", say("KPI `{kpi}` has no formula and no proxy with a plan", kpi=kpi.id)
