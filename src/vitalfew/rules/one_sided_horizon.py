"""A top level that looks at the short term only, at the long term only, or does not say."""

from __future__ import annotations

from vitalfew.base.ref import FRAMEWORK
from vitalfew.base.said import say
from vitalfew.base.word import count_of, word
from vitalfew.model.framework import Framework
from vitalfew.rules.count import strategic
from vitalfew.rules.engine import Flags, rule
from vitalfew.rules.unread import Unread


@rule(
    "BAL012",
    severity="info",
    requirements=("AUD-17",),
    help="mark each KPI of tier 1 `horizon: short` or `long`, and hold some of both",
)
def check(framework: Framework, unread: Unread) -> Flags:
    tier_1 = [kpi for kpi in strategic(framework) if framework.tier_of(kpi) == 1]
    adrift = any(framework.tier_of(kpi) is None or unread.any(kpi.ref, "level", "horizon") for kpi in strategic(framework))
    if len(tier_1) < 3 or adrift or unread.lost("kpis"):
        return
    said = {kpi.horizon for kpi in tier_1}
    if said == {None}:
        yield (
            FRAMEWORK,
            "kpis",
            say("none of {tier_1} of tier 1 says whether its horizon is short or long", tier_1=count_of(len(tier_1), "KPI")),
        )
    elif len(said) == 1:
        yield (
            FRAMEWORK,
            "kpis",
            say(
                "all {tier_1} of tier 1 are for the {horizon} term",
                tier_1=count_of(len(tier_1), "KPI"),
                horizon=word(said.pop() or ""),
            ),
        )
