"""An objective with more or fewer key results in a cycle than OKR asks for."""

from __future__ import annotations

from collections import Counter

from vitalfew.base.said import say
from vitalfew.base.word import count_of
from vitalfew.model.framework import Framework
from vitalfew.rules.count import fits, tops
from vitalfew.rules.engine import Flags, rule
from vitalfew.rules.unread import Unread


@rule(
    "STR023",
    severity="warning",
    requirements=("STR-10", "CAS-2"),
    help="two to five movements show an objective: merge or drop the others, or add what is missing",
)
def check(framework: Framework, unread: Unread) -> Flags:
    if framework.preset != "okr" or not framework.key_results:
        return
    wanted = framework.span("per-objective", framework.rules.per_objective)
    adrift = sum(not (result.objective in framework.objective and result.cycle) for result in framework.key_results)
    counts = Counter((result.objective, result.cycle) for result in framework.key_results if result.cycle)
    for objective in tops(framework):
        found = {cycle or "": count for (id_, cycle), count in counts.items() if id_ == objective.id}
        for cycle, count in (found or {"": 0}).items():
            if not fits(count, adrift + unread.lost("key_results"), wanted):
                when = say(" in cycle `{cycle}`", cycle=cycle) if cycle else ""
                said = say(
                    "objective `{objective}` has {count}{when}, not {wanted}",
                    objective=objective.id,
                    count=count_of(count, "key result"),
                    when=when,
                    wanted=wanted.words(),
                )
                yield objective.ref, None, said
