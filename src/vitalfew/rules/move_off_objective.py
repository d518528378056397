"""An initiative that moves a KPI which has nothing to do with its objective."""

from __future__ import annotations

from vitalfew.base.ref import Ref
from vitalfew.base.said import say
from vitalfew.model.framework import Framework
from vitalfew.model.graph import Lines
from vitalfew.rules.engine import Flags, rule
from vitalfew.rules.unread import Unread


def leads(lines: Lines, start: Ref, goal: Ref) -> bool:
    """Tell whether some line leads from a noun to another."""
    seen, work = {start}, [start]
    while work:
        for edge in lines.edges.get(work.pop(), ()):
            if edge.to == goal:
                return True
            if edge.to not in seen:
                seen.add(edge.to)
                work.append(edge.to)
    return False


@rule(
    "INI005",
    severity="warning",
    requirements=("INI-1", "INI-2"),
    help="move a KPI that measures or drives the objective, link this one to it, or name the objective that is meant",
)
def check(framework: Framework, lines: Lines, unread: Unread) -> Flags:
    loose = {kpi.id for kpi in unread.linked}
    for initiative in framework.initiatives:
        if initiative.objective not in framework.objective:
            continue
        goal = Ref("objective", initiative.objective)
        for place, move in enumerate(initiative.moves):
            kpi = framework.kpi.get(move.kpi)
            if kpi is None or kpi.lifecycle == "retired" or kpi.id in loose or kpi.ref not in unread.reaching:
                continue
            if kpi.id != framework.objective[goal.id].headline and not leads(lines, kpi.ref, goal):
                message = say(
                    "initiative `{initiative}` serves `{goal}`, and no line leads there from `{kpi}`",
                    initiative=initiative.id,
                    goal=goal.id,
                    kpi=kpi.id,
                )
                yield initiative.ref, f"moves.{place}.kpi", message
