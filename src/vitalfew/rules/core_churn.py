"""More than a fifth of the core KPIs are new within a quarter."""

from __future__ import annotations

from datetime import date

from vitalfew.base.said import say
from vitalfew.model.framework import Framework
from vitalfew.rules.count import names, strategic
from vitalfew.rules.engine import Flags, rule

QUARTER = 91


@rule(
    "CHG004",
    severity="warning",
    requirements=("RHY-5",),
    help="let core KPIs stand for two or three years; if they cannot, it is the strategy that is unstable",
)
def check(framework: Framework, today: date) -> Flags:
    launched = framework.organization.launched
    first = date.fromordinal(max(today.toordinal() - QUARTER, 1))
    if launched is None or launched > first:
        return
    core = [kpi for kpi in strategic(framework) if framework.tier_of(kpi) == 1]
    fresh = [kpi.id for kpi in core if kpi.since and first < kpi.since <= today]
    most = framework.policy_number("changed-share")
    top = next((level for level in framework.all_levels if level.tier == 1), None)
    if top and len(core) > 1 and len(fresh) * 100 > most * len(core):
        yield (
            top.ref,
            None,
            say(
                "{fresh} of {core} core KPIs are new since {first}: {names}",
                fresh=len(fresh),
                core=len(core),
                first=first,
                names=names(fresh),
            ),
        )
