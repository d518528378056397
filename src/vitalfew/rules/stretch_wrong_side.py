"""A stretch that asks for less than the target."""

from __future__ import annotations

from vitalfew.base.said import say
from vitalfew.model.framework import Framework
from vitalfew.rules.engine import Flags, rule
from vitalfew.rules.path import best, direction, is_better


@rule(
    "TGT016",
    severity="warning",
    requirements=("DEF-3",),
    help="set `stretch` beyond the target",
    after=("TGT007",),
)
def check(framework: Framework) -> Flags:
    for kpi in framework.current_kpis:
        way = direction(kpi)
        goal = best(kpi, kpi.target) if kpi.target else None
        stretch = kpi.target.stretch if kpi.target else None
        if stretch is None or goal is None or way not in {"up", "down"}:
            continue
        if not is_better(stretch, goal, way):
            yield (
                kpi.ref,
                "target.stretch",
                say(
                    "the stretch {stretch:g} of KPI `{kpi}` is not beyond its target {goal:g}",
                    stretch=stretch,
                    kpi=kpi.id,
                    goal=goal,
                ),
            )
