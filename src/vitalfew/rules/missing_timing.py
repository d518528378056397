"""A KPI that is neither leading nor lagging."""

from __future__ import annotations

from vitalfew.base.said import say
from vitalfew.model.framework import Framework
from vitalfew.rules.count import strategic
from vitalfew.rules.engine import Flags, rule


@rule(
    "DEF007",
    severity="warning",
    requirements=("DEF-2", "AUD-6"),
    help="write `timing: leading` where it moves before the result does, else `timing: lagging`",
    before_live=True,
)
def check(framework: Framework) -> Flags:
    for kpi in strategic(framework):
        if kpi.timing is None:
            yield kpi.ref, "timing", say("KPI `{kpi}` is neither leading nor lagging", kpi=kpi.id)
