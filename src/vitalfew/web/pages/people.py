"""Who answers for what: the ownership map, by organisation unit (DEF-5, RHY-3). People stand in the order of the framework."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from vitalfew.model.organization import Person
from vitalfew.model.wording import Mark, mark
from vitalfew.web.page import Page
from vitalfew.web.visit import Visit


@dataclass(frozen=True, slots=True)
class Owned:
    """A KPI or objective that somebody answers for."""

    name: str
    path: str
    mark: Mark


@dataclass(frozen=True, slots=True)
class Someone:
    """A person with what they answer for and review."""

    name: str
    role: str
    remark: str
    objectives: tuple[Owned, ...]
    kpis: tuple[Owned, ...]
    reviews: int
    chairs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unit:
    """An organisation unit with its head and its people."""

    name: str
    level: str
    head: str
    people: tuple[Someone, ...]


@dataclass(frozen=True, slots=True)
class View:
    """The page; `unowned` are KPIs that no one person answers for."""

    subtitle: str
    units: tuple[Unit, ...]
    unowned: tuple[Owned, ...]


def build(visit: Visit) -> View:
    """Build the page."""
    framework = visit.framework
    by_unit: dict[str, list[Someone]] = defaultdict(list)
    for person in framework.people:
        if not person.group:
            by_unit[person.org_unit if person.org_unit in framework.org_unit else ""].append(_someone(person, visit))
    units = [
        Unit(unit.name or unit.id, unit.level or "", visit.names.get(unit.head or "", "nobody"), tuple(by_unit[unit.id]))
        for unit in framework.org_units
        if by_unit[unit.id]
    ]
    if by_unit[""]:
        units.append(Unit("No unit", "", "", tuple(by_unit[""])))
    unowned = [kpi.id for kpi in framework.current_kpis if len(kpi.owners) != 1]
    owners = {owner for kpi in framework.current_kpis for owner in kpi.owners}
    subtitle = f"{len(framework.current_kpis)} KPIs, answered for by {len(owners)} people"
    return View(subtitle, tuple(units), tuple(_kpi(id_, visit) for id_ in unowned))


def _someone(person: Person, visit: Visit) -> Someone:
    framework = visit.framework
    kpis = [kpi.id for kpi in framework.current_kpis if person.id in kpi.owners]
    objectives = [each for each in framework.objectives if each.owner == person.id]
    remark = "still to be filled" if person.name is None else f"left on {person.left:%-d %B %Y}" if person.left else ""
    owned = []
    for each in objectives:
        rollup = visit.rollups.get(each.id)
        owned.append(Owned(each.title, f"/objective/{each.id}", mark(rollup) if rollup else Mark(None, "no data")))
    return Someone(
        person.name or person.role or person.id,
        person.role or "" if person.name else "",
        remark,
        tuple(owned),
        tuple(_kpi(id_, visit) for id_ in kpis),
        sum(kpi.reviewer == person.id for kpi in framework.current_kpis),
        tuple(each.name or each.id for each in framework.cadences if each.chair == person.id),
    )


def _kpi(id_: str, visit: Visit) -> Owned:
    verdict = visit.verdicts.get(id_)
    return Owned(visit.framework.kpi[id_].title, f"/kpi/{id_}", mark(verdict) if verdict else Mark(None, "no verdict"))


PAGE = Page("/people", "People", build, nav=4)
