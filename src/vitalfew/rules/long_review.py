"""A review that takes longer than its kind can bear."""

from __future__ import annotations

from vitalfew.model.framework import Framework
from vitalfew.rules.engine import Flags, rule

MOST = {"daily": 15, "weekly": 45, "monthly": 90, "quarterly": 240, "yearly": 480}


@rule(
    "CAD009",
    severity="warning",
    requirements=("RHY-1",),
    help="shorten it, or split what is looked at",
)
def check(framework: Framework) -> Flags:
    for cadence in framework.cadences:
        most = MOST.get(cadence.frequency or "")
        if most and cadence.minutes and cadence.minutes > most:
            yield (
                cadence.ref,
                "minutes",
                f"{cadence.frequency} cadence `{cadence.id}` takes {cadence.minutes} minutes, more than {most}",
            )
