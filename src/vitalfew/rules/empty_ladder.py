"""A ladder that leads to nobody but the owner."""

from __future__ import annotations

from vitalfew.base.said import say
from vitalfew.model.framework import Framework
from vitalfew.rules.engine import Flags, rule


@rule(
    "CAD019",
    severity="warning",
    requirements=("RHY-9",),
    help="add a step above the first: the reviewer, the head of the unit, who decides",
)
def check(framework: Framework) -> Flags:
    for ladder in framework.ladders:
        if not any(step.to != "owner" for step in ladder.steps):
            what = say("has no steps") if not ladder.steps else say("leads to nobody but the owner")
            yield ladder.ref, "steps", say("ladder `{ladder}` {what}", ladder=ladder.id, what=what)
