"""An objective whose owner has left, is a group, or is a role that nobody fills."""

from __future__ import annotations

from datetime import date

from vitalfew.base.said import say
from vitalfew.model.framework import Framework
from vitalfew.rules.engine import Flags, rule
from vitalfew.rules.people import absence
from vitalfew.rules.unread import Unread


@rule(
    "OWN015",
    severity="warning",
    requirements=("DEF-5", "AUD-10"),
    help="name under `owner` one person who is here",
    before_live=True,
)
def check(framework: Framework, today: date, unread: Unread) -> Flags:
    for objective in framework.objectives:
        person = framework.person.get(objective.owner or "")
        what = person and absence(person, today, unread, groups=True)
        if what:
            yield (
                objective.ref,
                "owner",
                say(
                    "the owner of objective `{objective}`, `{owner}`, {what}",
                    objective=objective.id,
                    owner=objective.owner,
                    what=what,
                ),
            )
