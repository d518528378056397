"""Two KPIs of different owners, of which one got worse when the other got better."""

from __future__ import annotations

from vitalfew.base.said import say
from vitalfew.base.word import count_of
from vitalfew.model.framework import Framework
from vitalfew.rules.engine import Flags, rule
from vitalfew.rules.past import Past
from vitalfew.rules.tie import amount


@rule(
    "EVD014",
    severity="warning",
    requirements=("AUD-7",),
    help="give them a KPI that both answer for, a guard, or a priority: `vitalfew conflicts` drafts it",
)
def check(framework: Framework, evidence: Past) -> Flags:
    for each in evidence.evidence.apart:
        if not evidence.series.keys() >= {each.one, each.other}:
            continue
        one, other = framework.kpi[each.one], framework.kpi[each.other]
        if not one.owners or not other.owners or one.owners[0] == other.owners[0]:
            continue
        way = [-1.0 if kpi.good == "down" else 1.0 for kpi in (one, other)]
        low, high = sorted(way[1] * bound for bound in (each.low, each.high))
        said = say(
            "when KPI `{kpi}` got better, KPI `{kpi_2}` of another owner got worse: a usual step of {step} went with {effect}"
            " (90 %: {low} to {high}, {pairs})",
            kpi=one.id,
            kpi_2=other.id,
            step=amount(way[0] * each.step, one.unit),
            effect=amount(way[1] * each.effect, other.unit),
            low=amount(low, other.unit),
            high=amount(high, other.unit),
            pairs=count_of(each.pairs, each.grain),
        )
        yield one.ref, "owner", said
