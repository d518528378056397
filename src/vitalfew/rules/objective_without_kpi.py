"""An objective that no KPI measures."""

from __future__ import annotations

from vitalfew.base.said import say
from vitalfew.model.framework import Framework
from vitalfew.model.graph import Lines
from vitalfew.rules.engine import Flags, rule
from vitalfew.rules.unread import Unread


@rule("ALN004", severity="error", requirements=("AUD-13", "AUD-6"), help="link one to four KPIs to it under their `objectives`")
def check(framework: Framework, lines: Lines, unread: Unread) -> Flags:
    if unread.linked or unread.lost("kpis"):
        return
    for objective in framework.objectives:
        if objective.id not in lines.linked:
            yield objective.ref, None, say("no KPI measures objective `{objective}`", objective=objective.id)
