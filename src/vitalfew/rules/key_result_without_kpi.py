"""A key result that no KPI shows."""

from __future__ import annotations

from vitalfew.base.said import say
from vitalfew.model.framework import Framework
from vitalfew.rules.engine import Flags, rule


@rule(
    "STR020",
    severity="warning",
    requirements=("STR-10",),
    help="name under `kpi` the one that it moves; what is only done or not done is an initiative",
)
def check(framework: Framework) -> Flags:
    for result in framework.key_results:
        if result.kpi is None:
            yield result.ref, "kpi", say("key result `{result}` names no KPI", result=result.id)
