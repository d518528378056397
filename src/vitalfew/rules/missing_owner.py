"""A KPI that nobody answers for."""

from __future__ import annotations

from vitalfew.base.said import say
from vitalfew.model.framework import Framework
from vitalfew.rules.engine import Flags, rule


@rule("OWN001", severity="error", requirements=("DEF-5", "AUD-12"), help="name one person under `owner`", before_live=True)
def check(framework: Framework) -> Flags:
    for kpi in framework.current_kpis:
        if not kpi.owners:
            yield kpi.ref, "owner", say("KPI `{kpi}` has no owner", kpi=kpi.id)
