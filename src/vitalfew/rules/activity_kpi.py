"""An activity dressed as an outcome."""

from __future__ import annotations

from vitalfew.base.said import say
from vitalfew.model.framework import Framework
from vitalfew.rules.count import settles, strategic
from vitalfew.rules.engine import Flag, Flags, rule
from vitalfew.text.activity import effort


@rule(
    "ALN003",
    severity="warning",
    requirements=("AUD-3",),
    help="ask: does effort alone improve it? Measure what the effort is for, or answer under `tests`: `effort_only`",
    after=("ALN002",),
)
def check(framework: Framework) -> Flags:
    for kpi in strategic(framework):
        guess = effort(kpi.title)
        if guess and not settles(kpi.tests.effort_only, wanted=False):
            message = say("KPI `{kpi}` counts {guess}: {why}", kpi=kpi.id, guess=guess.words, why=guess.why)
            yield Flag(kpi.ref, "name", message, severity="info" if kpi.stage == "outcome" else None)
