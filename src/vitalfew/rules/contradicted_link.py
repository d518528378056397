"""A declared link whose direction the data contradict."""

from __future__ import annotations

from vitalfew.base.said import say
from vitalfew.model.framework import Framework
from vitalfew.rules.engine import Flags, rule
from vitalfew.rules.past import Past
from vitalfew.rules.tie import estimated


@rule(
    "EVD011",
    severity="warning",
    requirements=("AUD-4", "AUD-6"),
    help="look for what moves both; else turn the link's sign, or take it out",
)
def check(framework: Framework, evidence: Past) -> Flags:
    for kpi, place, tie in evidence.ties:
        if tie.said == "against":
            said = say(
                "the data show the other direction of the link from KPI `{kpi}` to KPI `{kpi_2}`, {estimated}",
                kpi=kpi.id,
                kpi_2=tie.drives,
                estimated=estimated(tie, framework),
            )
            yield kpi.ref, f"drives.{place}.kpi", said
