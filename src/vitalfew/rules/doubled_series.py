"""Two KPIs with the same values."""

from __future__ import annotations

from vitalfew.base.said import say
from vitalfew.model.framework import Framework
from vitalfew.rules.engine import Flags, rule
from vitalfew.rules.past import Past

ENOUGH = 12
DISTINCT = 4


@rule(
    "DAT052",
    severity="warning",
    requirements=("AUD-11", "AUD-9"),
    help="keep one of the two and let others link to it; if one should differ, mend its formula",
)
def check(_framework: Framework, evidence: Past) -> Flags:
    seen: dict[tuple[object, ...], tuple[str, str]] = {}
    for kpi, series in evidence.kpis:
        last = series.known[-ENOUGH:]
        if len(last) < ENOUGH or len({point.value for point in last}) < DISTINCT:
            continue
        key = (series.grain, *((point.day, f"{point.value:.9g}") for point in last))
        first, definition = seen.setdefault(key, (kpi.id, series.recipe))
        if first != kpi.id and (not definition or definition != series.recipe):
            yield (
                kpi.ref,
                "formula",
                say(
                    "KPI `{kpi}` has had the values of KPI `{first}` for {enough} periods, to the last digit",
                    kpi=kpi.id,
                    first=first,
                    enough=ENOUGH,
                ),
            )
