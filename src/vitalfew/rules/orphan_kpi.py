"""A KPI from which no line leads to an objective."""

from __future__ import annotations

from vitalfew.base.said import say
from vitalfew.model.framework import Framework
from vitalfew.rules.engine import Flags, rule
from vitalfew.rules.unread import Unread


@rule(
    "ALN001",
    severity="error",
    requirements=("AUD-1", "CAS-3"),
    help="link it under `objectives` or `contributes_to`, make it an operational metric with `kind: metric`, or retire it",
)
def check(framework: Framework, unread: Unread) -> Flags:
    for kpi in framework.current_kpis:
        if kpi.kind == "kpi" and kpi.ref not in unread.reaching:
            yield kpi.ref, "objectives", say("no line leads from KPI `{kpi}` to an objective", kpi=kpi.id)
