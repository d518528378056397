"""An initiative whose day has passed while its status stands still."""

from __future__ import annotations

from datetime import date

from vitalfew.base.said import say
from vitalfew.base.word import word
from vitalfew.model.framework import Framework
from vitalfew.rules.engine import Flags, rule


@rule(
    "INI007",
    severity="warning",
    requirements=("INI-3",),
    help="set `status` to what is true, or the day to what is now intended",
)
def check(framework: Framework, today: date) -> Flags:
    for initiative in framework.initiatives:
        if initiative.status not in {"done", "stopped"} and initiative.ends and initiative.ends < today:
            said = say("is {status}", status=word(initiative.status)) if initiative.status else say("has no status")
            yield (
                initiative.ref,
                "ends",
                say(
                    "initiative `{initiative}` was to end on {ends}, and {said}",
                    initiative=initiative.id,
                    ends=initiative.ends,
                    said=said,
                ),
            )
        elif initiative.status == "planned" and initiative.starts and initiative.starts < today:
            yield (
                initiative.ref,
                "starts",
                say(
                    "initiative `{initiative}` was to start on {starts}, and is planned",
                    initiative=initiative.id,
                    starts=initiative.starts,
                ),
            )
