"""A table of targets that leaves months out."""

from __future__ import annotations

from itertools import pairwise

from vitalfew.model.framework import Framework
from vitalfew.rules.engine import Flags, rule


@rule(
    "TGT015",
    severity="warning",
    requirements=("DEF-3",),
    help="fill in the months between",
)
def check(framework: Framework) -> Flags:
    for kpi in framework.current_kpis:
        keys = sorted(kpi.target.values) if kpi.target and kpi.target.values else []
        months = [int(key[:4]) * 12 + int(key[5:7]) for key in keys if len(key) == 7]
        steps = [later - earlier for earlier, later in pairwise(months)]
        if len(months) == len(keys) > 2 and max(steps) > min(steps):
            place = steps.index(max(steps))
            yield (
                kpi.ref,
                "target.values",
                f"the targets of KPI `{kpi.id}` say nothing between {keys[place]} and {keys[place + 1]}",
            )
