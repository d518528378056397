"""A value driver that no objective rests on."""

from __future__ import annotations

from vitalfew.base.said import say
from vitalfew.model.framework import Framework
from vitalfew.rules.engine import Flags, rule


@rule(
    "STR015",
    severity="warning",
    requirements=("STR-6",),
    help="name under its `objectives` those that rest on it, or take it out",
)
def check(framework: Framework) -> Flags:
    for driver in framework.drivers:
        if not driver.objectives:
            yield driver.ref, "objectives", say("no objective rests on value driver `{driver}`", driver=driver.id)
