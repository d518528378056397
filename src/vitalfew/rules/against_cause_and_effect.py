"""An objective that is said to drive one that should carry it."""

from __future__ import annotations

from vitalfew.base.said import say
from vitalfew.model.framework import Framework
from vitalfew.rules.chart import height
from vitalfew.rules.engine import Flags, rule


@rule(
    "STR014",
    severity="warning",
    requirements=("STR-5",),
    help="turn the arrow round, or move one of the two to the perspective in which it belongs",
)
def check(framework: Framework) -> Flags:
    for objective in framework.objectives:
        own = height(objective)
        for place, link in enumerate(objective.drives):
            target = framework.objective.get(link.id)
            other = height(target) if target else None
            if target and own is not None and other is not None and other < own:
                message = say(
                    "`{objective}` of `{perspective}` drives `{target}` of `{perspective_2}`",
                    objective=objective.id,
                    perspective=objective.perspective,
                    target=target.id,
                    perspective_2=target.perspective,
                )
                yield objective.ref, f"drives.{place}", message
