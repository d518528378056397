"""A KPI whose value is due after the next period is over."""

from __future__ import annotations

from vitalfew.base.said import say
from vitalfew.base.word import duration, word
from vitalfew.model.framework import Framework
from vitalfew.rules.engine import Flags, rule
from vitalfew.rules.rhythm import DAYS, days


@rule(
    "DEF024",
    severity="warning",
    requirements=("DEF-1", "AUD-10"),
    help="shorten `due`, or measure it less often",
)
def check(framework: Framework) -> Flags:
    for kpi in framework.current_kpis:
        if kpi.due and kpi.every and kpi.every != "day" and days(kpi.due) > DAYS[kpi.every]:
            yield (
                kpi.ref,
                "due",
                say(
                    "KPI `{kpi}` is measured by the {every}, and its value is due {due} later",
                    kpi=kpi.id,
                    every=word(kpi.every),
                    due=duration(kpi.due),
                ),
            )
