"""A strategy that says where to, but not how."""

from __future__ import annotations

from vitalfew.base.ref import Ref
from vitalfew.base.said import say
from vitalfew.model.framework import Framework
from vitalfew.rules.engine import Flags, rule


@rule(
    "STR007",
    severity="info",
    requirements=("STR-2",),
    help="write under `strategy` the `approach`: what is done differently from others, and what is left undone",
    after=("STR002",),
)
def check(framework: Framework) -> Flags:
    if framework.strategy.approach is None:
        yield Ref("strategy", "main"), "approach", say("the strategy does not say how it is to succeed")
