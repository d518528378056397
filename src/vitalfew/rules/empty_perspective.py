"""A perspective without an objective."""

from __future__ import annotations

from vitalfew.base.finding import Severity
from vitalfew.base.ref import Ref
from vitalfew.base.said import say
from vitalfew.model.framework import Framework
from vitalfew.rules.count import in_perspective
from vitalfew.rules.engine import Flag, Flags, rule
from vitalfew.rules.unread import Unread


@rule(
    "BAL009",
    severity="warning",
    requirements=("STR-4", "AUD-13"),
    help="write an objective for it, or drop the perspective under `perspectives`",
)
def check(framework: Framework, unread: Unread) -> Flags:
    found = in_perspective(framework, lost=unread.lost("objectives")) or {}
    strict = framework.rules.needs_perspectives
    if not strict and len(framework.objectives) < len(found):
        return
    for id_, objectives in found.items():
        if not objectives:
            severity: Severity = "error" if strict else "warning"
            yield Flag(Ref("perspective", id_), None, say("perspective `{id}` has no objective", id=id_), severity=severity)
