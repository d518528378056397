"""An objective worded as something to do."""

from __future__ import annotations

from vitalfew.base.said import say
from vitalfew.model.framework import Framework
from vitalfew.rules.count import settles
from vitalfew.rules.engine import Flags, rule
from vitalfew.text.undertaking import undertaking


@rule(
    "STR001",
    severity="warning",
    requirements=("STR-3",),
    help="say what will be true once it is done, and make the doing an initiative; or answer under `tests`: `is_outcome`",
)
def check(framework: Framework) -> Flags:
    for objective in framework.objectives:
        guess = undertaking(objective.title)
        if guess and not settles(objective.tests.is_outcome, wanted=True):
            yield (
                objective.ref,
                "statement",
                say("objective `{objective}` says {guess}, {why}", objective=objective.id, guess=guess.words, why=guess.why),
            )
