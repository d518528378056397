"""More KPIs for the executive than can be looked at."""

from __future__ import annotations

from vitalfew.base.said import say
from vitalfew.model.framework import Framework
from vitalfew.model.preset import TIER_1_MOST, Span
from vitalfew.rules.count import names, of_level
from vitalfew.rules.engine import Flags, rule


@rule(
    "BAL001",
    severity="error",
    requirements=("CAS-2", "AUD-9"),
    help="keep the vital few here: move the others to the level below, or retire them",
)
def check(framework: Framework) -> Flags:
    most = min(framework.span("tier-1", Span()).max or TIER_1_MOST, TIER_1_MOST)
    found = of_level(framework)
    for level in framework.all_levels:
        ids = [kpi.id for kpi in found.get(level.id, ())]
        if level.tier == 1 and len(ids) > most:
            yield (
                level.ref,
                None,
                say(
                    "level `{level}` has {ids} KPIs of tier 1, more than {most}: {names}",
                    level=level.id,
                    ids=len(ids),
                    most=most,
                    names=names(ids),
                ),
            )
