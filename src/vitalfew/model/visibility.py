"""Who may see what is measured of whom: individual figures are private to the person and their line (CAS-5).

A *viewer* is the id of a person, or None for nobody in particular. What is private is the number and all that is judged from it;
that a KPI exists, who owns it and how it is defined stands in the framework for everybody.
The *line* of a person goes up from them: the managers above, the heads of their unit and of the units above it.
"""

from collections.abc import Collection, Iterable, Iterator
from typing import Literal

from vitalfew.base.finding import Finding
from vitalfew.base.said import say
from vitalfew.model.formula import FormulaError, parse
from vitalfew.model.framework import Framework
from vitalfew.model.kpi import Kpi

Visibility = Literal["public", "unit", "line"]
FEWEST = 5
"""Figures of fewer people than this are not shown as a sum, a mean or a score either."""
INDIVIDUAL = "individual"
REASONS: dict[Visibility, str] = {
    "line": say("private to the person and their line"),
    "unit": say("private to its unit and the line above"),
    "public": say("made of the private figures of fewer than {fewest} people", fewest=FEWEST),
}


def visibility_of(framework: Framework, kpi: Kpi) -> Visibility:
    """Give who a KPI is for: as declared, else the line of whom it measures where that is one person, else everybody."""
    if "visibility" in kpi.model_fields_set:
        return kpi.visibility
    return "line" if is_individual(framework, kpi) else "public"


def is_individual(framework: Framework, kpi: Kpi) -> bool:
    """Tell whether a KPI measures one person."""
    level = framework.level_of(kpi)
    return bool(kpi.subject) or (level.id if level else kpi.level) == INDIVIDUAL


def may_see(framework: Framework, kpi: Kpi, viewer: str | None) -> bool:
    """Tell whether a viewer may see the figures of a KPI.

    `public` is for everybody, but for a KPI whose formula is made of private figures of fewer than five people.
    `unit` is for the people of its unit and those below, and for the heads above, `line` for the person that it measures and
    their line. Owner, reviewer, and the deputies of the reviewer and of the line may see both.
    """
    match visibility_of(framework, kpi):
        case "public":
            people = {name for part in _parts(framework, kpi) if not _is_inside(framework, part, viewer) for name in _about(part)}
            return not people or len(people) >= FEWEST
        case _:
            return _is_inside(framework, kpi, viewer)


def reason(framework: Framework, kpi: Kpi) -> str:
    """Say to whom a KPI that is not shown is private."""
    return REASONS[visibility_of(framework, kpi)]


def hidden(framework: Framework, viewer: str | None) -> frozenset[str]:
    """Give the ids of the KPIs whose figures a viewer may not see."""
    if all(visibility_of(framework, kpi) == "public" for kpi in framework.kpis):
        return frozenset()
    return frozenset(kpi.id for kpi in framework.kpis if not may_see(framework, kpi, viewer))


def behind(framework: Framework, kpi: Kpi) -> frozenset[str]:
    """Give whose own figures a KPI holds: the person that it measures, else its owners; all of those in its formula."""
    own = [kpi] if visibility_of(framework, kpi) == "line" else _parts(framework, kpi)
    return frozenset(name for part in own for name in _about(part))


def line_above(framework: Framework, person: str) -> Iterator[str]:
    """Give the managers above a person and the heads of their unit and of those above it, nearest first."""
    seen = {person}
    below = person
    while (known := framework.person.get(below)) and known.manager and known.manager not in seen:
        seen.add(below := known.manager)
        yield below
    own = framework.person.get(person)
    yield from (head for head in _heads(framework, own.org_unit if own else None) if head not in seen)


def recognised(framework: Framework, text: str | None) -> str | None:
    """Give the person whom an id, a name or an address names; None where nobody of the framework is named so."""
    wanted = (text or "").strip().removeprefix("person:")
    for person in framework.people if wanted else ():
        if wanted == person.id or wanted.casefold() in {each.casefold() for each in (person.name, person.email) if each}:
            return person.id
    return None


def told_to(findings: Iterable[Finding], framework: Framework, unseen: Collection[str]) -> tuple[Finding, ...]:
    """Give findings without what they say of figures that are hidden; that something was found is still told."""
    if not unseen:
        return tuple(findings)
    open_ = {name for kpi in framework.kpis if kpi.id not in unseen for name in _measures(kpi)}
    own = {name for id_ in unseen for name in _measures(framework.kpi[id_])} - open_
    return tuple(_told(each) if _is_about(each, unseen, own) else each for each in findings)


def _is_about(finding: Finding, kpis: Collection[str], measures: Collection[str]) -> bool:
    ref = finding.ref
    return (ref.kind == "kpi" and ref.id in kpis) or (ref.kind == "measure" and ref.id in measures)


def _told(finding: Finding) -> Finding:
    return finding._replace(message=f"something is said of `{finding.ref}`, whose figures are private")


def _is_inside(framework: Framework, kpi: Kpi, viewer: str | None) -> bool:
    return viewer is not None and viewer in _circle(framework, kpi)


def _circle(framework: Framework, kpi: Kpi) -> set[str]:
    """Give everybody who may see the figures of a KPI that are not for all."""
    is_line = visibility_of(framework, kpi) != "unit"
    about = _about(kpi) if is_line else set[str]()
    above = {name for person in about for name in line_above(framework, person)}
    above |= set() if about & framework.person.keys() else set(_heads(framework, kpi.org_unit))
    above |= {kpi.reviewer} if kpi.reviewer else set()
    deputies = {person.deputy for name in above if (person := framework.person.get(name)) and person.deputy}
    return about | set(kpi.owners) | above | deputies | (set() if is_line else _members(framework, kpi.org_unit))


def _about(kpi: Kpi) -> set[str]:
    return {kpi.subject} if kpi.subject else set(kpi.owners) or {kpi.id}


def _heads(framework: Framework, unit: str | None) -> Iterator[str]:
    seen: set[str] = set()
    while unit in framework.org_unit and unit not in seen:
        seen.add(unit)
        known = framework.org_unit[unit]
        if known.head:
            yield known.head
        unit = known.parent


def _members(framework: Framework, unit: str | None) -> set[str]:
    """Give the people of a unit and of those below it."""
    within = {each.id for each in framework.org_units if unit in _up(framework, each.id)}
    return {person.id for person in framework.people if person.org_unit in within}


def _up(framework: Framework, unit: str | None) -> set[str]:
    seen: set[str] = set()
    while unit in framework.org_unit and unit not in seen:
        seen.add(unit)
        unit = framework.org_unit[unit].parent
    return seen


def _parts(framework: Framework, kpi: Kpi) -> Iterator[Kpi]:
    """Give the KPIs that are for a line alone and part of a KPI's formula, at any depth."""
    seen, queue = {kpi.id}, [kpi]
    while queue:
        for id_ in _named(queue.pop()):
            part = framework.kpi.get(id_)
            if part and id_ not in seen:
                seen.add(id_)
                queue.append(part)
                if visibility_of(framework, part) == "line":
                    yield part


def _named(kpi: Kpi) -> Iterable[str]:
    try:
        return parse(kpi.formula).kpis if kpi.formula else ()
    except FormulaError:  # a finding of reading
        return ()


def _measures(kpi: Kpi) -> Iterable[str]:
    try:
        return parse(kpi.formula).measures if kpi.formula else ()
    except FormulaError:  # a finding of reading
        return ()
