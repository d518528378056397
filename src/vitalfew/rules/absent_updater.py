"""A KPI whose updater has left, is a group, or is a role that nobody fills."""

from __future__ import annotations

from datetime import date

from vitalfew.base.said import say
from vitalfew.model.framework import Framework
from vitalfew.rules.engine import Flags, rule
from vitalfew.rules.people import absence
from vitalfew.rules.unread import Unread


@rule(
    "OWN017",
    severity="warning",
    requirements=("AUD-10", "MON-1"),
    help="name under `updater` someone who is here, or automate the source",
    before_live=True,
)
def check(framework: Framework, today: date, unread: Unread) -> Flags:
    for kpi in framework.current_kpis:
        person = framework.person.get(kpi.updater or "")
        what = person and absence(person, today, unread, groups=True)
        if what and kpi.updater not in kpi.owners:
            yield (
                kpi.ref,
                "updater",
                say("the updater of KPI `{kpi}`, `{updater}`, {what}", kpi=kpi.id, updater=kpi.updater, what=what),
            )
