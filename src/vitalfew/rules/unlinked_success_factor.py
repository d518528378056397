"""A critical success factor that no objective depends on."""

from __future__ import annotations

from vitalfew.base.said import say
from vitalfew.model.framework import Framework
from vitalfew.rules.engine import Flags, rule


@rule(
    "STR016",
    severity="warning",
    requirements=("STR-6",),
    help="name under its `objectives` those that rest on it, or take it out",
)
def check(framework: Framework) -> Flags:
    for success_factor in framework.success_factors:
        if not success_factor.objectives:
            yield (
                success_factor.ref,
                "objectives",
                say("no objective rests on success factor `{success_factor}`", success_factor=success_factor.id),
            )
