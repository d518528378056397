"""An initiative that is to move no KPI."""

from __future__ import annotations

from vitalfew.base.said import say
from vitalfew.model.framework import Framework
from vitalfew.rules.engine import Flags, rule


@rule(
    "INI002",
    severity="warning",
    requirements=("INI-1",),
    help="write under `moves` the KPI, `by` how much and `until` when; if no KPI would move, ask what the work is for",
)
def check(framework: Framework) -> Flags:
    for initiative in framework.initiatives:
        if not initiative.moves:
            yield initiative.ref, "moves", say("initiative `{initiative}` is to move no KPI", initiative=initiative.id)
