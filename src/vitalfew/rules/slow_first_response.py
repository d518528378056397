"""A ladder whose first step takes longer than a week."""

from __future__ import annotations

from vitalfew.base.said import say
from vitalfew.base.word import duration
from vitalfew.model.framework import Framework
from vitalfew.rules.engine import Flags, rule
from vitalfew.rules.rhythm import days


@rule(
    "CAD021",
    severity="warning",
    requirements=("RHY-9",),
    help="give the first step at most a week, better a day or two",
)
def check(framework: Framework) -> Flags:
    most = framework.policy_number("days-to-first-response")
    for ladder in framework.ladders:
        within = ladder.steps[0].within if ladder.steps else None
        if within and days(within) > most:
            length = say("a week") if most == 7 else say("{most:g} days", most=most)
            yield (
                ladder.ref,
                "steps.0.within",
                say(
                    "the first step of ladder `{ladder}` may take {within}, longer than {length}",
                    ladder=ladder.id,
                    within=duration(within),
                    length=length,
                ),
            )
