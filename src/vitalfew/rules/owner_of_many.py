"""A person who answers for more KPIs than anyone can."""

from __future__ import annotations

from collections import Counter

from vitalfew.base.said import say
from vitalfew.model.framework import Framework
from vitalfew.rules.count import strategic
from vitalfew.rules.engine import Flags, rule


@rule(
    "OWN012",
    severity="warning",
    requirements=("CAS-2", "AUD-9", "AUD-10"),
    help="let others own some of them, or retire what nobody misses",
)
def check(framework: Framework) -> Flags:
    most = framework.policy_number("kpis-per-owner")
    counts = Counter(id_ for kpi in strategic(framework) for id_ in kpi.owners)
    for person in framework.people:
        if counts[person.id] > most and not person.group:  # a group that owns is found on each of its KPIs
            yield (
                person.ref,
                None,
                say("`{person}` owns {counts} KPIs, more than {most:g}", person=person.id, counts=counts[person.id], most=most),
            )
