"""An initiative whose day has passed while its status stands still."""

from __future__ import annotations

from datetime import date

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
            said = f"is {initiative.status}" if initiative.status else "has no status"
            yield initiative.ref, "ends", f"initiative `{initiative.id}` was to end on {initiative.ends}, and {said}"
        elif initiative.status == "planned" and initiative.starts and initiative.starts < today:
            yield initiative.ref, "starts", f"initiative `{initiative.id}` was to start on {initiative.starts}, and is planned"
