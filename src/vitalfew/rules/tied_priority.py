"""Two top objectives of one priority."""

from __future__ import annotations

from vitalfew.base.said import say
from vitalfew.model.framework import Framework
from vitalfew.model.strategy import Objective
from vitalfew.rules.count import tops
from vitalfew.rules.engine import Flags, rule


@rule(
    "CAS007",
    severity="info",
    requirements=("CAS-4",),
    help="number them 1, 2, 3: the smaller number goes first where they compete",
)
def check(framework: Framework) -> Flags:
    first: dict[int, Objective] = {}
    for objective in tops(framework):
        if objective.priority is not None:
            other = first.setdefault(objective.priority, objective)
            if other is not objective:
                yield (
                    objective.ref,
                    "priority",
                    say(
                        "`{other}` and `{objective}` both have priority {priority}",
                        other=other.id,
                        objective=objective.id,
                        priority=objective.priority,
                    ),
                )
