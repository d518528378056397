"""A KPI that is measured far less often than any of its reviews takes place."""

from __future__ import annotations

from vitalfew.base.period import GRAINS
from vitalfew.base.said import say
from vitalfew.base.word import word
from vitalfew.model.framework import Framework
from vitalfew.rules.engine import Flags, rule
from vitalfew.rules.rhythm import FREQUENCIES


@rule(
    "CAD015",
    severity="warning",
    requirements=("RHY-1", "DEF-5"),
    help="add a rarer cadence under `review`, or measure it more often",
    before_live=True,
)
def check(framework: Framework) -> Flags:
    cadences = {cadence.id: cadence for cadence in framework.cadences}
    for kpi in framework.current_kpis:
        found = [cadences[id_].frequency for id_ in kpi.review if id_ in cadences]
        ranks = [FREQUENCIES.index(each) for each in found if each]
        if kpi.every and ranks and len(ranks) == len(kpi.review) and GRAINS.index(kpi.every) - max(ranks) > 1:
            how = FREQUENCIES[max(ranks)]
            yield (
                kpi.ref,
                "review",
                say(
                    "KPI `{kpi}` is measured by the {every} and reviewed {how} at the least often",
                    kpi=kpi.id,
                    every=word(kpi.every),
                    how=word(how),
                ),
            )
