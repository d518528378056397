"""A review that nobody but its chair attends."""

from __future__ import annotations

from vitalfew.base.said import say
from vitalfew.model.framework import Framework
from vitalfew.rules.engine import Flags, rule


@rule(
    "CAD006",
    severity="warning",
    requirements=("RHY-1",),
    help="name under `audience` who attends",
)
def check(framework: Framework) -> Flags:
    for cadence in framework.cadences:
        if not set(cadence.audience) - {cadence.chair}:
            yield cadence.ref, "audience", say("nobody but its chair attends cadence `{cadence}`", cadence=cadence.id)
