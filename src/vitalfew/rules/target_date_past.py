"""A target whose day has passed."""

from __future__ import annotations

from datetime import date

from vitalfew.base.said import say
from vitalfew.model.framework import Framework
from vitalfew.rules.engine import Flags, rule

QUARTER = 92


def _is_past(key: str, today: date) -> bool:
    """Tell whether a key of a table speaks for no day from today on: a month until its last day, a day for a quarter at most."""
    if len(key) == len("2026-01"):
        return key < today.isoformat()[: len(key)]
    return date.fromisoformat(key).toordinal() + QUARTER < today.toordinal()


@rule(
    "TGT013",
    severity="warning",
    requirements=("DEF-3", "DEF-4", "RHY-7"),
    help="say what became of it: set the next target, turn it into `at_least` or `at_most`, or retire the KPI",
    after=("TGT014",),
)
def check(framework: Framework, today: date) -> Flags:
    for kpi in framework.current_kpis:
        if kpi.target and kpi.target.by and kpi.target.by < today:
            yield kpi.ref, "target.by", say("the target of KPI `{kpi}` was for {by}", kpi=kpi.id, by=kpi.target.by)
        elif kpi.target and kpi.target.values and _is_past(max(kpi.target.values), today):
            yield (
                kpi.ref,
                "target.values",
                say("the targets of KPI `{kpi}` end with {values}", kpi=kpi.id, values=max(kpi.target.values)),
            )
