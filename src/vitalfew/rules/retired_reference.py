"""A retired KPI that something still rests on."""

from __future__ import annotations

from collections.abc import Iterator

from vitalfew.base.ref import Ref
from vitalfew.base.said import say
from vitalfew.model.framework import Framework
from vitalfew.rules.engine import Flags, rule


def named(framework: Framework) -> Iterator[tuple[Ref, str, str]]:
    """Give where something names a KPI that is meant to be current: noun, field, KPI."""
    for objective in framework.objectives:
        yield objective.ref, "headline", objective.headline or ""
    for kpi in framework.current_kpis:
        yield from ((kpi.ref, f"drives.{place}.kpi", drive.kpi) for place, drive in enumerate(kpi.drives))
        yield from ((kpi.ref, f"guards.{place}", guard) for place, guard in enumerate(kpi.guards))
    for initiative in framework.initiatives:
        if initiative.status in {None, "planned", "running"}:
            yield from ((initiative.ref, f"moves.{place}.kpi", move.kpi) for place, move in enumerate(initiative.moves))
    for stakeholder in framework.stakeholders:
        for place, interest in enumerate(stakeholder.interests):
            yield from ((stakeholder.ref, f"interests.{place}.kpis", id_) for id_ in interest.kpis)
    for stream in framework.value_streams:
        for place, stage in enumerate(stream.stages):
            yield from ((stream.ref, f"stages.{place}.kpis", id_) for id_ in stage.kpis)


@rule(
    "ALN013",
    severity="warning",
    requirements=("AUD-8",),
    help="name the KPI that took its place, or take the reference out",
)
def check(framework: Framework) -> Flags:
    retired = {kpi.id for kpi in framework.kpis if kpi.lifecycle == "retired"}
    for ref, field, id_ in named(framework) if retired else ():
        if id_ in retired:
            yield ref, field, say("`{ref}` names KPI `{id}`, which is retired", ref=ref, id=id_)
