"""A level that no review looks at."""

from __future__ import annotations

from collections import Counter

from vitalfew.base.said import say
from vitalfew.base.word import count_of
from vitalfew.model.framework import Framework
from vitalfew.rules.engine import Flags, rule
from vitalfew.rules.unread import Unread


@rule(
    "CAD003",
    severity="warning",
    requirements=("RHY-1", "AUD-12"),
    help="add a cadence whose `tiers` include it, or its tier to one that exists",
)
def check(framework: Framework, unread: Unread) -> Flags:
    covered = {tier for cadence in framework.cadences for tier in cadence.tiers}
    if unread.lost("cadences") or not all(cadence.tiers for cadence in framework.cadences):
        return
    counts = Counter(level.id for level in map(framework.level_of, framework.current_kpis) if level)
    for level in framework.all_levels:
        if counts[level.id] and level.tier not in covered:
            yield (
                level.ref,
                None,
                say(
                    "no cadence looks at tier {tier}, where level `{level}` has {counts}",
                    tier=level.tier,
                    level=level.id,
                    counts=count_of(counts[level.id], "KPI"),
                ),
            )
