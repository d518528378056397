"""A review that recurs at no time."""

from __future__ import annotations

from vitalfew.base.said import say
from vitalfew.model.framework import Framework
from vitalfew.rules.engine import Flags, rule


@rule("CAD005", severity="warning", requirements=("RHY-1",), help="write when it recurs: `rhythm: weekly on monday 09:00`")
def check(framework: Framework) -> Flags:
    for cadence in framework.cadences:
        if cadence.rhythm is None:
            yield cadence.ref, "rhythm", say("cadence `{cadence}` says at no time when it recurs", cadence=cadence.id)
