"""A KPI on no level."""

from __future__ import annotations

from vitalfew.model.framework import Framework
from vitalfew.rules.count import strategic
from vitalfew.rules.engine import Flags, rule


@rule("CAS002", severity="warning", requirements=("CAS-1", "CAS-2"), help="name its `level`, or an `org_unit` that has one")
def check(framework: Framework) -> Flags:
    for kpi in strategic(framework):
        if kpi.level is None and framework.level_of(kpi) is None:
            yield kpi.ref, "level", f"KPI `{kpi.id}` stands on no level"
