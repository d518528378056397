"""An initiative that is over, and of what it was to move nothing is seen."""

from __future__ import annotations

from vitalfew.base.said import Said, say
from vitalfew.base.word import count_of
from vitalfew.model.evidence import Moved, expected_as
from vitalfew.model.framework import Framework
from vitalfew.rules.engine import Flags, rule
from vitalfew.rules.past import Past
from vitalfew.rules.tie import amount


@rule(
    "EVD015",
    severity="warning",
    requirements=("INI-3",),
    help="ask: did the initiative fail, or does the KPI not measure what it was for? Write the answer under `verdict`",
)
def check(framework: Framework, evidence: Past) -> Flags:
    found = {(each.initiative, each.declared): each for each in evidence.evidence.moved}
    for initiative in framework.initiatives if found else ():
        if initiative.verdict is not None or initiative.status not in {"done", "stopped"}:
            continue
        for place, move in enumerate(initiative.moves):
            seen = found.get((initiative.id, expected_as(initiative, move)))
            if seen and seen.said in {"not-seen", "wrong-way"} and seen.kpi in evidence.series:
                yield initiative.ref, f"moves.{place}.kpi", _says(framework, seen)


def _says(framework: Framework, seen: Moved) -> Said:
    unit = framework.kpi[seen.kpi].unit
    facts = {
        "initiative": seen.initiative,
        "kpi": seen.kpi,
        "effect": amount(seen.effect, unit),
        "low": amount(seen.low, unit),
        "high": amount(seen.high, unit),
        "periods": count_of(seen.periods, seen.grain),
    }
    if seen.said == "wrong-way":
        return say(
            "initiative `{initiative}` is over, and KPI `{kpi}` moved the other way: {effect} (90 %: {low} to {high})"
            " in {periods} against its course before",
            **facts,
        )
    return say(
        "initiative `{initiative}` is over, and KPI `{kpi}` did not move visibly: {effect} (90 %: {low} to {high}) in {periods}"
        " against its course before",
        **facts,
    )
