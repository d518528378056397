"""A table of targets that leaves months out."""

from __future__ import annotations

from itertools import pairwise

from vitalfew.base.said import say
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
                say(
                    "the targets of KPI `{kpi}` say nothing between {keys} and {keys_2}",
                    kpi=kpi.id,
                    keys=keys[place],
                    keys_2=keys[place + 1],
                ),
            )
