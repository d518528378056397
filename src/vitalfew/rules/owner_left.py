"""A KPI whose owner has left."""

from __future__ import annotations

from datetime import date

from vitalfew.base.said import say
from vitalfew.model.framework import Framework
from vitalfew.rules.engine import Flags, rule


@rule(
    "OWN003", severity="error", requirements=("DEF-5", "AUD-10"), help="name someone who is here under `owner`", before_live=True
)
def check(framework: Framework, today: date) -> Flags:
    for kpi in framework.current_kpis:
        for person in (framework.person[id_] for id_ in kpi.owners if id_ in framework.person):
            if person.left is not None and person.left <= today:
                yield (
                    kpi.ref,
                    "owner",
                    say(
                        "{person}, who owns KPI `{kpi}`, left on {left}",
                        person=person.name or person.id,
                        kpi=kpi.id,
                        left=person.left,
                    ),
                )
