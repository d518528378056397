"""A KPI that can fail and recover between two reviews."""

from __future__ import annotations

from vitalfew.base.period import GRAINS
from vitalfew.base.said import say
from vitalfew.base.word import word
from vitalfew.model.framework import Framework
from vitalfew.rules.engine import Flags, rule
from vitalfew.rules.rhythm import APART, FREQUENCIES, shortest


@rule(
    "CAD016",
    severity="warning",
    requirements=("RHY-1", "DEF-5", "MON-4"),
    help="name under `review` a cadence that recurs more often",
    after=("CAD017",),
    before_live=True,
)
def check(framework: Framework) -> Flags:
    cadences = {cadence.id: cadence for cadence in framework.cadences}
    for kpi in framework.current_kpis:
        found = [cadences[id_].frequency for id_ in kpi.review if id_ in cadences]
        ranks = [FREQUENCIES.index(each) for each in found if each]
        if kpi.every is None or not ranks or len(ranks) != len(kpi.review):
            continue
        fastest = FREQUENCIES[min(ranks)]
        if min(ranks) - GRAINS.index(kpi.every) > 1 and shortest(kpi) < APART[fastest]:
            yield (
                kpi.ref,
                "review",
                say(
                    "KPI `{kpi}` is measured by the {every} and reviewed only {fastest}",
                    kpi=kpi.id,
                    every=word(kpi.every),
                    fastest=word(fastest),
                ),
            )
