"""A KPI of which no value has come for some time."""

from __future__ import annotations

from vitalfew.base.period import Grain
from vitalfew.model.framework import Framework
from vitalfew.rules.count import number
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
            yield kpi.ref, "formula", f"KPI `{kpi.id}` has no value since {last}, for {number(late, kpi.grain)} by now"
