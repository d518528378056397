"""A step of a ladder from which an escalation never climbs on."""

from __future__ import annotations

from vitalfew.base.said import say
from vitalfew.model.framework import Framework
from vitalfew.rules.engine import Flags, rule


@rule(
    "CAD022",
    severity="warning",
    requirements=("RHY-9",),
    help="write how long the step may take: `within: 2 business days`",
)
def check(framework: Framework) -> Flags:
    for ladder in framework.ladders:
        for number, step in enumerate(ladder.steps[:-1]):
            if step.within is None:
                yield (
                    ladder.ref,
                    f"steps.{number}.within",
                    say("step {number} of ladder `{ladder}` may take for ever", number=number + 1, ladder=ladder.id),
                )
