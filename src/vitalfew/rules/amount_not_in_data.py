"""A declared link whose amount is far from what the data show."""

from __future__ import annotations

from vitalfew.base.said import say
from vitalfew.model.evidence import Tie
from vitalfew.model.framework import Framework
from vitalfew.rules.engine import Flags, rule
from vitalfew.rules.past import Past
from vitalfew.rules.tie import estimated

WIDER = 2.0
"""How many half-widths of the interval an amount must be off: a right one is by chance one time in a thousand."""


@rule(
    "EVD012",
    severity="info",
    requirements=("AUD-4", "AUD-5"),
    help="declare what the data show, or ask what is to make it otherwise",
)
def check(framework: Framework, evidence: Past) -> Flags:
    for kpi, place, tie in evidence.ties:
        if tie.said == "clear" and tie.amount is not None and _is_off(tie, tie.amount):
            said = say(
                "KPI `{kpi}` is declared to move KPI `{kpi_2}` by {amount:g}, {estimated}",
                kpi=kpi.id,
                kpi_2=tie.drives,
                amount=tie.amount,
                estimated=estimated(tie, framework),
            )
            yield kpi.ref, f"drives.{place}.{tie.form}", said


def _is_off(tie: Tie, amount: float) -> bool:
    low, high = tie.low or 0.0, tie.high or 0.0
    return abs(amount - (low + high) / 2) > WIDER * (high - low) / 2
