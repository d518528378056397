"""A KPI on no level."""

from __future__ import annotations

from vitalfew.base.said import say
from vitalfew.model.framework import Framework
from vitalfew.model.kpi import Kpi
from vitalfew.rules.count import strategic
from vitalfew.rules.engine import Flags, rule
from vitalfew.rules.unread import Unread


def _names_one(framework: Framework, kpi: Kpi, unread: Unread) -> bool:
    """Tell whether a level is named, by the KPI or its org unit, even one that is not declared."""
    if kpi.level is not None or unread.any(kpi.ref, "org_unit"):
        return True
    unit = framework.org_unit.get(kpi.org_unit or "")
    if unit is None:
        return kpi.org_unit is not None
    return unit.level is not None or unread.any(unit.ref, "level")


@rule(
    "CAS002",
    severity="warning",
    requirements=("CAS-1", "CAS-2"),
    help="name its `level`, or an `org_unit` that has one",
)
def check(framework: Framework, unread: Unread) -> Flags:
    for kpi in strategic(framework):
        if not _names_one(framework, kpi, unread):
            yield kpi.ref, "level", say("KPI `{kpi}` stands on no level", kpi=kpi.id)
