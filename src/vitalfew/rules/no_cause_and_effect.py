"""Objectives that stand side by side, without cause and effect."""

from __future__ import annotations

from vitalfew.base.ref import FRAMEWORK
from vitalfew.base.said import say
from vitalfew.base.word import count_of
from vitalfew.model.framework import Framework
from vitalfew.rules.chart import is_drawn
from vitalfew.rules.engine import Flags, rule
from vitalfew.rules.unread import Unread


@rule(
    "STR011",
    severity="warning",
    requirements=("STR-5",),
    help="say under an objective's `drives` which one it moves: people carry processes, processes customers, customers finance",
)
def check(framework: Framework, unread: Unread) -> Flags:
    hidden = unread.lost("objectives") or any(unread.any(each.ref, "drives", "supports") for each in framework.objectives)
    lenses = {each.perspective for each in framework.objectives if each.perspective}
    if len(lenses) > 1 and not hidden and not is_drawn(framework):
        count = count_of(len(framework.objectives), "objective")
        yield FRAMEWORK, "objectives", say("none of {count} drives or supports another", count=count)
