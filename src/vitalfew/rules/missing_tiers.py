"""A review that looks at no tier."""

from __future__ import annotations

from vitalfew.base.said import say
from vitalfew.model.framework import Framework
from vitalfew.rules.engine import Flags, rule


@rule(
    "CAD008",
    severity="warning",
    requirements=("RHY-1",),
    help="list under `tiers` those whose KPIs it looks at",
)
def check(framework: Framework) -> Flags:
    for cadence in framework.cadences:
        if not cadence.tiers:
            yield cadence.ref, "tiers", say("cadence `{cadence}` names no tier that it looks at", cadence=cadence.id)
