"""A KPI that its own framework says does not serve the strategy."""

from __future__ import annotations

from vitalfew.base.said import say
from vitalfew.model.framework import Framework
from vitalfew.rules.count import strategic
from vitalfew.rules.engine import Flags, rule

NO = {
    "succeeds_at_50": say("would not make the strategy succeed if it improved 50 %"),
    "closer_after_90": say("brings no objective closer by moving the right way for 90 days"),
    "moves_at_10": say("moves no top objective by improving 10 %"),
}


@rule(
    "ALN015",
    severity="warning",
    requirements=("AUD-2", "AUD-4", "AUD-5"),
    help="retire it, make it an operational metric by `kind: metric`, or measure what the strategy needs instead",
    after=("ALN002",),
)
def check(framework: Framework) -> Flags:
    for kpi in strategic(framework):
        answers = {name: getattr(kpi.tests, name) for name in NO}
        failed = next((name for name, answer in answers.items() if answer and answer.answer is False), None)
        if failed and kpi.lifecycle == "live":
            yield kpi.ref, f"tests.{failed}.answer", say("by its own answer KPI `{kpi}` {no}", kpi=kpi.id, no=NO[failed])
