"""A KPI whose good direction is not known."""

from __future__ import annotations

from vitalfew.base.said import say
from vitalfew.model.framework import Framework
from vitalfew.rules.engine import Flags, rule
from vitalfew.rules.path import direction
from vitalfew.rules.unread import Unread


@rule("DEF006", severity="warning", requirements=("DEF-1",), help="write `direction: up`, `down` or `within`", before_live=True)
def check(framework: Framework, unread: Unread) -> Flags:
    for kpi in framework.current_kpis:
        if direction(kpi) is None and kpi.scale != "text" and not unread.any(kpi.ref, "target"):
            yield kpi.ref, "direction", say("KPI `{kpi}` does not say which way is good", kpi=kpi.id)
