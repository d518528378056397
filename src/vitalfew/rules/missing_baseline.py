"""A KPI whose starting point nobody knows."""

from __future__ import annotations

from vitalfew.base.said import say
from vitalfew.model.framework import Framework
from vitalfew.rules.count import strategic
from vitalfew.rules.engine import Flags, rule


@rule(
    "TGT002",
    severity="error",
    requirements=("DEF-3", "AUD-12"),
    help="measure where it stands and write `baseline: {value: 21, on: 2026-01-31}`",
    before_live=True,
)
def check(framework: Framework) -> Flags:
    for kpi in strategic(framework):
        if kpi.baseline is None and kpi.scale != "text":
            yield kpi.ref, "baseline", say("KPI `{kpi}` has no baseline", kpi=kpi.id)
