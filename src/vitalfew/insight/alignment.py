"""How KPIs, objectives, initiatives and units hang together, as matrices of the same form as those of coverage (AUD-13, INI-1).

Operational metrics are left out, being no part of what leadership looks at (CAS-6).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from vitalfew.base.ref import Ref
from vitalfew.base.said import say
from vitalfew.insight.coverage import Found, Head, Matrix, cells_of, objective_heads, unit_of
from vitalfew.model.framework import Framework
from vitalfew.model.graph import Lines, Link
from vitalfew.model.kpi import Kpi


@dataclass(frozen=True, slots=True)
class Dependency:
    """A KPI of one unit that carries one of another; `aside` where neither unit is above the other."""

    cause: Kpi
    effect: Kpi
    cause_unit: str
    effect_unit: str
    links: tuple[Link, ...]
    aside: bool


def kpis_by_objective(framework: Framework, lines: Lines) -> Matrix:
    """A KPI wants an objective, and an objective a KPI that names it; a cell holds the KPI where a line leads there."""
    kpis, objectives = framework.strategic_kpis, framework.objectives
    known = {kpi.id for kpi in kpis}
    triples = [
        (str(kpi.ref), str(each.ref), kpi.id) for each in objectives for kpi in lines.linked.get(each.id, ()) if kpi.id in known
    ]
    served, named = {row for row, _, _ in triples}, framework.kpis_of_objective
    gaps = [say("no KPI names objective `{objective}`", objective=each.id) for each in objectives if not named.get(each.id)]
    gaps += [say("KPI `{kpi}` leads to no objective", kpi=kpi.id) for kpi in kpis if str(kpi.ref) not in served]
    rows = tuple(Head(str(kpi.ref), kpi.title) for kpi in kpis)
    return Matrix("kpi-objective", say("KPI by objective"), rows, objective_heads(framework), cells_of(triples), tuple(gaps))


def objectives_by_initiative(framework: Framework, lines: Lines) -> Matrix:
    """An objective wants an initiative that moves one of its KPIs; a cell is empty where one is for it and moves none."""
    cells: Found = {}
    gaps = []
    for each in framework.initiatives:
        moved = {move.kpi: None for move in each.moves}
        reached = {str(goal.ref): _moved(lines, goal.id, moved) for goal in framework.objectives}
        cells |= {(row, str(each.ref)): kpis for row, kpis in reached.items() if kpis}
        own = framework.objective.get(each.objective or "")
        if own and not reached[str(own.ref)]:
            cells[str(own.ref), str(each.ref)] = ()
            gaps.append(say("initiative `{id}` is for objective `{own}` and moves no KPI of it", id=each.id, own=own.id))
    held = {row for (row, _), kpis in cells.items() if kpis}
    rows = objective_heads(framework)
    idle = (row.id.partition(":")[2] for row in rows if row.id not in held)
    gaps += [say("no initiative moves a KPI of objective `{objective}`", objective=objective) for objective in idle]
    columns = tuple(Head(str(each.ref), each.name or each.id) for each in framework.initiatives)
    return Matrix("objective-initiative", say("Objective by initiative"), rows, columns, cells, tuple(gaps))


def _moved(lines: Lines, objective: str, moved: Mapping[str, None]) -> tuple[str, ...]:
    linked = {kpi.id for kpi in lines.linked.get(objective, ()) if kpi.kind == "kpi"}
    return tuple(id_ for id_ in moved if id_ in linked)


def units_by_unit(framework: Framework, lines: Lines) -> Matrix:
    """Which unit's KPIs (rows) carry those of which other unit (columns); cells hold the causes."""
    found = dependencies(framework, lines)
    cells = cells_of((f"org_unit:{each.cause_unit}", f"org_unit:{each.effect_unit}", each.cause.id) for each in found)
    heads = tuple(Head(str(each.ref), each.name or each.id) for each in framework.org_units)
    tied = {name for at in cells for name in at}
    apart = (each.id.partition(":")[2] for each in heads if each.id not in tied)
    gaps = [say("no line leads from or to a KPI of unit `{unit}`", unit=unit) for unit in apart]
    return Matrix("unit-unit", say("What units owe each other"), heads, heads, cells, tuple(gaps) if len(heads) > 1 else ())


def dependencies(framework: Framework, lines: Lines) -> tuple[Dependency, ...]:
    """Give the lines from a KPI of one unit to a KPI of another, in the order of the KPIs."""
    kpis = {kpi.id: kpi for kpi in framework.strategic_kpis}
    return tuple(each for kpi in kpis.values() for each in _from(framework, lines, kpi, kpis))


def _from(framework: Framework, lines: Lines, kpi: Kpi, kpis: Mapping[str, Kpi]) -> Iterator[Dependency]:
    own = unit_of(framework, kpi)
    links: dict[str, list[Link]] = {}
    for edge in lines.edges.get(kpi.ref, ()):
        if edge.to.kind == "kpi" and edge.to.id in kpis:
            links.setdefault(edge.to.id, []).append(edge.link)
    for id_, named in links.items():
        other = unit_of(framework, kpis[id_])
        if own and other and own != other and {own, other} <= framework.org_unit.keys():
            aside = other not in _above(framework, own) and own not in _above(framework, other)
            yield Dependency(kpi, kpis[id_], own, other, tuple(dict.fromkeys(named)), aside)


def _above(framework: Framework, unit: str) -> frozenset[str]:
    """Give the units above a unit; each once, should they lead round in a circle."""
    seen: dict[str, None] = {}
    parent = framework.org_unit[unit].parent
    while parent in framework.org_unit and parent not in seen:
        seen[parent] = None
        parent = framework.org_unit[parent].parent
    return frozenset(seen)


def alignments(framework: Framework, lines: Lines) -> tuple[Matrix, ...]:
    """Give the three matrices."""
    return (kpis_by_objective(framework, lines), objectives_by_initiative(framework, lines), units_by_unit(framework, lines))


def names_it(framework: Framework, kpi: str, objective: Ref) -> bool:
    """Tell whether a KPI names an objective itself, rather than leading to it through another KPI."""
    return any(link.id == objective.id for link in framework.kpi[kpi].objectives)
