"""A KPI from before the strategy, never asked whether it still fits."""

from __future__ import annotations

from datetime import date

from vitalfew.base.said import say
from vitalfew.model.framework import Framework
from vitalfew.rules.engine import Flags, rule

ANSWERS = ("succeeds_at_50", "closer_after_90", "moves_at_10", "effort_only")


@rule(
    "CHG003",
    severity="warning",
    requirements=("AUD-8", "RHY-5"),
    help="ask whether it still fits and record the answer under `tests`, with its day; else retire or replace it",
)
def check(framework: Framework, today: date) -> Flags:
    start = framework.strategy.horizon.from_ if framework.strategy.horizon else None
    if start is None or (today - start).days <= framework.policy_number("days-to-new-answers"):
        return
    for kpi in framework.current_kpis:
        answers = [answer.on for name in ANSWERS if (answer := getattr(kpi.tests, name)) and answer.on]
        if kpi.since and kpi.since < start and not any(day >= start for day in answers):
            yield (
                kpi.ref,
                "since",
                say(
                    "KPI `{kpi}` is of {since}, and the strategy of {start}; no answer since says that it fits",
                    kpi=kpi.id,
                    since=kpi.since,
                    start=start,
                ),
            )
