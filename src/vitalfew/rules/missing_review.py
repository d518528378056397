"""A KPI that no review looks at."""

from __future__ import annotations

from vitalfew.base.said import say
from vitalfew.model.framework import Framework
from vitalfew.rules.count import strategic
from vitalfew.rules.engine import Flags, rule


@rule(
    "CAD002",
    severity="warning",
    requirements=("DEF-5", "RHY-1", "AUD-12"),
    help="name under `review` the cadence in which it is looked at",
    before_live=True,
)
def check(framework: Framework) -> Flags:
    for kpi in strategic(framework):
        if not kpi.review:
            yield kpi.ref, "review", say("no review looks at KPI `{kpi}`", kpi=kpi.id)
