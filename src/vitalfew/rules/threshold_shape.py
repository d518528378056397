"""A threshold of another shape than its target."""

from __future__ import annotations

from vitalfew.base.said import say
from vitalfew.model.framework import Framework
from vitalfew.rules.engine import Flags, rule


@rule(
    "TGT010", severity="error", requirements=("DEF-3",), help="write two bounds for a target `within` two bounds, else one number"
)
def check(framework: Framework) -> Flags:
    for kpi in framework.current_kpis:
        if kpi.target is None or kpi.threshold is None:
            continue
        pair = isinstance(kpi.threshold, tuple)
        if pair != (kpi.target.kind == "within"):
            shape = say("two bounds") if pair else say("one")
            yield (
                kpi.ref,
                "threshold",
                say(
                    "KPI `{kpi}` has a target of kind `{kind}` and a threshold of {shape}",
                    kpi=kpi.id,
                    kind=kpi.target.kind,
                    shape=shape,
                ),
            )
