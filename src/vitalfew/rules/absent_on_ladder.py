"""A step of a ladder that leads to somebody who is not there."""

from __future__ import annotations

from datetime import date

from vitalfew.base.said import say
from vitalfew.model.framework import Framework
from vitalfew.rules.engine import Flags, rule
from vitalfew.rules.people import absence
from vitalfew.rules.unread import Unread


@rule(
    "CAD020",
    severity="warning",
    requirements=("RHY-9", "AUD-10"),
    help="let the step name one person who is here",
    before_live=True,
)
def check(framework: Framework, today: date, unread: Unread) -> Flags:
    for ladder in framework.ladders:
        for number, step in enumerate(ladder.steps):
            person = framework.person.get(step.to)
            what = person and absence(person, today, unread)
            if what:
                yield (
                    ladder.ref,
                    f"steps.{number}.to",
                    say(
                        "step {number} of ladder `{ladder}` leads to `{to}`, who {what}",
                        number=number + 1,
                        ladder=ladder.id,
                        to=step.to,
                        what=what,
                    ),
                )
