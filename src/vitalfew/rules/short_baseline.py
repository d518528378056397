"""A target set on less than two weeks of data."""

from __future__ import annotations

from vitalfew.base.said import say
from vitalfew.base.word import count_of
from vitalfew.model.framework import Framework
from vitalfew.rules.engine import Flags, rule


@rule(
    "TGT019",
    severity="warning",
    requirements=("DEF-4",),
    help="measure for two weeks before the target is set, and write the stretch as `from` and `to`",
)
def check(framework: Framework) -> Flags:
    least = framework.policy_number("history-before-target")
    for kpi in framework.current_kpis:
        if kpi.every not in {"day", "week"} or not (kpi.baseline and kpi.target):
            continue
        first, last = kpi.baseline.from_ or kpi.baseline.on, kpi.baseline.to or kpi.baseline.on
        if not (first and last) or (kpi.baseline.on and kpi.every == "week"):
            continue
        held = (last - first).days + 1
        if 0 < held < least:
            yield (
                kpi.ref,
                "baseline",
                say(
                    "the target of KPI `{kpi}` rests on {held} of data, less than {least:g}",
                    kpi=kpi.id,
                    held=count_of(held, "day"),
                    least=least,
                ),
            )
