"""A leading KPI that led what it is said to lead, and does not any more."""

from __future__ import annotations

from vitalfew.base.said import say
from vitalfew.base.word import count_of
from vitalfew.model.framework import Framework
from vitalfew.rules.engine import Flags, rule
from vitalfew.rules.past import Past


@rule(
    "EVD013",
    severity="warning",
    requirements=("MON-5", "AUD-8"),
    help="ask what changed then; look for a KPI that leads now, `vitalfew reconfigure` proposes one",
)
def check(_: Framework, evidence: Past) -> Flags:
    for kpi, place, tie in evidence.ties:
        if tie.led == "stopped" and tie.stopped:
            said = say(
                "KPI `{kpi}` led KPI `{kpi_2}` by {lag} until {day}, and since then the data no longer show it ({pairs} in all)",
                kpi=kpi.id,
                kpi_2=tie.drives,
                lag=count_of(tie.ahead or 0, tie.grain),
                day=tie.stopped,
                pairs=count_of(tie.pairs, tie.grain),
            )
            yield kpi.ref, f"drives.{place}.kpi", said
