"""A review that nobody leads."""

from __future__ import annotations

from vitalfew.base.said import say
from vitalfew.model.framework import Framework
from vitalfew.rules.engine import Flags, rule


@rule("CAD004", severity="warning", requirements=("RHY-1", "RHY-2"), help="name under `chair` the person who leads it")
def check(framework: Framework) -> Flags:
    for cadence in framework.cadences:
        if cadence.chair is None:
            yield cadence.ref, "chair", say("nobody chairs cadence `{cadence}`", cadence=cadence.id)
