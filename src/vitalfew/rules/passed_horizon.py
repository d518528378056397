"""An objective whose day is over."""

from __future__ import annotations

from datetime import date

from vitalfew.base.said import say
from vitalfew.model.framework import Framework
from vitalfew.rules.engine import Flags, rule


@rule(
    "STR010",
    severity="warning",
    requirements=("STR-11",),
    help="say what became of it, then set the next day under `horizon` or take the objective out",
)
def check(framework: Framework, today: date) -> Flags:
    for objective in framework.objectives:
        if objective.horizon and objective.horizon < today:
            yield (
                objective.ref,
                "horizon",
                say("objective `{objective}` was to be reached by {horizon}", objective=objective.id, horizon=objective.horizon),
            )
