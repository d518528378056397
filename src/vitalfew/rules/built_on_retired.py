"""A KPI or a belief that is built on a retired KPI."""

from __future__ import annotations

from vitalfew.base.said import say
from vitalfew.model.framework import Framework
from vitalfew.model.graph import formula_kpis
from vitalfew.rules.engine import Flags, rule


@rule(
    "CHG001",
    severity="warning",
    requirements=("AUD-8", "RHY-5"),
    help="build it on the KPI that took its place",
)
def check(framework: Framework) -> Flags:
    retired = {kpi.id for kpi in framework.kpis if kpi.lifecycle == "retired"}
    if not retired:
        return
    for kpi in framework.current_kpis:
        named = [("contributes_to", link.id) for link in kpi.contributes_to] + [("formula", id_) for id_ in formula_kpis(kpi)]
        for field, id_ in named:
            if id_ in retired:
                yield (
                    kpi.ref,
                    field,
                    say("`{field}` of KPI `{kpi}` names `{id}`, which is retired", field=field, kpi=kpi.id, id=id_),
                )
    judged = [(noun.ref, noun.kpi) for noun in framework.key_results]
    judged += [(noun.ref, noun.kpi) for noun in framework.assumptions]
    for ref, judge in judged:
        if judge in retired:
            yield ref, "kpi", say("`{ref}` is judged by KPI `{judge}`, which is retired", ref=ref, judge=judge)
