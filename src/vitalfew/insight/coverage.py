"""What the KPIs cover and what they leave out, as four matrices (AUD-13): objectives, perspectives, stakeholders, units."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from vitalfew.base.ref import Ref
from vitalfew.base.said import say
from vitalfew.base.word import word
from vitalfew.model.framework import Framework
from vitalfew.model.graph import Lines
from vitalfew.model.kpi import Kpi
from vitalfew.model.organization import Interest

NEITHER = "neither"


@dataclass(frozen=True, slots=True)
class Head:
    """A row or a column: its address or word, and how people call it."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Matrix:
    """Which KPIs stand where a row meets a column; `gaps` are in words. A place without KPIs has no entry in `cells`."""

    id: str
    name: str
    rows: tuple[Head, ...]
    columns: tuple[Head, ...]
    cells: Mapping[tuple[str, str], tuple[str, ...]]
    gaps: tuple[str, ...]

    def as_json(self) -> dict[str, object]:
        """Give the matrix in the JSON contract's fields."""
        return {
            "id": self.id,
            "name": self.name,
            "rows": [{"id": each.id, "name": each.name} for each in self.rows],
            "columns": [{"id": each.id, "name": each.name} for each in self.columns],
            "cells": [{"row": row, "column": column, "kpis": list(kpis)} for (row, column), kpis in self.cells.items()],
            "gaps": list(self.gaps),
        }


Found = dict[tuple[str, str], tuple[str, ...]]


def matrices(framework: Framework, lines: Lines) -> tuple[Matrix, ...]:
    """Give the four matrices; operational metrics are left out, being no part of what leadership looks at (CAS-6)."""
    linked = {
        objective.id: tuple(kpi for kpi in lines.linked.get(objective.id, ()) if kpi.kind == "kpi")
        for objective in framework.objectives
    }
    return (
        _timing(framework, linked),
        _perspectives(framework, linked),
        _stakeholders(framework, linked),
        _units(framework, linked),
    )


Linked = Mapping[str, tuple[Kpi, ...]]


def _timing(framework: Framework, linked: Linked) -> Matrix:
    """Each objective wants a leading and a lagging KPI (AUD-6)."""
    objectives = framework.objectives
    cells = cells_of((str(each.ref), kpi.timing or NEITHER, kpi.id) for each in objectives for kpi in linked[each.id])
    gaps = [
        say("objective `{objective}` has no leading KPI", objective=each.id)
        if timing == "leading"
        else say("objective `{objective}` has no lagging KPI", objective=each.id)
        for each in objectives
        for timing in ("leading", "lagging")
        if (str(each.ref), timing) not in cells
    ]
    columns = [
        Head(timing, word(timing))
        for timing in ("leading", "lagging", NEITHER)
        if timing != NEITHER or any(at[1] == timing for at in cells)
    ]
    return Matrix("objective-timing", say("Objective by timing"), objective_heads(framework), tuple(columns), cells, tuple(gaps))


def _perspectives(framework: Framework, linked: Linked) -> Matrix:
    """A perspective wants KPIs, and every level stands for all of them."""
    levels = {level.id: level for level in framework.all_levels}
    triples = (
        (f"perspective:{objective.perspective}", f"level:{level.id}", kpi.id)
        for objective in framework.objectives
        if objective.perspective
        for kpi in linked[objective.id]
        if (level := framework.level_of(kpi))
    )
    cells = cells_of(triples)
    rows = tuple(Head(str(each.ref), each.title) for each in framework.lenses)
    columns = tuple(Head(f"level:{level.id}", level.name or level.id) for level in levels.values())
    held, filled = {row for row, _ in cells}, {column for _, column in cells}
    bare = (row.name for row in rows if row.id not in held)
    gaps: list[str] = [say("no KPI of an objective in {perspective} stands on any level", perspective=name) for name in bare]
    idle = (_id(column) for column in columns if column.id not in filled)
    gaps += [say("no KPI on level `{level}` leads to an objective", level=level) for level in idle]
    return Matrix("perspective-level", say("Perspective by level"), rows, columns, cells, tuple(gaps))


