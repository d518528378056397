"""Org units that are parts of each other."""

from __future__ import annotations

from vitalfew.base.ref import Ref
from vitalfew.base.said import say
from vitalfew.model.framework import Framework
from vitalfew.model.graph import cycles
from vitalfew.rules.engine import Flags, rule


@rule(
    "CAS009",
    severity="error",
    requirements=("CAS-1",),
    help="take out the `parent` of the one that is the highest",
)
def check(framework: Framework) -> Flags:
    for walk in cycles({unit.id: [unit.parent] for unit in framework.org_units if unit.parent}):
        round_ = " → ".join(f"`{each}`" for each in (*walk, walk[0]))
        yield Ref("org_unit", walk[0]), "parent", say("`parent` leads round: {round}", round=round_)
