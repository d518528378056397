"""A leading KPI at the top whose alignment tests nobody has answered."""

from __future__ import annotations

from vitalfew.base.said import say
from vitalfew.model.framework import Framework
from vitalfew.rules.count import names, strategic
from vitalfew.rules.engine import Flags, rule
from vitalfew.rules.unread import Unread

QUESTIONS = ("succeeds_at_50", "closer_after_90", "moves_at_10")


@rule(
    "ALN014",
    severity="info",
    requirements=("AUD-2", "AUD-4", "AUD-5"),
    help="answer each under `tests` with `answer`, `why`, `by` and `on`",
)
def check(framework: Framework, unread: Unread) -> Flags:
    for kpi in strategic(framework):
        level = framework.level_of(kpi)
        if kpi.lifecycle != "live" or kpi.timing != "leading" or level is None or level.tier != 1:
            continue
        answers = {name: getattr(kpi.tests, name) for name in QUESTIONS}
        silent = [name for name, answer in answers.items() if answer is None or answer.answer is None]
        silent = [name for name in silent if not unread.any(kpi.ref, "tests", f"tests.{name}", f"tests.{name}.answer")]
        if silent:
            yield (
                kpi.ref,
                "tests",
                say("leading KPI `{kpi}` of tier 1 leaves {names} unanswered", kpi=kpi.id, names=names(silent)),
            )
