"""A KPI that does not say what it counts."""

from __future__ import annotations

from vitalfew.base.said import say
from vitalfew.model.framework import Framework
from vitalfew.rules.engine import Flags, rule


@rule(
    "DEF001",
    severity="warning",
    requirements=("DEF-1", "DEF-6"),
    help="say under `definition` what is counted and what is not",
    before_live=True,
)
def check(framework: Framework) -> Flags:
    for kpi in framework.current_kpis:
        if kpi.definition is None:
            yield kpi.ref, "definition", say("KPI `{kpi}` has no definition", kpi=kpi.id)
