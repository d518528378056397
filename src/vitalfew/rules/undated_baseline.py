"""A baseline without a day."""

from __future__ import annotations

from vitalfew.base.said import say
from vitalfew.model.framework import Framework
from vitalfew.rules.engine import Flags, rule


@rule(
    "TGT009",
    severity="warning",
    requirements=("DEF-3",),
    help="write when it was measured: `on` a day, or `from` and `to`",
    before_live=True,
)
def check(framework: Framework) -> Flags:
    for kpi in framework.current_kpis:
        if kpi.baseline and kpi.baseline.day is None:
            yield kpi.ref, "baseline", say("KPI `{kpi}` stood at {baseline:g} on no day", kpi=kpi.id, baseline=kpi.baseline.value)
