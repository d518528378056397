"""The lines of a framework: from each KPI up to objectives and the mission.

Vertical lines are `objectives`, `contributes_to` and `supports`; `drives` is cause and effect; a KPI in another's formula
carries it (`formula`). A line to a noun that does not exist is a fault of its own, so here it counts as leading on.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple

from vitalfew.base.ref import Ref
from vitalfew.base.said import say
from vitalfew.model.formula import FormulaError, parse
from vitalfew.model.framework import Framework
from vitalfew.model.kpi import Kpi

Link = Literal["objectives", "contributes_to", "formula", "supports", "drives", "mission"]
MISSION = Ref("strategy", "mission")


class Edge(NamedTuple):
    """One step upward or onward."""

    link: Link
    to: Ref


class Line(NamedTuple):
    """A way from a noun: the steps taken, and in words what breaks it (None where it arrives)."""

    start: Ref
    steps: tuple[Edge, ...]
    broken: str | None


@dataclass(frozen=True)
class Lines:
    """All lines of a framework's current KPIs and its objectives."""

    framework: Framework

    @cached_property
    def edges(self) -> dict[Ref, tuple[Edge, ...]]:
        """The edges that leave each KPI and objective, vertical ones first."""
        found: dict[Ref, tuple[Edge, ...]] = {}
        for kpi in self.framework.current_kpis:
            found.setdefault(kpi.ref, tuple(_kpi_edges(kpi)))
        carried: dict[Ref, list[Edge]] = {}
        for kpi in self.framework.current_kpis:
            for part in formula_kpis(kpi):
                carried.setdefault(Ref("kpi", part), []).append(Edge("formula", kpi.ref))
        for ref, edges in carried.items():
            if ref in found:
                found[ref] = (*found[ref], *edges)
        for objective in self.framework.objectives:
            ups = [Edge("supports", Ref("objective", link.id)) for link in objective.supports]
            ups += [Edge("drives", Ref("objective", link.id)) for link in objective.drives]
            found.setdefault(objective.ref, tuple(ups or (Edge("mission", MISSION),)))
        return found

    def line(self, start: Ref, *, goal: Literal["objective", "mission"] = "mission") -> Line:
        """Give the shortest line from a noun to an objective or to the mission.

        Where none arrives, give the shortest to a noun that is retired or not declared, else the longest to a dead end.
        """
        came: dict[Ref, tuple[Ref, Edge] | None] = {start: None}
        queue, lost, end = deque([start]), None, start
        while queue:
            here = queue.popleft()
            if here == MISSION:
                return Line(start, _steps(came, here), self._break_at(here))
            if goal == "objective" and here.kind == "objective" and here in self.edges and here != start:
                return Line(start, _steps(came, here), None)
            if here not in self.edges:
                lost = lost or here
            elif not self.edges[here] or self.edges[end]:
                end = here
            for edge in self.edges.get(here, ()):
                if edge.to not in came:
                    came[edge.to] = (here, edge)
                    queue.append(edge.to)
        return Line(start, _steps(came, lost or end), self._break_at(lost or end))

    def _break_at(self, ref: Ref) -> str | None:
        if ref == MISSION:
            return None if self.framework.strategy.mission else say("the strategy states no mission")
        if ref not in self.edges:
            return say("`{ref}` is retired", ref=ref) if ref in self.framework.index else say("`{ref}` is not declared", ref=ref)
        if not self.edges[ref]:
            return say("`{ref}` names no objective and contributes to no KPI", ref=ref)
        return say("`{ref}` leads round in a circle", ref=ref)

    @cached_property
    def reaching(self) -> frozenset[Ref]:
        """The KPIs and objectives from which a line leads to an objective, or to a noun that is not declared."""
        backward: dict[Ref, list[Ref]] = {}
        for ref, edges in self.edges.items():
            for edge in edges:
                backward.setdefault(edge.to, []).append(ref)
        reached = {ref for ref in {*backward, *self.edges} if ref.kind == "objective" or self._unknown(ref)}
        queue = deque(reached)
        while queue:
            for ref in backward.get(queue.popleft(), ()):
                if ref not in reached:
                    reached.add(ref)
                    queue.append(ref)
        return frozenset(reached)

    def _unknown(self, ref: Ref) -> bool:
        return ref != MISSION and ref not in self.framework.index

    @cached_property
    def linked(self) -> dict[str, tuple[Kpi, ...]]:
        """The current KPIs of any level linked to each objective, directly or through `contributes_to` (AUD-6)."""
        found: dict[str, dict[str, Kpi]] = {}
        for kpi in self.framework.current_kpis:
            for objective in self._objectives[kpi.id]:
                found.setdefault(objective, {})[kpi.id] = kpi
        return {objective: tuple(kpis.values()) for objective, kpis in found.items()}

    @cached_property
    def _objectives(self) -> dict[str, dict[str, None]]:
        """The objectives that each KPI is linked to, in order; group by group, so that a long chain is cheap."""
        kpis = {kpi.id: kpi for kpi in reversed(self.framework.current_kpis)}
        ups = {kpi.id: [link.id for link in kpi.contributes_to if link.id in kpis] for kpi in kpis.values()}
        found: dict[str, dict[str, None]] = {}
        for group in groups_of(ups):
            own = dict.fromkeys(link.id for id_ in group for link in kpis[id_].objectives)
            for step in {step: None for id_ in group for step in ups[id_]}:
                own |= found.get(step, {})
            found |= dict.fromkeys(group, own)
        return found


