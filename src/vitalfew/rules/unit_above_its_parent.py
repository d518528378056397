"""An org unit on a higher level than the one it is a part of."""

from __future__ import annotations

from vitalfew.base.said import say
from vitalfew.model.framework import Framework
from vitalfew.rules.engine import Flags, rule


@rule(
    "CAS010",
    severity="warning",
    requirements=("CAS-1",),
    help="mend the `level` or the `parent` of one of the two",
)
def check(framework: Framework) -> Flags:
    tiers = {level.id: level.tier for level in framework.all_levels}
    for unit in framework.org_units:
        parent = framework.org_unit.get(unit.parent or "")
        if parent and tiers.get(unit.level or "", 9) < tiers.get(parent.level or "", 0):
            message = say(
                "org unit `{unit}` of level `{level}` is a part of `{parent}` of level `{level_2}`",
                unit=unit.id,
                level=unit.level,
                parent=parent.id,
                level_2=parent.level,
            )
            yield unit.ref, "level", message
