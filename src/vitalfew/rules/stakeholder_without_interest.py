"""A stakeholder of whom it is not said what they want."""

from __future__ import annotations

from vitalfew.base.said import say
from vitalfew.model.framework import Framework
from vitalfew.rules.engine import Flags, rule


@rule(
    "STR017",
    severity="warning",
    requirements=("STR-7",),
    help="write under `interests` what they want, with the objectives and KPIs that answer it",
)
def check(framework: Framework) -> Flags:
    for stakeholder in framework.stakeholders:
        if not stakeholder.interests:
            yield stakeholder.ref, "interests", say("stakeholder `{stakeholder}` has no interest", stakeholder=stakeholder.id)
