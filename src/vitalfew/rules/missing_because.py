"""A KPI that does not say why it matters."""

from __future__ import annotations

from vitalfew.base.said import say
from vitalfew.model.framework import Framework
from vitalfew.rules.count import strategic
from vitalfew.rules.engine import Flags, rule


@rule(
    "DEF002",
    severity="warning",
    requirements=("DEF-1", "AUD-1"),
    help="finish the sentence `this matters because …` under `because`, naming the objective",
    before_live=True,
)
def check(framework: Framework) -> Flags:
    for kpi in strategic(framework):
        if kpi.because is None:
            yield kpi.ref, "because", say("KPI `{kpi}` does not say why it matters", kpi=kpi.id)
