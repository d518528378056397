"""A best value outside the bounds of its target."""

from __future__ import annotations

from vitalfew.base.said import say
from vitalfew.model.framework import Framework
from vitalfew.rules.engine import Flags, rule


@rule(
    "TGT024",
    severity="error",
    requirements=("DEF-3",),
    help="set `best` between the two bounds of `within`",
)
def check(framework: Framework) -> Flags:
    for kpi in framework.current_kpis:
        best, within = (kpi.target.best, kpi.target.within) if kpi.target else (None, None)
        if best is not None and within is None:
            yield kpi.ref, "target.best", say("`best` of KPI `{kpi}` goes with `within`, which its target is not", kpi=kpi.id)
        elif best is not None and within and not within[0] <= best <= within[1]:
            yield (
                kpi.ref,
                "target.best",
                say(
                    "the best value {best:g} of KPI `{kpi}` is outside {within:g} to {within_2:g}",
                    best=best,
                    kpi=kpi.id,
                    within=within[0],
                    within_2=within[1],
                ),
            )
