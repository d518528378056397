"""Two people whose KPIs pull one number in opposite directions."""

from __future__ import annotations

from vitalfew.model.framework import Framework
from vitalfew.rules.conflict import conflicts, is_shared
from vitalfew.rules.engine import Flags, rule


@rule(
    "ALN009",
    severity="warning",
    requirements=("AUD-7",),
    help="make one KPI of what they share and let both answer for it: one as `owner`, the other under `co_owners`",
)
def check(framework: Framework) -> Flags:
    for found in conflicts(framework):
        if not is_shared(framework, found):
            yield found.lever.ref, "drives", found.words
