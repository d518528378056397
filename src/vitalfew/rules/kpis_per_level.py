"""A level with more or fewer KPIs than the preset asks for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from vitalfew.base.said import say
from vitalfew.base.word import count_of
from vitalfew.model.framework import Framework
from vitalfew.model.kpi import Kpi
from vitalfew.model.organization import Level
from vitalfew.rules.count import fits, of_level, quota
from vitalfew.rules.engine import Flags, rule
from vitalfew.rules.unread import Unread


def _of_units(framework: Framework, level: Level, kpis: Sequence[Kpi], adrift: int) -> Flags:
    """Count in each declared org unit; one that is not declared is a fault of its own."""
    wanted = quota(framework, level)
    counts = Counter(kpi.org_unit for kpi in kpis)
    for unit in framework.org_units:
        count = counts[unit.id]
        if count and not fits(count, adrift, wanted):
            yield (
                unit.ref,
                None,
                say(
                    "org unit `{unit}` has {count} of level `{level}`, not {wanted}",
                    unit=unit.id,
                    count=count_of(count, "KPI"),
                    level=level.id,
                    wanted=wanted.words(),
                ),
            )


@rule(
    "BAL002",
    severity="warning",
    requirements=("CAS-2", "AUD-9"),
    help="move, merge or retire KPIs, or add those that are missing",
    after=("BAL001",),
)
def check(framework: Framework, unread: Unread) -> Flags:
    found = of_level(framework)
    adrift = len(unread.placed) + unread.lost("kpis")
    for level in framework.all_levels:
        wanted = quota(framework, level)
        if level.tier == 1 and framework.current_kpis:
            ids = [kpi.id for kpi in found.get(level.id, ())]
            if not fits(len(ids), adrift, wanted):
                yield (
                    level.ref,
                    None,
                    say(
                        "level `{level}` has {ids}, not {wanted}",
                        level=level.id,
                        ids=count_of(len(ids), "KPI"),
                        wanted=wanted.words(),
                    ),
                )
        elif level.tier > 1:
            yield from _of_units(framework, level, found.get(level.id, ()), adrift)
