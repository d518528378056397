"""A measure without a place that its rows come from."""

from __future__ import annotations

from vitalfew.base.said import say
from vitalfew.model.framework import Framework
from vitalfew.rules.engine import Flag, Flags, rule
from vitalfew.rules.limit import tree


@rule(
    "DEF004",
    severity="error",
    requirements=("DEF-1", "MON-1"),
    help="name under `source` one of the declared sources",
)
def check(framework: Framework) -> Flags:
    used = {name for kpi in framework.current_kpis if kpi.lifecycle != "draft" and (node := tree(kpi)) for name in node.measures}
    for measure in framework.measures:
        if measure.source is None:
            planned = measure.is_planned and measure.id not in used
            message = say("measure `{measure}` names no source", measure=measure.id)
            yield Flag(measure.ref, "source", message, severity="info" if planned else None)
