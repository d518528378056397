"""A calibration later than ninety days after the launch."""

from __future__ import annotations

from vitalfew.base.ref import Ref
from vitalfew.model.framework import Framework
from vitalfew.rules.engine import Flags, rule
from vitalfew.rules.rhythm import days

MOST = 93  # three months of 31 days


@rule(
    "CAD025",
    severity="warning",
    requirements=("RHY-4",),
    help="write `calibration: 90 days`, or less",
)
def check(framework: Framework) -> Flags:
    if days(framework.governance.calibration) > MOST:
        yield (
            Ref("governance", "main"),
            "calibration",
            f"the calibration is after {framework.governance.calibration}, later than 90 days",
        )
