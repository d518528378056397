"""A target whose day has passed."""

from __future__ import annotations

from datetime import date, timedelta

from vitalfew.model.framework import Framework
from vitalfew.rules.engine import Flags, rule


def _last_day(key: str) -> date:
    """Give the last day that a key of a table speaks for: of a month its last, of a day the end of a quarter it may begin."""
    if len(key) == 7:
        return (date.fromisoformat(f"{key}-01") + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return date.fromisoformat(key) + timedelta(days=92)


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
            yield kpi.ref, "target.by", f"the target of KPI `{kpi.id}` was for {kpi.target.by}"
        elif kpi.target and kpi.target.values and _last_day(max(kpi.target.values)) < today:
            yield kpi.ref, "target.values", f"the targets of KPI `{kpi.id}` end with {max(kpi.target.values)}"
