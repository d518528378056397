"""A threshold of another shape than its target."""

from __future__ import annotations

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
            shape = "two bounds" if pair else "one"
            yield kpi.ref, "threshold", f"KPI `{kpi.id}` has a target of kind `{kpi.target.kind}` and a threshold of {shape}"
