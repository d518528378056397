"""A calibration later than ninety days after the launch."""

from __future__ import annotations

from vitalfew.base.ref import Ref
from vitalfew.base.said import say
from vitalfew.base.word import duration
from vitalfew.model.framework import Framework
from vitalfew.rules.engine import Flags, rule
from vitalfew.rules.rhythm import days


@rule(
    "CAD025",
    severity="warning",
    requirements=("RHY-4",),
    help="write `calibration: 90 days`, or less",
)
def check(framework: Framework) -> Flags:
    most = framework.policy_number("days-to-calibration")
    if days(framework.governance.calibration) > most + 3:  # three months may have 31 days each
        yield (
            Ref("governance", "main"),
            "calibration",
            say(
                "the calibration is after {calibration}, later than {most:g} days",
                calibration=duration(framework.governance.calibration),
                most=most,
            ),
        )
