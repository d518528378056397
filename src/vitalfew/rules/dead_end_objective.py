"""An objective that carries no other, though it is no end in itself."""

from __future__ import annotations

from vitalfew.base.said import say
from vitalfew.model.framework import Framework
from vitalfew.rules.chart import dead_ends, is_drawn
from vitalfew.rules.engine import Flags, rule
from vitalfew.rules.unread import Unread


@rule(
    "STR012",
    severity="warning",
    requirements=("STR-5",),
    help="say under `drives` which objective it helps to reach, or under `supports` which one it is a part of",
)
def check(framework: Framework, unread: Unread) -> Flags:
    if not is_drawn(framework) or unread.lost("objectives"):
        return
    for objective in dead_ends(framework):
        if not unread.any(objective.ref, "drives", "supports", "perspective"):
            message = say(
                "objective `{objective}` of perspective `{perspective}` drives and supports nothing",
                objective=objective.id,
                perspective=objective.perspective,
            )
            yield objective.ref, "drives", message