def _kpi_edges(kpi: Kpi) -> Iterable[Edge]:
    yield from (Edge("objectives", Ref("objective", link.id)) for link in kpi.objectives)
    yield from (Edge("contributes_to", Ref("kpi", link.id)) for link in kpi.contributes_to)
    yield from (Edge("drives", Ref("kpi", drive.kpi)) for drive in kpi.drives)


def _steps(came: Mapping[Ref, tuple[Ref, Edge] | None], end: Ref) -> tuple[Edge, ...]:
    steps: list[Edge] = []
    while (step := came[end]) is not None:
        end, edge = step
        steps.append(edge)
    return tuple(reversed(steps))


def formula_kpis(kpi: Kpi) -> tuple[str, ...]:
    """Give the ids of the KPIs in a KPI's formula; none where it cannot be read."""
    if not kpi.formula or "kpi." not in kpi.formula:
        return ()
    try:
        return parse(kpi.formula).kpis
    except FormulaError:
        return ()


def cycles(edges: Mapping[str, Sequence[str]]) -> list[list[str]]:
    """Give one walk round each strongly connected group of more than one node, or a node that leads to itself.

    Tarjan (1972), without recursion, so that a chain of any length is safe; each walk starts at its smallest id.
    """
    return [_walk_round(group, edges) for group in groups_of(edges) if len(group) > 1 or group[0] in edges.get(group[0], ())]


def groups_of(edges: Mapping[str, Sequence[str]]) -> list[list[str]]:
    """Give the strongly connected groups, each after all that it leads to; a node in no circle is a group of its own."""
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    on_stack: set[str] = set()
    groups: list[list[str]] = []
    for root in edges:
        work = [(root, iter(edges.get(root, ())))] if root not in index else []
        while work:
            node, following = work[-1]
            if node not in index:
                index[node] = low[node] = len(index)
                stack.append(node)
                on_stack.add(node)
            for step in following:
                if step not in index:
                    work.append((step, iter(edges.get(step, ()))))
                    break
                if step in on_stack:
                    low[node] = min(low[node], index[step])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[node])
                if low[node] == index[node]:
                    group = [stack.pop()]
                    while group[-1] != node:
                        group.append(stack.pop())
                    on_stack.difference_update(group)
                    groups.append(group)
    return groups


def _walk_round(group: Sequence[str], edges: Mapping[str, Sequence[str]]) -> list[str]:
    start, inside = min(group), set(group)
    came: dict[str, str] = {}
    queue = deque([start])
    while start not in came:
        node = queue.popleft()
        for step in edges[node]:
            if step in inside and step not in came:
                came[step] = node
                queue.append(step)
    walk = [came[start]]
    while walk[-1] != start:
        walk.append(came[walk[-1]])
    return walk[::-1]
