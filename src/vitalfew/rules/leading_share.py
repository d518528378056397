"""An executive level that looks back, or only ahead."""

from __future__ import annotations

from math import ceil, floor

from vitalfew.base.ref import FRAMEWORK
from vitalfew.base.said import say
from vitalfew.base.word import count_of
from vitalfew.model.framework import Framework
from vitalfew.model.preset import LEADING_SHARE
from vitalfew.rules.count import of_level
from vitalfew.rules.engine import Flags, rule
from vitalfew.rules.unread import Unread


def bounds(framework: Framework, count: int) -> tuple[int, int]:
    """Give the least and most leading KPIs of `count`: a share is judged as a count, and a policy may say `35` for 0.35."""
    own = framework.policy.get("leading-share")
    shares = (own.min if own else None, own.max if own else None)
    least, most = (
        default if share is None else share / 100 if share > 1 else share
        for share, default in zip(shares, LEADING_SHARE, strict=True)
    )
    return floor(least * count), ceil(most * count)


@rule(
    "BAL008",
    severity="warning",
    requirements=("AUD-6",),
    help="add a KPI of the scarcer kind, or move one of the other to the level below",
)
def check(framework: Framework, unread: Unread) -> Flags:
    found = of_level(framework)
    tier_1 = [kpi for level in framework.all_levels if level.tier == 1 for kpi in found.get(level.id, ())]
    leading = sum(kpi.timing == "leading" for kpi in tier_1)
    unknown = sum(kpi.timing is None for kpi in tier_1) + len(unread.placed) + unread.lost("kpis")
    least, most = bounds(framework, len(tier_1))
    if tier_1 and (leading > most or leading + unknown < least):
        yield (
            FRAMEWORK,
            "kpis",
            say(
                "{leading} of {tier_1} of tier 1 lead, not {least} to {most}",
                leading=leading,
                tier_1=count_of(len(tier_1), "KPI"),
                least=least,
                most=most,
            ),
        )
