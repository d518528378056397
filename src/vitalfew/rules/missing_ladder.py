"""Escalations that climb no ladder."""

from __future__ import annotations

from vitalfew.base.ref import FRAMEWORK
from vitalfew.base.said import say, say_count
from vitalfew.model.framework import Framework
from vitalfew.rules.engine import Flags, rule
from vitalfew.rules.unread import Unread


@rule(
    "CAD018",
    severity="warning",
    requirements=("RHY-9", "DEF-5"),
    help="declare a ladder `default` under `ladders`: owner, reviewer, and who decides, each with a time",
)
def check(framework: Framework, unread: Unread) -> Flags:
    if unread.lost("ladders") or any(ladder.id == "default" for ladder in framework.ladders):
        return
    bare = [kpi for kpi in framework.current_kpis if kpi.escalate and kpi.ladder is None and kpi.lifecycle != "draft"]
    if bare and not framework.ladders:
        message = say_count(
            "{n} KPI has triggers and no ladder says who is told",
            "{n} KPIs have triggers and no ladder says who is told",
            len(bare),
        )
        yield FRAMEWORK, "ladders", message
    elif not unread.lost("kpis"):
        yield from ((kpi.ref, "ladder", say("KPI `{kpi}` has triggers and names no ladder", kpi=kpi.id)) for kpi in bare)
