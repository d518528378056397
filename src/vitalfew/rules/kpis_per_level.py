"""A level with more or fewer KPIs than the preset asks for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from vitalfew.model.framework import Framework
from vitalfew.model.kpi import Kpi
from vitalfew.model.organization import Level
from vitalfew.rules.count import fits, number, of_level, quota
from vitalfew.rules.engine import Flags, rule
from vitalfew.rules.unread import Unread


def _of_units(framework: Framework, level: Level, kpis: Sequence[Kpi], adrift: int) -> Flags:
    """Count in each declared org unit; one that is not declared is a fault of its own."""
    wanted = quota(framework, level)
    counts = Counter(kpi.org_unit for kpi in kpis)
    for unit in framework.org_units:
        count = counts[unit.id]
        if count and not fits(count, adrift, wanted):
            yield unit.ref, None, f"org unit `{unit.id}` has {number(count, 'KPI')} of level `{level.id}`, not {wanted}"


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
                yield level.ref, None, f"level `{level.id}` has {number(len(ids), 'KPI')}, not {wanted}"
        elif level.tier > 1:
            yield from _of_units(framework, level, found.get(level.id, ()), adrift)
