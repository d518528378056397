"""An initiative of which it is not said when it starts."""

from __future__ import annotations

from vitalfew.base.said import say
from vitalfew.model.framework import Framework
from vitalfew.rules.engine import Flags, rule


@rule(
    "INI011",
    severity="warning",
    requirements=("INI-3",),
    help="write `starts`, and `ends` where the work is to end: before and after are told apart by these days",
)
def check(framework: Framework) -> Flags:
    for initiative in framework.initiatives:
        if initiative.starts is None:
            yield initiative.ref, "starts", say("initiative `{initiative}` does not say when it starts", initiative=initiative.id)
