"""What cannot be known of a framework because part of it could not be read; shared by rules, no rule itself.

Reading flags such a part once; rules count it as what they were looking for, so that one fault gives one finding.
A name that stands for nothing is one of these faults.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from vitalfew.base.ref import FRAMEWORK, Ref
from vitalfew.model.framework import Framework
from vitalfew.model.graph import Lines
from vitalfew.model.kpi import Kpi

Faulted = Callable[[Ref, str | None], bool]
"""Tells whether reading has flagged a field of a noun."""

MANY = 1_000
"""How many KPIs or objectives may stand in an item of a list that could not be read."""


def sound(_ref: Ref, _field: str | None) -> bool:
    """Say of every field that it could be read."""
    return False


@dataclass(frozen=True)
class Unread:
    """The KPIs and lists of a framework about which something is not known."""

    framework: Framework
    lines: Lines
    faulted: Faulted

    def lost(self, key: str) -> int:
        """Give how many nouns of a list may be missing: none, or many."""
        return MANY if self.faulted(FRAMEWORK, key) else 0

    def any(self, ref: Ref, *fields: str) -> bool:
        """Tell whether one of a noun's fields could not be read."""
        return any(self.faulted(ref, field) for field in fields)

    @cached_property
    def linked(self) -> tuple[Kpi, ...]:
        """Current KPIs of which it is not known what they lead to, themselves or through others."""
        found = {kpi.ref for kpi in self.framework.current_kpis if self._is_loose(kpi)}
        work = list(found)
        while work:
            ref = work.pop()
            before = [each for each in self._backward.get(ref, ()) if each not in found]
            found.update(before)
            work += before
        return tuple(kpi for kpi in self.framework.current_kpis if kpi.ref in found)

    @cached_property
    def _backward(self) -> dict[Ref, list[Ref]]:
        found: dict[Ref, list[Ref]] = {}
        for ref, edges in self.lines.edges.items():
            for edge in edges:
                found.setdefault(edge.to, []).append(ref)
        return found

    def _is_loose(self, kpi: Kpi) -> bool:
        unknown = any(link.id not in self.framework.objective for link in kpi.objectives)
        unknown = unknown or any(link.id not in self.framework.kpi for link in kpi.contributes_to)
        return unknown or self.any(kpi.ref, "objectives", "contributes_to", "drives", "kind")

    @cached_property
    def placed(self) -> tuple[Kpi, ...]:
        """Current KPIs of which it is not known on which level or in which org unit they stand."""
        return tuple(kpi for kpi in self.framework.current_kpis if self._is_adrift(kpi))

    def _is_adrift(self, kpi: Kpi) -> bool:
        level = self.framework.level_of(kpi)
        at_top = level is not None and level.tier == 1
        nowhere = level is None or not (at_top or kpi.org_unit in self.framework.org_unit)
        return nowhere or self.any(kpi.ref, "level", "org_unit", "kind")

    @cached_property
    def reaching(self) -> frozenset[Ref]:
        """The KPIs and objectives from which a line leads, or may lead, to an objective."""
        return self.lines.reaching | {kpi.ref for kpi in self.linked}
