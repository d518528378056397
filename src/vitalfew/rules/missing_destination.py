"""A strategy without the place where it stands in three years."""

from __future__ import annotations

from vitalfew.base.ref import Ref
from vitalfew.base.said import say
from vitalfew.model.framework import Framework
from vitalfew.rules.engine import Flags, rule


@rule(
    "STR006",
    severity="warning",
    requirements=("STR-2",),
    help="write under `strategy` the `destination`: one paragraph on where the organisation stands in three years",
    after=("STR002",),
)
def check(framework: Framework) -> Flags:
    if framework.strategy.destination is None:
        yield Ref("strategy", "main"), "destination", say("the strategy states no three-year destination")
