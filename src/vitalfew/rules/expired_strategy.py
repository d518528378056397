"""A strategy whose time is over."""

from __future__ import annotations

from datetime import date

from vitalfew.base.ref import Ref
from vitalfew.base.said import say
from vitalfew.model.framework import Framework
from vitalfew.rules.engine import Flags, rule


@rule(
    "CHG005",
    severity="warning",
    requirements=("RHY-5", "STR-2"),
    help="write the next strategy, and ask of each KPI whether it still fits",
)
def check(framework: Framework, today: date) -> Flags:
    horizon = framework.strategy.horizon
    if horizon and horizon.to and horizon.to < today:
        yield Ref("strategy", "main"), "horizon", say("the strategy ended on {to}", to=horizon.to)
