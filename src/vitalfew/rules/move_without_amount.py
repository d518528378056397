"""A movement expected of an initiative, without its size."""

from __future__ import annotations

from vitalfew.base.said import say
from vitalfew.model.framework import Framework
from vitalfew.rules.engine import Flags, rule


@rule(
    "INI003",
    severity="warning",
    requirements=("INI-1", "INI-3"),
    help="write `by`, the movement you expect, and `in: points`, `percent` or `units`",
)
def check(framework: Framework) -> Flags:
    for initiative in framework.initiatives:
        for place, move in enumerate(initiative.moves):
            if move.by is None:
                message = say(
                    "initiative `{initiative}` does not say by how much it moves `{kpi}`", initiative=initiative.id, kpi=move.kpi
                )
                yield initiative.ref, f"moves.{place}.by", message
