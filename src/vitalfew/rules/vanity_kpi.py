"""A number that looks good and decides nothing."""

from __future__ import annotations

from vitalfew.base.said import say
from vitalfew.model.framework import Framework
from vitalfew.rules.count import settles, strategic
from vitalfew.rules.engine import Flag, Flags, rule
from vitalfew.text.vanity import vanity


@rule(
    "ALN002",
    severity="warning",
    requirements=("AUD-2",),
    help="ask: if it improves 50 %, does the strategy succeed? Measure what it needs, or answer under `tests`: `succeeds_at_50`",
)
def check(framework: Framework) -> Flags:
    for kpi in strategic(framework):
        guess = vanity(kpi.title)
        if guess and not settles(kpi.tests.succeeds_at_50, wanted=True):
            message = say("KPI `{kpi}` counts {guess}: {why}", kpi=kpi.id, guess=guess.words, why=guess.why)
            yield Flag(kpi.ref, "name", message, severity="info" if kpi.stage == "outcome" else None)
