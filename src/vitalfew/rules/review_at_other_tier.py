"""A KPI whose reviews look at other tiers."""

from __future__ import annotations

from vitalfew.base.said import say
from vitalfew.model.framework import Framework
from vitalfew.rules.count import names
from vitalfew.rules.engine import Flags, rule


@rule(
    "CAD014",
    severity="warning",
    requirements=("RHY-1",),
    help="name under `review` a cadence whose `tiers` include the KPI's, or add its tier to one",
    before_live=True,
)
def check(framework: Framework) -> Flags:
    cadences = {cadence.id: cadence for cadence in framework.cadences}
    for kpi in framework.current_kpis:
        tier = framework.tier_of(kpi)
        tiers = [cadences[id_].tiers for id_ in kpi.review if id_ in cadences]
        if tier and tiers and len(tiers) == len(kpi.review) and all(each and tier not in each for each in tiers):
            yield (
                kpi.ref,
                "review",
                say(
                    "KPI `{kpi}` is of tier {tier}, at which {names} does not look",
                    kpi=kpi.id,
                    tier=tier,
                    names=names(kpi.review),
                ),
            )
