"""A target that was reached before it was set."""

from __future__ import annotations

from vitalfew.base.said import say
from vitalfew.model.framework import Framework
from vitalfew.rules.engine import Flag, Flags, rule
from vitalfew.rules.path import is_better

KEEP = {"up": "at_least", "down": "at_most"}
BEYOND = {"up": say("above"), "down": say("below")}


@rule("TGT006", severity="error", requirements=("DEF-3", "DEF-4"), help="set a target beyond the baseline", after=("TGT007",))
def check(framework: Framework) -> Flags:
    for kpi in framework.current_kpis:
        way = kpi.direction
        if not (kpi.target and kpi.baseline) or kpi.target.reach is None or way not in KEEP:
            continue
        reach, start = kpi.target.reach, kpi.baseline.value
        if not is_better(reach, start, way):
            yield Flag(
                kpi.ref,
                "target",
                say("KPI `{kpi}` is to reach {reach:g} and stood at {start:g} already", kpi=kpi.id, reach=reach, start=start),
                say(
                    "to keep it there write `{keep}: {reach:g}`, else set a target {beyond} {start:g}",
                    keep=KEEP[way],
                    reach=reach,
                    beyond=BEYOND[way],
                    start=start,
                ),
            )
