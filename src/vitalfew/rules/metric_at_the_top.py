"""An operational metric that is placed on the level the executive looks at."""

from __future__ import annotations

from vitalfew.base.said import say
from vitalfew.model.framework import Framework
from vitalfew.rules.engine import Flags, rule


@rule(
    "CAS004",
    severity="warning",
    requirements=("CAS-6",),
    help="make it a KPI with a line to an objective, or place it on the level whose team steers by it",
)
def check(framework: Framework) -> Flags:
    tiers = {level.id: level.tier for level in framework.all_levels}
    if set(tiers.values()) == {1}:
        return
    for kpi in framework.current_kpis:
        if kpi.kind == "metric" and kpi.level is not None and tiers.get(kpi.level) == 1:
            yield (
                kpi.ref,
                "level",
                say(
                    "operational metric `{kpi}` stands on level `{level}`, which the executive looks at",
                    kpi=kpi.id,
                    level=kpi.level,
                ),
            )
