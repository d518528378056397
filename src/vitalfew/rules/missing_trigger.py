"""A KPI that can worsen without anybody being told."""

from __future__ import annotations

from vitalfew.base.said import say
from vitalfew.model.framework import Framework
from vitalfew.rules.count import strategic
from vitalfew.rules.engine import Flags, rule


@rule(
    "CAD001",
    severity="warning",
    requirements=("DEF-5", "MON-4"),
    help="name the pattern that calls for attention: `escalate: [{worse_in_a_row: 3}]`",
    before_live=True,
)
def check(framework: Framework) -> Flags:
    for kpi in strategic(framework):
        if not kpi.escalate:
            yield kpi.ref, "escalate", say("KPI `{kpi}` has no escalation trigger", kpi=kpi.id)
