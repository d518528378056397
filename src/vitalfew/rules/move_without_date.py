"""A movement expected of an initiative, without a day to look."""

from __future__ import annotations

from vitalfew.base.said import say
from vitalfew.model.framework import Framework
from vitalfew.rules.engine import Flags, rule


@rule(
    "INI004",
    severity="warning",
    requirements=("INI-1", "INI-3"),
    help="write `until`, the day by which the movement is to be seen",
)
def check(framework: Framework) -> Flags:
    for initiative in framework.initiatives:
        for place, move in enumerate(initiative.moves):
            if move.until is None:
                message = say(
                    "initiative `{initiative}` does not say by when it moves `{kpi}`", initiative=initiative.id, kpi=move.kpi
                )
                yield initiative.ref, f"moves.{place}.until", message
