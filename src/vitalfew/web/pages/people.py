"""Who answers for what: the ownership map, by organisation unit (DEF-5, RHY-3). People stand in the order of the framework."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from vitalfew.base.said import say
from vitalfew.model.framework import Framework
from vitalfew.model.organization import Person
from vitalfew.model.strategy import Objective
from vitalfew.model.wording import Mark, mark
from vitalfew.web.page import Page
from vitalfew.web.part import Part, part
from vitalfew.web.visit import Visit


@dataclass(frozen=True, slots=True)
class Owned:
    """A KPI or objective that somebody answers for."""

    name: str
    path: str
    mark: Mark


@dataclass(frozen=True, slots=True)
class Someone:
    """A person with what they answer for and review; `more` is how many of these are not shown."""

    id: str
    name: str
    role: str
    remark: str
    objectives: tuple[Owned, ...]
    kpis: tuple[Owned, ...]
    more: int
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
    part: Part
    unowned: tuple[Owned, ...]
    unowned_part: Part


CHIPS = 12
"""How many KPIs and how many objectives of a person are shown beside those of others."""


def build(visit: Visit) -> View:
    """Build the page; `?person=` shows one with all that they answer for."""
    framework = visit.framework
    own = _owning(framework)
    one = framework.person.get(visit.query.get("person", ""))
    everybody = [one] if one else visit.once("people", lambda: _in_units(framework))
    people, which = part(everybody, visit.query)
    grouped = groupby(people, key=lambda each: each.org_unit if each.org_unit in framework.org_unit else "")
    units = tuple(
        _unit(unit or "", tuple(_someone(each, own, visit, is_all=bool(one)) for each in some), visit) for unit, some in grouped
    )
    unowned, of_these = part([kpi.id for kpi in framework.current_kpis if len(kpi.owners) != 1], visit.query, "unowned")
    subtitle = say("{n} KPIs, answered for by {people} people", n=len(framework.current_kpis), people=len(own.kpis))
    return View(subtitle, units, which, tuple(_kpi(id_, visit) for id_ in unowned) if not one else (), of_these)


def _in_units(framework: Framework) -> list[Person]:
    """Give who is a person, unit by unit; who is of none is last."""
    order = {unit.id: place for place, unit in enumerate(framework.org_units)}
    here = [each for each in framework.people if not each.group]
    return sorted(here, key=lambda each: order.get(each.org_unit or "", len(order)))


def _unit(id_: str, people: tuple[Someone, ...], visit: Visit) -> Unit:
    unit = visit.framework.org_unit.get(id_)
    if unit is None:
        return Unit(say("No unit"), "", "", people)
    level = visit.framework.level.get(unit.level or "")
    called = (level.name or level.id) if level else ""
    return Unit(unit.name or unit.id, called, visit.names.get(unit.head or "", say("nobody")), people)


class Owning(NamedTuple):
    """What people answer for and review, by their ids."""

    kpis: Mapping[str, Sequence[str]]
    objectives: Mapping[str, Sequence[Objective]]
    reviews: Mapping[str, int]


def _owning(framework: Framework) -> Owning:
    kpis, objectives = defaultdict[str, list[str]](list), defaultdict[str, list[Objective]](list)
    for kpi in framework.current_kpis:
        for owner in kpi.owners:
            kpis[owner].append(kpi.id)
    for each in framework.objectives:
        objectives[each.owner or ""].append(each)
    return Owning(kpis, objectives, Counter(kpi.reviewer or "" for kpi in framework.current_kpis))


def _someone(person: Person, own: Owning, visit: Visit, *, is_all: bool) -> Someone:
    framework = visit.framework
    most = None if is_all else CHIPS
    kpis, objectives = own.kpis.get(person.id, ()), own.objectives.get(person.id, ())
    shown = (*objectives[:most], *kpis[:most])
    gone = say("left on {day:%-d %B %Y}", day=person.left) if person.left else ""
    remark = say("still to be filled") if person.name is None else gone
    owned = []
    for each in objectives[:most]:
        rollup = visit.rollups.get(each.id)
        owned.append(Owned(each.title, f"/objective/{each.id}", mark(rollup) if rollup else Mark(None, say("no data"))))
    return Someone(
        person.id,
        person.name or person.role or person.id,
        person.role or "" if person.name else "",
        remark,
        tuple(owned),
        tuple(_kpi(id_, visit) for id_ in kpis[:most]),
        len(kpis) + len(objectives) - len(shown),
        own.reviews.get(person.id, 0),
        tuple(each.name or each.id for each in framework.cadences if each.chair == person.id),
    )


def _kpi(id_: str, visit: Visit) -> Owned:
    verdict = visit.verdicts.get(id_)
    return Owned(visit.framework.kpi[id_].title, f"/kpi/{id_}", mark(verdict) if verdict else Mark(None, say("no verdict")))


PAGE = Page("/people", say("People"), build, nav=4)
