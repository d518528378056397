"""A KPI whose reviewer has left or is a role that nobody fills."""

from __future__ import annotations

from datetime import date

from vitalfew.base.said import say
from vitalfew.model.framework import Framework
from vitalfew.rules.engine import Flags, rule
from vitalfew.rules.people import absence
from vitalfew.rules.unread import Unread


@rule(
    "OWN009",
    severity="warning",
    requirements=("DEF-5", "AUD-10", "AUD-12"),
    help="name someone who is here under `reviewer`",
    before_live=True,
)
def check(framework: Framework, today: date, unread: Unread) -> Flags:
    for kpi in framework.current_kpis:
        person = framework.person.get(kpi.reviewer or "")
        what = person and absence(person, today, unread)
        if what and kpi.reviewer not in kpi.owners:
            yield (
                kpi.ref,
                "reviewer",
                say("the reviewer of KPI `{kpi}`, `{reviewer}`, {what}", kpi=kpi.id, reviewer=kpi.reviewer, what=what),
            )
