"""An objective without a lagging KPI."""

from __future__ import annotations

from vitalfew.base.finding import Severity
from vitalfew.base.said import say
from vitalfew.model.framework import Framework
from vitalfew.model.graph import Lines
from vitalfew.rules.engine import Flag, Flags, rule
from vitalfew.rules.unread import Unread


@rule(
    "BAL007",
    severity="error",
    requirements=("AUD-6", "INI-2"),
    help="add a KPI that confirms the result, marked `timing: lagging`",
    after=("ALN004",),
)
def check(framework: Framework, lines: Lines, unread: Unread) -> Flags:
    severity: Severity | None = None if framework.rules.needs_pair else "info"
    loose = {kpi.timing for kpi in unread.linked} | ({None} if unread.lost("kpis") else set())
    for objective in framework.objectives:
        timings = {kpi.timing for kpi in lines.linked.get(objective.id, ())}
        if not (timings | loose) & {"lagging", None}:
            yield Flag(
                objective.ref, None, say("objective `{objective}` has no lagging KPI", objective=objective.id), severity=severity
            )
