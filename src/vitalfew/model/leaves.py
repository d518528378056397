"""What a KPI's formula was computed from in its last complete period, so that what moves it can be said in numbers."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Leaves:
    """The values of a formula's measures and KPIs, by what it calls them, over all units.

    `recipe` is the definition they were measured by, `number` that of the period at the KPI's own grain.
    """

    recipe: str
    number: int
    values: Mapping[str, float]


def leaves_shown(leaves: Mapping[str, Leaves], unseen: Collection[str]) -> dict[str, Leaves]:
    """Leave out the KPIs that are not to be seen, and whatever is made of one of them or of a measure of theirs."""
    closed = {f"kpi.{kpi.replace('-', '_')}" for kpi in unseen}
    closed |= {leaf for kpi in unseen if kpi in leaves for leaf in leaves[kpi].values if not leaf.startswith("kpi.")}
    return {kpi: each for kpi, each in leaves.items() if kpi not in unseen and closed.isdisjoint(each.values)}
