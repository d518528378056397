"""A KPI whose number nobody but its owner questions."""

from __future__ import annotations

from vitalfew.base.said import say
from vitalfew.model.framework import Framework
from vitalfew.rules.count import strategic
from vitalfew.rules.engine import Flags, rule


@rule(
    "OWN006",
    severity="warning",
    requirements=("DEF-5", "AUD-12"),
    help="name under `reviewer` someone who questions the number and is not its owner",
    before_live=True,
)
def check(framework: Framework) -> Flags:
    for kpi in strategic(framework):
        if kpi.reviewer is None:
            yield kpi.ref, "reviewer", say("KPI `{kpi}` has no reviewer", kpi=kpi.id)
