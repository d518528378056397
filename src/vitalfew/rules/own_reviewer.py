"""A KPI whose owner reviews it themselves."""

from __future__ import annotations

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
            yield kpi.ref, "reviewer", f"`{kpi.reviewer}` owns KPI `{kpi.id}` and reviews it too"
