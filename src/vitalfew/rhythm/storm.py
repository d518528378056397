"""Storms: escalations that have one cause in common, so that people hear of it once.

The cause of a bad result is another bad result above it in the graph of drivers (`drives`, `contributes_to`, a part of the
formula): one, of which all others above it are effects too. A KPI between them that is green breaks the line. Missing data of
several KPIs have the source in common that they are all measured from; a broken guard is the guard's own bad result.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from vitalfew.base.ref import Ref
from vitalfew.model.formula import FormulaError, parse
from vitalfew.model.framework import Framework
from vitalfew.model.graph import formula_kpis
from vitalfew.model.kpi import Kpi
from vitalfew.model.verdict import Status


class Member(NamedTuple):
    """An escalation that is not over, by its id."""

    id: str
    kpi: str
    cause: str
    opened_at: datetime

    @property
    def age(self) -> tuple[float, int, str]:
        """What orders escalations, the earliest first."""
        return self.opened_at.timestamp(), len(self.id), self.id


class Root(NamedTuple):
    """What a storm goes back to: the escalation that climbs for all, and the common cause."""

    id: str
    common: Ref


def storms(framework: Framework, members: Sequence[Member], statuses: Mapping[str, Status | None]) -> dict[str, Root]:
    """Give by escalation the root of its storm; those that are roots, or have none, are left out."""
    results = {each.kpi: each for each in members if each.cause == "result"}
    found = {**_by_drivers(framework, results, statuses), **_by_source(framework, members)}
    for each in members:
        if each.cause == "guard":
            guards = (
                [results[id_] for id_ in framework.kpi[each.kpi].guards if id_ in results] if each.kpi in framework.kpi else []
            )
            if len(guards) == 1:
                found[each.id] = found.get(guards[0].id) or Root(guards[0].id, Ref("kpi", guards[0].kpi))
    return found


def _by_drivers(framework: Framework, results: Mapping[str, Member], statuses: Mapping[str, Status | None]) -> dict[str, Root]:
    downstream = drivers(framework)
    calm = {id_ for id_, status in statuses.items() if status == "green"} - results.keys()
    reach = {id_: _reached(id_, downstream, calm) & results.keys() for id_ in results}
    found: dict[str, Root] = {}
    for id_, member in results.items():
        above = [other for other in results if id_ in reach[other]]
        top = min(above, key=lambda other: (-len(reach[other]), results[other].age))
        if top != id_ and reach[top].issuperset(above):
            found[member.id] = Root(results[top].id, Ref("kpi", top))
    return found


def drivers(framework: Framework) -> dict[str, tuple[str, ...]]:
    """Give by KPI the KPIs that it moves."""
    found: dict[str, list[str]] = {}
    for kpi in framework.current_kpis:
        found.setdefault(kpi.id, []).extend([*(each.kpi for each in kpi.drives), *(each.id for each in kpi.contributes_to)])
        for part in formula_kpis(kpi):
            found.setdefault(part, []).append(kpi.id)
    return {id_: tuple(dict.fromkeys(moved)) for id_, moved in found.items()}


def _reached(start: str, edges: Mapping[str, Sequence[str]], calm: Iterable[str]) -> set[str]:
    reached, queue, blocked = {start}, deque([start]), set(calm)
    while queue:
        for step in edges.get(queue.popleft(), ()):
            if step not in reached and step not in blocked:
                reached.add(step)
                queue.append(step)
    return reached


def _by_source(framework: Framework, members: Sequence[Member]) -> dict[str, Root]:
    """Give the storms of missing data: the source that most of them share first, each escalation in one storm."""
    using: dict[str, list[Member]] = {}
    for member in members:
        if member.cause == "data" and member.kpi in framework.kpi:
            for source in sources(framework, framework.kpi[member.kpi]):
                using.setdefault(source, []).append(member)
    found, taken = dict[str, Root](), set[str]()
    for source in sorted(using, key=lambda name: (-len(using[name]), name)):
        free = [member for member in using[source] if member.id not in taken]
        if len(free) > 1:
            root = min(free, key=lambda member: member.age)
            taken.update(member.id for member in free)
            found |= {member.id: Root(root.id, Ref("source", source)) for member in free if member is not root}
    return found


def sources(framework: Framework, kpi: Kpi) -> frozenset[str]:
    """Give the sources that a KPI is measured from, also through the KPIs of its formula."""
    found, queue, passed = set[str](), [kpi], {kpi.id}
    for each in queue:  # it grows while it is walked, and nobody comes into it twice
        try:
            formula = parse(each.formula) if each.formula else None
        except FormulaError:
            formula = None
        for name in formula.measures if formula else ():
            measure = framework.measure.get(name)
            found |= {measure.source} if measure and measure.source else set()
        parts = [framework.kpi[id_] for id_ in (formula.kpis if formula else ()) if id_ in framework.kpi]
        queue += [part for part in parts if part.id not in passed]
        passed |= {part.id for part in parts}
    return frozenset(found)
