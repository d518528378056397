"""The counts that the audit bounds, as numbers of a framework: what a change does to each is seen by counting again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from vitalfew.base.ref import FRAMEWORK, Ref
from vitalfew.model.framework import Framework
from vitalfew.model.preset import TIER_1_MOST, Span
from vitalfew.rules.count import quota

COUNTED = frozenset({"too-many-tier-1", "kpis-per-level", "kpis-per-objective", "kpis-in-all", "kpis-for-size", "leading-share"})
"""The rules whose findings are counts out of bounds."""


class Bound(NamedTuple):
    """How many there may be. Where `unless_none`, none at all is as good; `ref` and `rules` are those of the finding."""

    least: int
    most: int | None
    ref: Ref
    rules: tuple[str, ...]
    unless_none: bool = False


def counts(framework: Framework) -> Counter[str]:
    """Count the KPIs in all, on each level and in each unit of it, for each objective, and those at the top that lead."""
    found = Counter({"all": len(framework.current_kpis)})
    for kpi in framework.strategic_kpis:
        level = framework.level_of(kpi)
        if level and level.tier == 1:
            found[f"level {level.id}"] += 1
            found["top"] += 1
            found["leading"] += kpi.timing == "leading"
            found["untimed"] += kpi.timing is None
        elif level and kpi.org_unit:
            found[f"unit {level.id} {kpi.org_unit}"] += 1
        for link in kpi.objectives:
            found[f"objective {link.id}"] += 1
    return found


def bounds(framework: Framework) -> dict[str, Bound]:
    """Give the bounds of all counts but the leading ones, whose share depends on how many there are."""
    found = {}
    most = framework.span("in-all", framework.rules.in_all).max
    small, size = framework.policy_number("small-organisation-people"), framework.organization.size
    if size is not None and size < small and framework.preset != "small-business" and "in-all" not in framework.policy:
        most = min(most or 10**6, int(framework.policy_number("small-organisation-kpis")))
    found["all"] = Bound(0, most, FRAMEWORK, ("kpis-in-all", "kpis-for-size"))
    found |= dict(_of_levels(framework))
    wanted = framework.span("per-objective", framework.rules.per_objective)
    for objective in framework.objectives:
        found[f"objective {objective.id}"] = Bound(wanted.min or 0, wanted.max, objective.ref, ("kpis-per-objective",))
    return found


def _of_levels(framework: Framework) -> Iterator[tuple[str, Bound]]:
    top = min(framework.span("tier-1", Span()).max or TIER_1_MOST, TIER_1_MOST)
    for level in framework.all_levels:
        wanted = quota(framework, level)
        if level.tier == 1:
            most = top if wanted.max is None else min(wanted.max, top)
            yield f"level {level.id}", Bound(wanted.min or 0, most, level.ref, ("kpis-per-level", "too-many-tier-1"))
            continue
        for unit in framework.org_units:
            bound = Bound(wanted.min or 0, wanted.max, unit.ref, ("kpis-per-level",), unless_none=True)
            yield f"unit {level.id} {unit.id}", bound
