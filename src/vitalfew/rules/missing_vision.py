"""A strategy without a vision."""

from __future__ import annotations

from vitalfew.base.ref import Ref
from vitalfew.base.said import say
from vitalfew.model.framework import Framework
from vitalfew.rules.engine import Flags, rule


@rule(
    "STR005",
    severity="warning",
    requirements=("STR-2",),
    help="write under `strategy` the `vision`: what the world looks like once the mission is done",
    after=("STR002",),
)
def check(framework: Framework) -> Flags:
    if framework.strategy.vision is None:
        yield Ref("strategy", "main"), "vision", say("the strategy states no vision")
