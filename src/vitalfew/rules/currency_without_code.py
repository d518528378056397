"""A unit that names a currency by its sign or in words."""

from __future__ import annotations

from vitalfew.base.said import say
from vitalfew.model.framework import Framework
from vitalfew.rules.engine import Flags, rule

WORDS = frozenset({"€", "$", "£", "¥", "euro", "euros", "dollar", "dollars", "us$", "yen", "currency", "money"})


@rule(
    "DEF016",
    severity="info",
    requirements=("DEF-1",),
    help="write the three letters of the currency: EUR, USD, GBP",
)
def check(framework: Framework) -> Flags:
    for kpi in framework.current_kpis:
        if kpi.unit and kpi.unit.lower() in WORDS:
            yield (
                kpi.ref,
                "unit",
                say("the unit of KPI `{kpi}` is `{unit}`, a currency without its code", kpi=kpi.id, unit=kpi.unit),
            )
