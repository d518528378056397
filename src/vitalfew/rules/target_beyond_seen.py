"""A target far beyond anything that was ever measured."""

from __future__ import annotations

from vitalfew.base.said import say
from vitalfew.model.framework import Framework
from vitalfew.rules.engine import Flags, rule
from vitalfew.rules.past import YEAR, Past, has_course
from vitalfew.rules.path import direction

ENOUGH = 8
FAR = 2


@rule(
    "EVD008",
    severity="info",
    requirements=("DEF-4",),
    help="take a first step that the data makes credible, or name the initiative that is to bring the rest",
)
def check(framework: Framework, evidence: Past) -> Flags:
    moved = {move.kpi for each in framework.initiatives if each.status != "stopped" for move in each.moves}
    for kpi, series in evidence.kpis:
        final = kpi.target.final if kpi.target and not kpi.target.values else None
        values, way = series.values, direction(kpi)
        few = len(values) < max(ENOUGH, YEAR[kpi.grain])
        if final is None or way not in {"up", "down"} or few or not has_course(kpi) or kpi.id in moved:
            continue
        best, worst = (max(values), min(values)) if way == "up" else (min(values), max(values))
        gap = final - best if way == "up" else best - final
        if gap > FAR * abs(best - worst):
            said = say(
                "the target of KPI `{kpi}` is {final:g}; in {values} periods it moved between {worst:.4g} and {best:.4g}",
                kpi=kpi.id,
                final=final,
                values=len(values),
                worst=worst,
                best=best,
            )
            yield kpi.ref, "target", said
