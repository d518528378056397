"""A KPI that is not said to be input, process, output or outcome."""

from __future__ import annotations

from vitalfew.base.said import say
from vitalfew.model.framework import Framework
from vitalfew.rules.count import strategic
from vitalfew.rules.engine import Flags, rule


@rule(
    "DEF008",
    severity="info",
    requirements=("DEF-2",),
    help="write `stage: input`, `process`, `output` or `outcome`",
    before_live=True,
)
def check(framework: Framework) -> Flags:
    for kpi in strategic(framework):
        if kpi.stage is None:
            yield kpi.ref, "stage", say("KPI `{kpi}` does not say what kind of thing it counts", kpi=kpi.id)
