"""A good direction that contradicts the kind of target."""

from __future__ import annotations

from vitalfew.base.said import say, several
from vitalfew.model.framework import Framework
from vitalfew.model.target import TargetKind
from vitalfew.rules.engine import Flags, rule

ALLOWED: dict[TargetKind, tuple[str, ...]] = {
    "reach": ("up", "down"),
    "at_least": ("up",),
    "at_most": ("down",),
    "within": ("within",),
    "values": ("up", "down"),
}


@rule("TGT007", severity="error", requirements=("DEF-1", "DEF-3"), help="change `direction`, or the kind of target")
def check(framework: Framework) -> Flags:
    for kpi in framework.current_kpis:
        if kpi.target and kpi.direction and kpi.direction not in ALLOWED[kpi.target.kind]:
            wanted = several((f"`{way}`" for way in ALLOWED[kpi.target.kind]), say(" or "))
            yield (
                kpi.ref,
                "direction",
                say(
                    "KPI `{kpi}` has direction `{direction}`; that of its target `{kind}` is {wanted}",
                    kpi=kpi.id,
                    direction=kpi.direction,
                    kind=kpi.target.kind,
                    wanted=wanted,
                ),
            )
