"""A key result that moves its KPI the wrong way."""

from __future__ import annotations

from vitalfew.base.said import say
from vitalfew.base.word import word
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
            message = say(
                "key result `{result}` goes from {from_:g} to {to:g}, and `{kpi}` is better {way}",
                result=result.id,
                from_=result.from_,
                to=result.to,
                kpi=kpi.id,
                way=word(way),
            )
            yield result.ref, "to", message
