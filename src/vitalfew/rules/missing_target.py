"""A KPI that is to go nowhere."""

from __future__ import annotations

from vitalfew.base.said import say
from vitalfew.model.framework import Framework
from vitalfew.rules.count import strategic
from vitalfew.rules.engine import Flags, rule


@rule(
    "TGT001",
    severity="error",
    requirements=("DEF-3", "AUD-12"),
    help="write where it is to be: `target: {reach: 30, by: 2027-12-31}`, or `at_least`, `at_most`, `within`",
    before_live=True,
)
def check(framework: Framework) -> Flags:
    for kpi in strategic(framework):
        if kpi.target is None and kpi.scale != "text":
            yield kpi.ref, "target", say("KPI `{kpi}` has no target", kpi=kpi.id)
