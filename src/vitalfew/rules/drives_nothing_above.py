"""A KPI below the top that no KPI above it feels."""

from __future__ import annotations

from collections.abc import Mapping

from vitalfew.base.said import say
from vitalfew.model.framework import Framework
from vitalfew.model.graph import Lines
from vitalfew.rules.count import strategic
from vitalfew.rules.engine import Flags, rule
from vitalfew.rules.unread import Unread

Rank = tuple[int, int]


def _is_above(framework: Framework, id_: str, rank: Mapping[str, Rank], own: Rank) -> bool:
    """Tell whether a KPI stands on a higher level; one that is unknown or has no level counts as above."""
    kpi = framework.kpi.get(id_)
    level = framework.level_of(kpi) if kpi else None
    return level is None or rank[level.id] < own


@rule(
    "CAS001",
    severity="warning",
    requirements=("CAS-3",),
    help="name under `contributes_to` or `drives` the KPI of a higher level that it moves",
    after=("ALN001",),
)
def check(framework: Framework, lines: Lines, unread: Unread) -> Flags:
    rank = {level.id: (level.tier, place) for place, level in enumerate(framework.all_levels)}
    for kpi in strategic(framework):
        level = framework.level_of(kpi)
        if level is None or level.tier == 1 or kpi.contributes_to or unread.any(kpi.ref, "drives"):
            continue
        moved = [edge.to.id for edge in lines.edges[kpi.ref] if edge.link in {"drives", "formula"}]
        if not any(_is_above(framework, id_, rank, rank[level.id]) for id_ in moved):
            yield (
                kpi.ref,
                "contributes_to",
                say("KPI `{kpi}` of level `{level}` moves no KPI of a level above", kpi=kpi.id, level=level.id),
            )
