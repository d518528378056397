"""An objective that no initiative reaches."""

from __future__ import annotations

from vitalfew.base.ref import Ref
from vitalfew.base.said import say
from vitalfew.model.framework import Framework
from vitalfew.model.graph import Lines
from vitalfew.model.strategy import Objective
from vitalfew.rules.chart import dead_ends
from vitalfew.rules.engine import Flags, rule
from vitalfew.rules.unread import Unread


def is_loose(objective: Objective, lines: Lines, unread: Unread) -> bool:
    """Tell whether it is not known where an objective leads."""
    unknown = any(edge.to not in lines.edges for edge in lines.edges[objective.ref] if edge.link != "mission")
    return unknown or unread.any(objective.ref, "drives", "supports")


def reach(framework: Framework, lines: Lines) -> set[Ref]:
    """Give all to which a line leads from what an initiative moves or serves."""
    work = [Ref("kpi", move.kpi) for each in framework.initiatives for move in each.moves]
    work += [Ref("objective", each.objective) for each in framework.initiatives if each.objective]
    found = set(work)
    while work:
        for edge in lines.edges.get(work.pop(), ()):
            if edge.to not in found:
                found.add(edge.to)
                work.append(edge.to)
    return found


@rule(
    "INI009",
    severity="warning",
    requirements=("INI-2",),
    help="name under an initiative's `moves` a KPI of this objective, or under `drives` the objective that brings it about",
    after=("STR013",),
)
def check(framework: Framework, lines: Lines, unread: Unread) -> Flags:
    if not framework.initiatives or unread.linked or unread.lost("initiatives"):
        return
    if any(unread.any(each.ref, "moves", "objective") for each in framework.initiatives):
        return
    reached = reach(framework, lines)
    ends = any(each.ref in reached for each in dead_ends(framework))
    if ends or any(is_loose(each, lines, unread) for each in framework.objectives):
        return
    for objective in framework.objectives:
        if objective.ref not in reached and lines.linked.get(objective.id):
            yield objective.ref, None, say("no initiative moves what leads to objective `{objective}`", objective=objective.id)
