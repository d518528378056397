"""A KPI of which no value has come for some time."""

from __future__ import annotations

from vitalfew.base.period import Grain
from vitalfew.base.said import say
from vitalfew.base.word import count_of
from vitalfew.model.framework import Framework
from vitalfew.rules.engine import Flags, rule
from vitalfew.rules.past import Past

LATE: dict[Grain, int] = {"day": 10, "week": 3, "month": 2, "quarter": 1, "year": 1}


@rule(
    "DAT051",
    severity="warning",
    requirements=("AUD-10", "DEF-7"),
    help="see why its source gives nothing since then; else pause it or name a `proxy`",
    after=("EVD001",),
)
def check(_framework: Framework, evidence: Past) -> Flags:
    for kpi, series in evidence.kpis:
        late = evidence.late(kpi, series)
        if late >= LATE[kpi.grain]:
            last = series.known[-1].day
            yield (
                kpi.ref,
                "formula",
                say(
                    "KPI `{kpi}` has no value since {last}, for {late} by now",
                    kpi=kpi.id,
                    last=last,
                    late=count_of(late, kpi.grain),
                ),
            )
