"""A KPI that is red all the time, and nothing is decided about it."""

from __future__ import annotations

from vitalfew.base.period import Grain
from vitalfew.base.said import say
from vitalfew.base.word import count_of
from vitalfew.model.framework import Framework
from vitalfew.model.rhythm import Initiative
from vitalfew.rules.engine import Flags, rule
from vitalfew.rules.past import Past, has_course, in_force, is_red

LONG: dict[Grain, int] = {"day": 30, "week": 8, "month": 3, "quarter": 2, "year": 2}


@rule(
    "EVD004",
    severity="warning",
    requirements=("RHY-7",),
    help="decide: change the process by an initiative that `moves` it, or change the target",
)
def check(framework: Framework, evidence: Past) -> Flags:
    moved = {move.kpi for each in framework.initiatives if _is_open(each, evidence) for move in each.moves}
    for kpi, series in evidence.kpis:
        if kpi.threshold is None or not has_course(kpi) or kpi.id in moved:
            continue
        count = 0
        for day, value in in_force(kpi, series):
            count = count + 1 if is_red(kpi, day, value) else 0
        if count >= LONG[kpi.grain]:
            said = say(
                "KPI `{kpi}` has been red for the last {count}, and no open initiative moves it",
                kpi=kpi.id,
                count=count_of(count, kpi.grain),
            )
            yield kpi.ref, "target", said


def _is_open(initiative: Initiative, evidence: Past) -> bool:
    if initiative.status:
        return initiative.status in {"planned", "running"}
    return initiative.ends is None or initiative.ends >= evidence.as_of