def _stakeholders(framework: Framework, linked: Linked) -> Matrix:
    """Each interest of a stakeholder wants a KPI: its own, or one of an objective that it names (STR-7)."""
    rows, triples, gaps = [], [], []
    for stakeholder in framework.stakeholders:
        title = stakeholder.name or stakeholder.id
        for interest in stakeholder.interests:
            row = Head(f"{stakeholder.ref}.{interest.id}", f"{title}: {interest.text or interest.id}")
            rows.append(row)
            kpis = [*_answering(framework, interest, linked)]
            triples += [(row.id, str(Ref("kpi", kpi)), kpi) for kpi in kpis]
            said = {"interest": interest.id, "stakeholder": stakeholder.id}
            gaps += [] if kpis else [say("interest `{interest}` of stakeholder `{stakeholder}` is met by no KPI", **said)]
        gaps += [] if stakeholder.interests else [say("stakeholder `{stakeholder}` has no interest", stakeholder=stakeholder.id)]
    used = dict.fromkeys(kpi for _, _, kpi in triples)
    columns = tuple(Head(str(Ref("kpi", kpi)), framework.kpi[kpi].title) for kpi in used)
    return Matrix("stakeholder-kpi", say("Stakeholder by KPI"), tuple(rows), columns, cells_of(triples), tuple(gaps))


def _answering(framework: Framework, interest: Interest, linked: Linked) -> Iterable[str]:
    current = {kpi.id for kpi in framework.current_kpis}
    named = [id_ for id_ in interest.kpis if id_ in current]
    return dict.fromkeys([*named, *(kpi.id for id_ in interest.objectives for kpi in linked.get(id_, ()))])


def _units(framework: Framework, linked: Linked) -> Matrix:
    """A unit wants a KPI that serves an objective, and an objective a unit that works on it."""
    triples = [
        (f"org_unit:{unit}", str(each.ref), kpi.id)
        for each in framework.objectives
        for kpi in linked[each.id]
        if (unit := unit_of(framework, kpi)) in framework.org_unit
    ]
    cells = cells_of(triples)
    rows = tuple(Head(str(each.ref), each.name or each.id) for each in framework.org_units)
    held, served = {row for row, _ in cells}, {column for _, column in cells}
    columns = objective_heads(framework)
    bare = (_id(row) for row in rows if row.id not in held)
    gaps: list[str] = [say("no KPI of unit `{unit}` leads to an objective", unit=unit) for unit in bare]
    idle = (_id(each) for each in columns if rows and each.id not in served)
    gaps += [say("no unit has a KPI that leads to objective `{objective}`", objective=objective) for objective in idle]
    return Matrix("unit-objective", say("Unit by objective"), rows, columns, cells, tuple(gaps))


def unit_of(framework: Framework, kpi: Kpi) -> str | None:
    """Give the KPI's unit; what stands at tier 1 and names none belongs to the one that is above all others."""
    heads = [unit.id for unit in framework.org_units if unit.parent is None]
    at_top = kpi.org_unit is None and framework.tier_of(kpi) == 1
    return heads[0] if at_top and len(heads) == 1 else kpi.org_unit


def _id(head: Head) -> str:
    return head.id.partition(":")[2]


def objective_heads(framework: Framework) -> tuple[Head, ...]:
    """Give the objectives in the order of the files."""
    return tuple(Head(str(each.ref), each.title) for each in framework.objectives)


def cells_of(triples: Iterable[tuple[str, str, str]]) -> Found:
    """Gather KPIs by row and column, each once."""
    found: dict[tuple[str, str], dict[str, None]] = {}
    for row, column, kpi in triples:
        found.setdefault((row, column), {})[kpi] = None
    return {at: tuple(kpis) for at, kpis in found.items()}
