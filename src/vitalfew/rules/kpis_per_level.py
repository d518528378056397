"""A level with more or fewer KPIs than the preset asks for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from vitalfew.base.ref import Ref
from vitalfew.model.framework import Framework
from vitalfew.model.kpi import Kpi
from vitalfew.model.organization import Level
from vitalfew.model.preset import Span
from vitalfew.rules.count import number, of_level, quota
from vitalfew.rules.engine import Flags, rule


def _fits(count: int, adrift: int, wanted: Span) -> bool:
    """Tell whether a count is within a range, also when KPIs whose place is unknown belonged to it."""
    return any(each in wanted for each in range(count, count + adrift + 1))


def _of_units(level: Level, kpis: Sequence[Kpi], adrift: int, wanted: Span) -> Flags:
    counts = Counter(kpi.org_unit for kpi in kpis)
    adrift += counts.pop(None, 0)
    for unit, count in counts.items():
        if not _fits(count, adrift, wanted):
            yield (
                Ref("org_unit", str(unit)),
                None,
                f"org unit `{unit}` has {number(count, 'KPI')} of level `{level.id}`, not {wanted}",
            )


@rule(
    "BAL002",
    severity="warning",
    requirements=("CAS-2", "AUD-9"),
    help="move, merge or retire KPIs, or add those that are missing",
    after=("BAL001",),
)
def check(framework: Framework) -> Flags:
    found = of_level(framework)
    adrift = len(found.get("", ()))
    for level in framework.all_levels:
        wanted = quota(framework, level)
        if level.tier == 1 and framework.current_kpis:
            ids = [kpi.id for kpi in found.get(level.id, ())]
            if not _fits(len(ids), adrift, wanted):
                yield level.ref, None, f"level `{level.id}` has {number(len(ids), 'KPI')}, not {wanted}"
        elif level.tier > 1:
            yield from _of_units(level, found.get(level.id, ()), adrift, wanted)
