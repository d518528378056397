"""An objective of which no KPI says whether it is reached."""

from __future__ import annotations

from vitalfew.base.said import say
from vitalfew.model.framework import Framework
from vitalfew.model.graph import Lines
from vitalfew.rules.engine import Flags, rule


@rule(
    "STR025",
    severity="info",
    requirements=("STR-3", "AUD-4"),
    help="name under `headline` the KPI whose target is the objective",
)
def check(framework: Framework, lines: Lines) -> Flags:
    for objective in framework.objectives:
        linked = lines.linked.get(objective.id, ())
        if objective.headline is None and len(linked) > 1:
            yield (
                objective.ref,
                "headline",
                say(
                    "none of its {linked} KPIs is the headline of objective `{objective}`",
                    linked=len(linked),
                    objective=objective.id,
                ),
            )
