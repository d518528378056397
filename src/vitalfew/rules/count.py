"""Counts that several rules share; no rule itself.

Counted KPIs are those not retired; an operational metric (`kind: metric`) has no quota per objective or level (CAS-6).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from vitalfew.base.said import say
from vitalfew.model.answer import Answer
from vitalfew.model.framework import Framework
from vitalfew.model.kpi import Kpi
from vitalfew.model.organization import Level
from vitalfew.model.preset import FREE, Span
from vitalfew.model.strategy import Objective


def strategic(framework: Framework) -> tuple[Kpi, ...]:
    """Give the current KPIs that are no operational metrics."""
    return framework.strategic_kpis


def of_level(framework: Framework) -> dict[str, list[Kpi]]:
    """Give the counted KPIs by the id of their level; those without a level stand under the empty string."""
    found: dict[str, list[Kpi]] = defaultdict(list)
    for kpi in strategic(framework):
        level = framework.level_of(kpi)
        found[level.id if level else ""].append(kpi)
    return found


def quota(framework: Framework, level: Level) -> Span:
    """Give the preset's count for a level; a level it does not know takes that of the first of its tier.

    `policy` overrides it by the level's id, or for the top by `tier-1`.
    """
    specs = [spec for spec in framework.rules.levels if spec.tier == level.tier]
    named = next((spec for spec in specs if spec.id == level.id), None)
    default = (named or specs[0]).kpis if specs else FREE
    return framework.span(level.id, framework.span("tier-1", default) if level.tier == 1 else default)


def tops(framework: Framework) -> tuple[Objective, ...]:
    """Give the objectives that support no other: those a preset counts."""
    return tuple(objective for objective in framework.objectives if not objective.supports)


def fits(count: int, unknown: int, wanted: Span) -> bool:
    """Tell whether a count is within a range, also when some of which that is not known belonged to it."""
    return count in wanted or (unknown > 0 and wanted.min is not None and count < wanted.min <= count + unknown)


def in_perspective(framework: Framework, *, lost: int) -> dict[str, list[Objective]] | None:
    """Give the objectives of each perspective; None while one of them is lost or stands in no known perspective."""
    if lost:
        return None
    found: dict[str, list[Objective]] = {lens.id: [] for lens in framework.lenses}
    for objective in framework.objectives:
        if objective.perspective not in found:
            return None
        found[objective.perspective].append(objective)
    return found


def names(ids: Iterable[str], *, most: int = 8) -> str:
    """List ids in backticks; beyond `most` say how many more."""
    every = list(ids)
    shown = ", ".join(f"`{each}`" for each in every[:most])
    return shown if len(every) <= most else say("{shown} and {n} more", shown=shown, n=len(every) - most)


def settles(answer: Answer | None, *, wanted: bool) -> bool:
    """Tell whether a recorded answer stands against a guess from words: it is as wanted, and says why, who and when."""
    return answer is not None and answer.answer is wanted and None not in {answer.why, answer.by, answer.on}
