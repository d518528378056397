"""A review without a subject."""

from __future__ import annotations

from vitalfew.base.said import say
from vitalfew.model.framework import Framework
from vitalfew.rules.engine import Flags, rule


@rule(
    "CAD007",
    severity="info",
    requirements=("RHY-1",),
    help="say under `focus` what is looked at: exceptions, variance, trends, recalibration",
)
def check(framework: Framework) -> Flags:
    for cadence in framework.cadences:
        if cadence.focus is None:
            yield cadence.ref, "focus", say("cadence `{cadence}` does not say what it looks at", cadence=cadence.id)
