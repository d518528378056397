"""A KPI that is said to lead another, and does not."""

from __future__ import annotations

from vitalfew.base.said import say
from vitalfew.base.word import count_of
from vitalfew.model.evidence import Tie
from vitalfew.model.framework import Framework
from vitalfew.rules.engine import Flags, rule
from vitalfew.rules.past import Past
from vitalfew.rules.tie import ENOUGH


@rule(
    "EVD006",
    severity="info",
    requirements=("MON-5", "AUD-6"),
    help="ask what makes them move together; else drop the link, or declare another lag",
)
def check(_: Framework, evidence: Past) -> Flags:
    for kpi, place, tie in evidence.ties:
        said = _says(tie)
        if said:
            yield kpi.ref, f"drives.{place}.kpi", said


def _says(tie: Tie) -> str:
    ends = {"kpi": tie.kpi, "kpi_2": tie.drives, "pairs": count_of(tie.pairs, tie.grain)}
    if tie.led == "not-shown" and tie.said == "unclear" and tie.pairs >= ENOUGH:
        return say("KPI `{kpi}` is to lead KPI `{kpi_2}`; in {pairs} that does not show", **ends)
    if tie.led == "lags" and tie.ahead:
        lag = count_of(-tie.ahead, tie.grain)
        return say("KPI `{kpi}` is to lead KPI `{kpi_2}`; in {pairs} it follows {lag} later", **ends, lag=lag)
    return ""
