"""A KPI that is said to be a part of one further down."""

from __future__ import annotations

from vitalfew.base.said import say
from vitalfew.model.framework import Framework
from vitalfew.rules.engine import Flags, rule


@rule(
    "CAS008",
    severity="warning",
    requirements=("CAS-3",),
    help="turn the line round: the lower KPI names the higher one under `contributes_to`",
)
def check(framework: Framework) -> Flags:
    tiers = {level.id: level.tier for level in framework.all_levels}
    for kpi in framework.current_kpis:
        level = framework.level_of(kpi) if kpi.contributes_to else None
        for place, link in enumerate(kpi.contributes_to if level else ()):
            target = framework.kpi.get(link.id)
            other = framework.level_of(target) if target else None
            if level and other and tiers[other.id] > tiers[level.id]:
                message = say(
                    "KPI `{kpi}` of level `{level}` contributes to `{link}` of `{other}`, a level below",
                    kpi=kpi.id,
                    level=level.id,
                    link=link.id,
                    other=other.id,
                )
                yield kpi.ref, f"contributes_to.{place}", message
