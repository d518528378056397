"""A KPI whose owner is a role that nobody fills."""

from __future__ import annotations

from vitalfew.base.said import say
from vitalfew.model.framework import Framework
from vitalfew.rules.engine import Flags, rule
from vitalfew.rules.unread import Unread


@rule(
    "OWN004",
    severity="error",
    requirements=("DEF-5", "AUD-10"),
    help="write the person's `name` under `people`, or let someone else answer for it meanwhile",
    before_live=True,
)
def check(framework: Framework, unread: Unread) -> Flags:
    for kpi in framework.current_kpis:
        for person in (framework.person[id_] for id_ in kpi.owners if id_ in framework.person):
            if person.name is None and not unread.any(person.ref, "name"):
                yield (
                    kpi.ref,
                    "owner",
                    say("the owner of KPI `{kpi}`, `{person}`, is still to fill in", kpi=kpi.id, person=person.id),
                )
