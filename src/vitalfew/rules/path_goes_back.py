"""A target's path that leaves the way from baseline to target."""

from __future__ import annotations

from vitalfew.base.said import say
from vitalfew.model.framework import Framework
from vitalfew.rules.engine import Flags, rule
from vitalfew.rules.path import direction


@rule(
    "TGT017",
    severity="warning",
    requirements=("DEF-3", "DEF-4"),
    help="let every point of the path lie between baseline and target",
    after=("TGT006", "TGT007"),
)
def check(framework: Framework) -> Flags:
    for kpi in framework.current_kpis:
        way, target = direction(kpi), kpi.target
        if not (target and kpi.baseline and isinstance(target.path, dict)) or target.reach is None or way not in {"up", "down"}:
            continue
        low, high = sorted((kpi.baseline.value, target.reach))
        for day, value in target.path.items():
            if not low <= value <= high:
                yield (
                    kpi.ref,
                    "target.path",
                    say(
                        "on {day} the path of KPI `{kpi}` asks for {value:g}, outside {low:g} to {high:g}",
                        day=day,
                        kpi=kpi.id,
                        value=value,
                        low=low,
                        high=high,
                    ),
                )
                break
