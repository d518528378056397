"""A target without a day."""

from __future__ import annotations

from vitalfew.base.said import say
from vitalfew.model.framework import Framework
from vitalfew.rules.engine import Flags, rule


@rule(
    "TGT008",
    severity="error",
    requirements=("DEF-3", "DEF-4"),
    help="write the day under `target`: `by: 2027-12-31`",
    before_live=True,
)
def check(framework: Framework) -> Flags:
    for kpi in framework.current_kpis:
        if kpi.target and kpi.target.reach is not None and kpi.target.by is None:
            yield kpi.ref, "target", say("KPI `{kpi}` is to reach {reach:g} by no day", kpi=kpi.id, reach=kpi.target.reach)
