"""A key result that moves its KPI the wrong way."""

from __future__ import annotations

from vitalfew.model.framework import Framework
from vitalfew.rules.engine import Flags, rule
from vitalfew.rules.path import direction


@rule(
    "STR024",
    severity="error",
    requirements=("STR-10",),
    help="exchange `from` and `to`, or mend the KPI's `direction`",
)
def check(framework: Framework) -> Flags:
    for result in framework.key_results:
        kpi = framework.kpi.get(result.kpi or "")
        if kpi is None or result.from_ is None or result.to is None:
            continue
        way = direction(kpi)
        if way == ("down" if result.to > result.from_ else "up") and result.to != result.from_:
            message = f"key result `{result.id}` goes from {result.from_:g} to {result.to:g}, and `{kpi.id}` is better {way}"
            yield result.ref, "to", message
