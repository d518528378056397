"""An initiative that nobody answers for."""

from __future__ import annotations

from vitalfew.base.said import say
from vitalfew.model.framework import Framework
from vitalfew.rules.engine import Flags, rule


@rule(
    "INI012",
    severity="warning",
    requirements=("INI-1",),
    help="name one person under the initiative's `owner`",
)
def check(framework: Framework) -> Flags:
    for initiative in framework.initiatives:
        if initiative.owner is None:
            yield initiative.ref, "owner", say("initiative `{initiative}` has no owner", initiative=initiative.id)
