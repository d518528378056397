"""An objective in no perspective."""

from __future__ import annotations

from vitalfew.base.said import say
from vitalfew.model.framework import Framework
from vitalfew.rules.engine import Flags, rule


@rule("STR003", severity="warning", requirements=("STR-4",), help="name under `perspective` one of the declared lenses")
def check(framework: Framework) -> Flags:
    used = framework.rules.needs_perspectives or any(objective.perspective for objective in framework.objectives)
    for objective in framework.objectives:
        if used and objective.perspective is None:
            yield objective.ref, "perspective", say("objective `{objective}` stands in no perspective", objective=objective.id)
