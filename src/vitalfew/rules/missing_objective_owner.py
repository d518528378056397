"""An objective that nobody answers for."""

from __future__ import annotations

from vitalfew.base.said import say
from vitalfew.model.framework import Framework
from vitalfew.rules.engine import Flags, rule


@rule("OWN007", severity="warning", requirements=("DEF-5",), help="name one person under the objective's `owner`")
def check(framework: Framework) -> Flags:
    for objective in framework.objectives:
        if objective.owner is None:
            yield objective.ref, "owner", say("objective `{objective}` has no owner", objective=objective.id)
