"""A baseline that ends before it begins."""

from __future__ import annotations

from vitalfew.base.said import say
from vitalfew.model.framework import Framework
from vitalfew.rules.engine import Flags, rule


@rule(
    "TGT021",
    severity="error",
    requirements=("DEF-3",),
    help="write the earlier day under `from`",
)
def check(framework: Framework) -> Flags:
    for kpi in framework.current_kpis:
        first, last = (kpi.baseline.from_, kpi.baseline.to) if kpi.baseline else (None, None)
        if first and last and last < first:
            yield (
                kpi.ref,
                "baseline",
                say("the baseline of KPI `{kpi}` runs from {first} to {last}", kpi=kpi.id, first=first, last=last),
            )
