"""A ladder whose first step takes longer than a week."""

from __future__ import annotations

from vitalfew.model.framework import Framework
from vitalfew.rules.engine import Flags, rule
from vitalfew.rules.rhythm import days

WEEK = 7


@rule(
    "CAD021",
    severity="warning",
    requirements=("RHY-9",),
    help="give the first step at most a week, better a day or two",
)
def check(framework: Framework) -> Flags:
    for ladder in framework.ladders:
        within = ladder.steps[0].within if ladder.steps else None
        if within and days(within) > WEEK:
            yield ladder.ref, "steps.0.within", f"the first step of ladder `{ladder.id}` may take {within}, longer than a week"
