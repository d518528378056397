"""No review in which all tiers are held against the strategy each quarter."""

from __future__ import annotations

from vitalfew.base.ref import FRAMEWORK
from vitalfew.base.said import say
from vitalfew.model.framework import Framework
from vitalfew.rules.engine import Flags, rule
from vitalfew.rules.unread import Unread


@rule(
    "CAD012",
    severity="warning",
    requirements=("RHY-1", "RHY-4", "RHY-5"),
    help="add a quarterly cadence over all tiers, in which KPIs are held against the strategy",
)
def check(framework: Framework, unread: Unread) -> Flags:
    used = {tier for tier in map(framework.tier_of, framework.current_kpis) if tier}
    unsaid = any(each.rhythm is None or not each.tiers for each in framework.cadences)
    small = framework.preset == "small-business" or unread.faulted(FRAMEWORK, "preset")
    if not used or not framework.cadences or unsaid or small or unread.lost("cadences"):
        return
    if not any(each.frequency in {"monthly", "quarterly"} and used <= set(each.tiers) for each in framework.cadences):
        yield (
            FRAMEWORK,
            "cadences",
            say("no quarterly cadence looks at all tiers: {names}", names=", ".join(map(str, sorted(used)))),
        )
