"""A KPI whose owner reviews it themselves."""

from __future__ import annotations

from vitalfew.base.said import say
from vitalfew.model.framework import Framework
from vitalfew.rules.engine import Flags, rule


@rule(
    "OWN008",
    severity="warning",
    requirements=("DEF-5", "AUD-12"),
    help="name under `reviewer` someone else, who questions the number",
    before_live=True,
)
def check(framework: Framework) -> Flags:
    for kpi in framework.current_kpis:
        if kpi.reviewer in kpi.owners:
            yield kpi.ref, "reviewer", say("`{reviewer}` owns KPI `{kpi}` and reviews it too", reviewer=kpi.reviewer, kpi=kpi.id)
