"""A financial objective that nothing brings about."""

from __future__ import annotations

from vitalfew.base.said import say
from vitalfew.model.framework import Framework
from vitalfew.rules.chart import carried, dead_ends, height, is_drawn
from vitalfew.rules.engine import Flags, rule
from vitalfew.rules.unread import Unread


@rule(
    "STR013",
    severity="info",
    requirements=("STR-5",),
    help="name it under `drives` of the objective that is to bring it about",
)
def check(framework: Framework, unread: Unread) -> Flags:
    hidden = unread.lost("objectives") or any(unread.any(each.ref, "drives", "supports") for each in framework.objectives)
    if hidden or not is_drawn(framework) or dead_ends(framework):
        return
    reached = carried(framework)
    below = any((found := height(each)) is not None and found < 3 for each in framework.objectives)
    for objective in framework.objectives:
        if below and height(objective) == 3 and objective.id not in reached and not objective.drives:
            yield objective.ref, None, say("no objective drives or supports `{objective}`", objective=objective.id)
