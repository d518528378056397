"""A trigger that asks for more misses than there are periods."""

from __future__ import annotations

from vitalfew.base.said import say
from vitalfew.model.framework import Framework
from vitalfew.rules.engine import Flags, rule


@rule(
    "CAD024",
    severity="error",
    requirements=("MON-4",),
    help="write the smaller number first: `missed: [3, 4]` is three of the last four",
)
def check(framework: Framework) -> Flags:
    for kpi in framework.current_kpis:
        for number, trigger in enumerate(kpi.escalate):
            if isinstance(trigger.missed, tuple) and trigger.missed[0] > trigger.missed[1]:
                least, of = trigger.missed
                yield (
                    kpi.ref,
                    f"escalate.{number}",
                    say("a trigger of KPI `{kpi}` waits for {least} misses in {of} periods", kpi=kpi.id, least=least, of=of),
                )
