"""A threshold so far away that it never fires."""

from __future__ import annotations

from vitalfew.base.said import say
from vitalfew.model.framework import Framework
from vitalfew.rules.engine import Flags, rule
from vitalfew.rules.past import YEAR, Past, has_course
from vitalfew.rules.path import direction

ENOUGH = 8
FAR = 3


@rule(
    "EVD009",
    severity="info",
    requirements=("DEF-3", "MON-4"),
    help="move it to where somebody should be told, just outside of what the process does on its own",
)
def check(_framework: Framework, evidence: Past) -> Flags:
    for kpi, series in evidence.kpis:
        bar, values, way = kpi.threshold, series.values, direction(kpi)
        if not isinstance(bar, float) or way not in {"up", "down"} or not has_course(kpi):
            continue
        if len(values) < max(ENOUGH, YEAR[kpi.grain]) or len({*values}) == 1:
            continue
        low, high = min(values), max(values)
        gap = low - bar if way == "up" else bar - high
        if gap > FAR * (high - low):
            said = say(
                "the threshold of KPI `{kpi}` is {bar:g}; in {values} periods it moved between {low:.4g} and {high:.4g}",
                kpi=kpi.id,
                bar=bar,
                values=len(values),
                low=low,
                high=high,
            )
            yield kpi.ref, "threshold", said
