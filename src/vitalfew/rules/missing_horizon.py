"""An objective without a day by which it is to be reached."""

from __future__ import annotations

from vitalfew.base.said import say
from vitalfew.model.framework import Framework
from vitalfew.rules.engine import Flags, rule


@rule(
    "STR009",
    severity="warning",
    requirements=("STR-11", "STR-3"),
    help="write the day under the objective's `horizon`; twelve to twenty-four months ahead is usual",
)
def check(framework: Framework) -> Flags:
    dated = {result.objective for result in framework.key_results if result.cycle}
    for objective in framework.objectives:
        if objective.horizon is None and objective.id not in dated:
            yield objective.ref, "horizon", say("objective `{objective}` does not say by when", objective=objective.id)
