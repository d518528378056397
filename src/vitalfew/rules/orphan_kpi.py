"""A KPI from which no line leads to an objective."""

from __future__ import annotations

from vitalfew.model.framework import Framework
from vitalfew.model.graph import Lines
from vitalfew.rules.engine import Flags, rule


@rule(
    "ALN001",
    severity="error",
    requirements=("AUD-1", "CAS-3"),
    help="link it under `objectives` or `contributes_to`, make it an operational metric with `kind: metric`, or retire it",
)
def check(framework: Framework, lines: Lines) -> Flags:
    for kpi in framework.current_kpis:
        if kpi.kind == "kpi" and kpi.ref not in lines.reaching:
            yield kpi.ref, "objectives", f"no line leads from KPI `{kpi.id}` to an objective"
