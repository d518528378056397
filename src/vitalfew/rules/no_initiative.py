"""Objectives, and no work that is to reach them."""

from __future__ import annotations

from vitalfew.base.ref import FRAMEWORK
from vitalfew.base.said import say
from vitalfew.base.word import count_of
from vitalfew.model.framework import Framework
from vitalfew.rules.engine import Flags, rule
from vitalfew.rules.unread import Unread


@rule(
    "INI008",
    severity="info",
    requirements=("INI-1", "INI-2"),
    help="write under `initiatives` the work that is to move the KPIs, with the movement you expect",
)
def check(framework: Framework, unread: Unread) -> Flags:
    if framework.objectives and framework.current_kpis and not framework.initiatives and not unread.lost("initiatives"):
        yield (
            FRAMEWORK,
            None,
            say("no initiative is to move any of {current_kpis}", current_kpis=count_of(len(framework.current_kpis), "KPI")),
        )
