"""An initiative that is over, and nobody says whether it worked."""

from __future__ import annotations

from datetime import date

from vitalfew.base.said import say
from vitalfew.base.word import word
from vitalfew.model.framework import Framework
from vitalfew.rules.engine import Flags, rule


@rule(
    "INI006",
    severity="warning",
    requirements=("INI-3",),
    help="look at the KPIs it was to move and write the `verdict`: it worked, it did not, or the KPI does not show it",
)
def check(framework: Framework, today: date) -> Flags:
    for initiative in framework.initiatives:
        due = max((day for day in (initiative.ends, *(move.until for move in initiative.moves)) if day), default=None)
        over = initiative.status == "stopped" or (initiative.status == "done" and (due is None or due < today))
        if over and initiative.verdict is None:
            yield (
                initiative.ref,
                "verdict",
                say(
                    "initiative `{initiative}` is {status}, and has no verdict",
                    initiative=initiative.id,
                    status=word(initiative.status or ""),
                ),
            )
