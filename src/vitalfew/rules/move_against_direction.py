"""An initiative that is expected to make a KPI worse."""

from __future__ import annotations

from vitalfew.base.said import say
from vitalfew.base.word import word
from vitalfew.model.framework import Framework
from vitalfew.rules.engine import Flags, rule
from vitalfew.rules.path import direction


@rule(
    "INI010",
    severity="warning",
    requirements=("INI-1",),
    help="turn the sign of `by` round, or mend the KPI's `direction`; a price that is paid on purpose is a guard",
)
def check(framework: Framework) -> Flags:
    for initiative in framework.initiatives:
        for place, move in enumerate(initiative.moves):
            kpi = framework.kpi.get(move.kpi)
            if kpi and move.by and direction(kpi) == ("down" if move.by > 0 else "up"):
                message = say(
                    "initiative `{initiative}` moves `{kpi}` by {by:+g}, and it is better {way}",
                    initiative=initiative.id,
                    kpi=kpi.id,
                    by=move.by,
                    way=word(direction(kpi) or ""),
                )
                yield initiative.ref, f"moves.{place}.by", message
