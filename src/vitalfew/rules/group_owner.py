"""A KPI that a group answers for."""

from __future__ import annotations

from vitalfew.base.said import say
from vitalfew.model.framework import Framework
from vitalfew.rules.engine import Flags, rule


@rule(
    "OWN005",
    severity="error",
    requirements=("DEF-5", "AUD-10"),
    help="name one person of the group under `owner`",
    before_live=True,
)
def check(framework: Framework) -> Flags:
    for kpi in framework.current_kpis:
        for person in (framework.person[id_] for id_ in kpi.owners if id_ in framework.person):
            if person.group:
                yield kpi.ref, "owner", say("the owner of KPI `{kpi}`, `{person}`, is a group", kpi=kpi.id, person=person.id)
