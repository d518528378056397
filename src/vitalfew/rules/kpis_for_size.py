"""More KPIs than a small organisation can look at."""

from __future__ import annotations

from vitalfew.base.ref import FRAMEWORK
from vitalfew.base.said import say
from vitalfew.base.word import count_of
from vitalfew.model.framework import Framework
from vitalfew.rules.engine import Flags, rule


@rule(
    "BAL013",
    severity="warning",
    requirements=("CAS-2", "DEF-9"),
    help="keep the five to eight that decide, one at the top for each objective; `preset: small-business` counts them so",
)
def check(framework: Framework) -> Flags:
    small = framework.policy_number("small-organisation-people")
    most = framework.policy_number("small-organisation-kpis")
    size, count = framework.organization.size, len(framework.current_kpis)
    counted = framework.preset == "small-business" or "in-all" in framework.policy
    if size is not None and size < small and count > most and not counted:
        yield (
            FRAMEWORK,
            "kpis",
            say(
                "an organisation of {size} has {count}, and up to {most:g} are enough",
                size=size,
                count=count_of(count, "KPI"),
                most=most,
            ),
        )
