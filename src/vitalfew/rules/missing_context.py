"""An organisation that does not say who it is, what it wants or who has a stake in it."""

from __future__ import annotations

from vitalfew.base.ref import Ref
from vitalfew.base.said import say
from vitalfew.model.framework import Framework
from vitalfew.rules.count import names
from vitalfew.rules.engine import Flags, rule
from vitalfew.rules.unread import Unread

INPUTS = ("name", "industry", "size", "goals", "focus", "scope", "reporting")


@rule(
    "STR008",
    severity="info",
    requirements=("STR-1",),
    help="write them under `organization`, and who wants what of it under `stakeholders`: every KPI is judged against them",
)
def check(framework: Framework, unread: Unread) -> Flags:
    ref = Ref("organization", "main")
    missing = [field for field in INPUTS if not getattr(framework.organization, field) and not unread.any(ref, field)]
    if not framework.stakeholders and not unread.lost("stakeholders"):
        missing.append("stakeholders")
    if framework.objectives and missing:
        yield ref, missing[0] if len(missing) == 1 else None, say("the context does not give {names}", names=names(missing))
