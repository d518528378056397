"""A review that takes longer than its kind can bear."""

from __future__ import annotations

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
            words = f"{cadence.frequency} cadence `{cadence.id}` takes {cadence.minutes} minutes, more than {limit:g}"
            yield cadence.ref, "minutes", words
