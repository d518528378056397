"""An initiative that serves no objective."""

from __future__ import annotations

from vitalfew.base.said import say
from vitalfew.model.framework import Framework
from vitalfew.rules.engine import Flags, rule


@rule(
    "INI001",
    severity="warning",
    requirements=("INI-1",),
    help="name the objective under `objective`, or stop the work",
)
def check(framework: Framework) -> Flags:
    for initiative in framework.initiatives:
        if initiative.objective is None:
            yield initiative.ref, "objective", say("initiative `{initiative}` names no objective", initiative=initiative.id)
