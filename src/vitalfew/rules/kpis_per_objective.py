"""An objective with more or fewer KPIs than the preset asks for."""

from __future__ import annotations

from vitalfew.base.said import say
from vitalfew.base.word import count_of
from vitalfew.model.framework import Framework
from vitalfew.rules.count import fits
from vitalfew.rules.engine import Flags, rule
from vitalfew.rules.unread import Unread


@rule(
    "BAL004",
    severity="warning",
    requirements=("CAS-2", "AUD-9"),
    help="keep the KPIs that say whether the objective is reached, and let others contribute to those",
    after=("ALN004",),
)
def check(framework: Framework, unread: Unread) -> Flags:
    wanted = framework.span("per-objective", framework.rules.per_objective)
    for objective in framework.objectives:
        ids = [kpi.id for kpi in framework.kpis_of_objective.get(objective.id, ())]
        if not fits(len(ids), len(unread.linked) + unread.lost("kpis"), wanted):
            yield (
                objective.ref,
                None,
                say(
                    "objective `{objective}` has {ids}, not {wanted}",
                    objective=objective.id,
                    ids=count_of(len(ids), "KPI"),
                    wanted=wanted.words(),
                ),
            )
