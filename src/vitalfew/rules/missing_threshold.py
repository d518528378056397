"""A KPI without a value that calls for action."""

from __future__ import annotations

from vitalfew.base.said import say
from vitalfew.model.framework import Framework
from vitalfew.rules.engine import Flags, rule


@rule(
    "TGT003",
    severity="error",
    requirements=("DEF-3", "AUD-12"),
    help="write under `threshold` the value beyond which it is escalated at once",
    before_live=True,
)
def check(framework: Framework) -> Flags:
    for kpi in framework.current_kpis:
        if kpi.threshold is None and kpi.scale != "text":
            yield kpi.ref, "threshold", say("KPI `{kpi}` has no threshold", kpi=kpi.id)
