"""An org unit whose head has left, is a group, or is a role that nobody fills."""

from __future__ import annotations

from datetime import date

from vitalfew.base.said import say
from vitalfew.model.framework import Framework
from vitalfew.rules.engine import Flags, rule
from vitalfew.rules.people import absence
from vitalfew.rules.unread import Unread


@rule(
    "OWN014",
    severity="warning",
    requirements=("RHY-6", "AUD-10"),
    help="name under `head` one person who is here",
    before_live=True,
)
def check(framework: Framework, today: date, unread: Unread) -> Flags:
    for unit in framework.org_units:
        person = framework.person.get(unit.head or "")
        what = person and absence(person, today, unread, groups=True)
        if what:
            yield (
                unit.ref,
                "head",
                say("the head of org unit `{unit}`, `{head}`, {what}", unit=unit.id, head=unit.head, what=what),
            )
