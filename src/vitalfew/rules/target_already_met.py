"""A target to be reached that has been met for a year."""

from __future__ import annotations

from vitalfew.base.said import say
from vitalfew.model.framework import Framework
from vitalfew.rules.engine import Flag, Flags, rule
from vitalfew.rules.past import YEAR, Past, has_course
from vitalfew.rules.path import direction, is_better

KEEP = {"up": "at_least", "down": "at_most"}


@rule(
    "EVD005",
    severity="warning",
    requirements=("RHY-4", "RHY-5"),
    help="set the next target",
    after=("TGT006",),
)
def check(_framework: Framework, evidence: Past) -> Flags:
    for kpi, series in evidence.kpis:
        target, way = kpi.target, direction(kpi)
        last = series.values[-max(2, YEAR[kpi.grain]) :]
        if target is None or target.reach is None or way not in KEEP or not has_course(kpi) or len(last) < YEAR[kpi.grain]:
            continue
        if len(last) > 1 and all(value == target.reach or is_better(value, target.reach, way) for value in last):
            message = say(
                "KPI `{kpi}` is to reach {reach:g}, and met that in each of its last {last} periods",
                kpi=kpi.id,
                reach=target.reach,
                last=len(last),
            )
            yield Flag(
                kpi.ref,
                "target",
                message,
                say("set the next target, or to keep it there write `{keep}: {reach:g}`", keep=KEEP[way], reach=target.reach),
            )
