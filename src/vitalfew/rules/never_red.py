"""A KPI that was not red once in two years."""

from __future__ import annotations

from vitalfew.base.said import say
from vitalfew.base.word import count_of
from vitalfew.model.framework import Framework
from vitalfew.rules.engine import Flags, rule
from vitalfew.rules.past import YEAR, Past, has_course, in_force, is_red

ENOUGH = 8


@rule(
    "EVD003",
    severity="info",
    requirements=("RHY-5", "AUD-9"),
    help="ask what it would take to act on it: tighten target and threshold, or make it an operational metric",
    after=("EVD005", "EVD009"),
)
def check(framework: Framework, evidence: Past) -> Flags:
    years = framework.policy_number("never-red-years")
    for kpi, series in evidence.kpis:
        held = [*in_force(kpi, series)]
        if (
            kpi.threshold is None
            or kpi.kind == "metric"
            or not has_course(kpi)
            or len(held) < max(ENOUGH, years * YEAR[kpi.grain])
        ):
            continue
        if not any(is_red(kpi, day, value) for day, value in held):
            yield (
                kpi.ref,
                "threshold",
                say("KPI `{kpi}` was not red once in {held}", kpi=kpi.id, held=count_of(len(held), kpi.grain)),
            )
