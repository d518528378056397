"""A strategy without a mission."""

from __future__ import annotations

from vitalfew.base.ref import Ref
from vitalfew.base.said import say
from vitalfew.model.framework import Framework
from vitalfew.rules.engine import Flags, rule


@rule(
    "STR002",
    severity="warning",
    requirements=("STR-2", "CAS-3"),
    help="write under `strategy` the `mission` that every line leads to",
)
def check(framework: Framework) -> Flags:
    if framework.strategy.mission is None:
        yield Ref("strategy", "main"), "mission", say("the strategy states no mission")
