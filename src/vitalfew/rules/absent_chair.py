"""A review whose chair has left, is a group, or is a role that nobody fills."""

from __future__ import annotations

from datetime import date

from vitalfew.base.said import say
from vitalfew.model.framework import Framework
from vitalfew.rules.engine import Flags, rule
from vitalfew.rules.people import absence
from vitalfew.rules.unread import Unread


@rule(
    "CAD013",
    severity="warning",
    requirements=("RHY-1", "AUD-10"),
    help="name under `chair` one person who is here",
    before_live=True,
)
def check(framework: Framework, today: date, unread: Unread) -> Flags:
    for cadence in framework.cadences:
        person = framework.person.get(cadence.chair or "")
        what = person and absence(person, today, unread, groups=True)
        if what:
            yield (
                cadence.ref,
                "chair",
                say("the chair of cadence `{cadence}`, `{chair}`, {what}", cadence=cadence.id, chair=cadence.chair, what=what),
            )
