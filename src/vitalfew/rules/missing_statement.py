"""An objective that does not say what is to be true."""

from __future__ import annotations

from vitalfew.base.said import say
from vitalfew.model.framework import Framework
from vitalfew.rules.engine import Flags, rule


@rule(
    "STR004",
    severity="warning",
    requirements=("STR-3",),
    help="write under `statement` what will be true, with a number and a day",
)
def check(framework: Framework) -> Flags:
    for objective in framework.objectives:
        if objective.statement is None:
            yield objective.ref, "statement", say("objective `{objective}` has no statement", objective=objective.id)
