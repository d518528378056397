"""A KPI that several people answer for, so that nobody does."""

from __future__ import annotations

from vitalfew.base.said import say
from vitalfew.model.framework import Framework
from vitalfew.rules.count import names
from vitalfew.rules.engine import Flags, rule


@rule(
    "OWN002",
    severity="error",
    requirements=("DEF-5",),
    help="keep one under `owner` and move the others to `co_owners`",
    before_live=True,
)
def check(framework: Framework) -> Flags:
    for kpi in framework.current_kpis:
        if len(kpi.owners) > 1:
            yield (
                kpi.ref,
                "owner",
                say("KPI `{kpi}` has {owners} owners: {names}", kpi=kpi.id, owners=len(kpi.owners), names=names(kpi.owners)),
            )
