"""Objectives that compete, and nothing says which wins."""

from __future__ import annotations

from vitalfew.base.said import say
from vitalfew.model.framework import Framework
from vitalfew.model.graph import Lines
from vitalfew.rules.conflict import conflicts
from vitalfew.rules.engine import Flags, rule


def goals(lines: Lines, kpi: str) -> set[str]:
    """Give the objectives that a KPI is linked to and that are declared."""
    declared = {id_: kpis for id_, kpis in lines.linked.items() if id_ in lines.framework.objective}
    return {id_ for id_, kpis in declared.items() if any(each.id == kpi for each in kpis)}


@rule(
    "CAS006",
    severity="warning",
    requirements=("CAS-4",),
    help="write under `priority` of both objectives which goes first: 1 wins",
)
def check(framework: Framework, lines: Lines) -> Flags:
    for found in conflicts(framework):
        one, other = goals(lines, found.better.id), goals(lines, found.worse.id)
        if not one or not other or one & other:
            continue
        ranks = [min((framework.objective[id_].priority or 0 for id_ in ids), default=0) for ids in (one, other)]
        if 0 in ranks or ranks[0] == ranks[1]:
            lacking = min(other if ranks[1] in {0, ranks[0]} else one)
            message = say(
                "objectives `{one}` and `{other}` compete over `{lever}`, and none goes first",
                one=min(one),
                other=min(other),
                lever=found.lever.id,
            )
            yield framework.objective[lacking].ref, "priority", message
