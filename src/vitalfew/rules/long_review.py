"""A review that takes longer than its kind can bear."""

from __future__ import annotations

from vitalfew.base.said import say
from vitalfew.base.word import word
from vitalfew.model.framework import Framework
from vitalfew.rules.engine import Flags, rule


@rule(
    "CAD009",
    severity="warning",
    requirements=("RHY-1",),
    help="shorten it, or split what is looked at",
)
def check(framework: Framework) -> Flags:
    most = {
        "daily": framework.policy_number("daily-review-minutes"),
        "weekly": framework.policy_number("weekly-review-minutes"),
        "monthly": framework.policy_number("monthly-review-minutes"),
        "quarterly": framework.policy_number("quarterly-review-minutes"),
        "yearly": framework.policy_number("yearly-review-minutes"),
    }
    for cadence in framework.cadences:
        limit = most.get(cadence.frequency or "")
        if limit is not None and cadence.minutes and cadence.minutes > limit:
            words = say(
                "{frequency} cadence `{cadence}` takes {minutes} minutes, more than {limit:g}",
                frequency=word(cadence.frequency or ""),
                cadence=cadence.id,
                minutes=cadence.minutes,
                limit=limit,
            )
            yield cadence.ref, "minutes", words
