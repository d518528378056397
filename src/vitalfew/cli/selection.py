"""Parts of a scorecard: the KPIs of a level, a tier, an organisation unit with those below it, an owner."""

from __future__ import annotations

from dataclasses import replace

from vitalfew.base.errors import UnknownName
from vitalfew.model.framework import Framework
from vitalfew.model.graph import Lines
from vitalfew.model.verdict import Scorecard


def select(
    scorecard: Scorecard,
    framework: Framework,
    *,
    level: str | None = None,
    tier: int | None = None,
    org_unit: str | None = None,
    owner: str | None = None,
) -> Scorecard:
    """Keep the verdicts that meet all that is given, and the objectives they name; raises UnknownName."""
    if level is None and tier is None and org_unit is None and owner is None:
        return scorecard
    if level is not None and level not in {each.id for each in framework.all_levels}:
        raise UnknownName("level", level, (each.id for each in framework.all_levels))
    units = None if org_unit is None else units_below(framework, org_unit)
    person = None if owner is None else _person(framework, owner)
    verdicts = tuple(
        verdict
        for verdict in scorecard.verdicts
        if (level is None or verdict.level == level)
        and (tier is None or verdict.tier == tier)
        and (units is None or verdict.org_unit in units)
        and (person is None or verdict.owner == person)
    )
    home = homes(framework)
    named = {home.get(verdict.ref.id) for verdict in verdicts}
    objectives = tuple(rollup for rollup in scorecard.objectives if rollup.ref.id in named)
    lenses = {rollup.perspective for rollup in objectives}
    perspectives = tuple(rollup for rollup in scorecard.perspectives if rollup.ref.id in lenses)
    refs = {verdict.ref for verdict in verdicts}
    incomplete = tuple(finding for finding in scorecard.incomplete if finding.ref.kind != "kpi" or finding.ref in refs)
    return replace(scorecard, verdicts=verdicts, objectives=objectives, perspectives=perspectives, incomplete=incomplete)


def homes(framework: Framework) -> dict[str, str]:
    """Give the objective that each KPI is shown under: its first, else the first that it reaches through `contributes_to`."""
    found: dict[str, str] = {}
    for objective, kpis in Lines(framework).linked.items():
        for kpi in kpis:
            own = next((link.id for link in kpi.objectives if link.id in framework.objective), None)
            found.setdefault(kpi.id, own or objective)
    return found


def units_below(framework: Framework, top: str) -> frozenset[str]:
    """Give a unit and all units below it; raises UnknownName."""
    if top not in framework.org_unit:
        raise UnknownName("organisation unit", top, framework.org_unit)
    found, grown = {top}, True
    while grown:
        more = {unit.id for unit in framework.org_units if unit.parent in found} - found
        found |= more
        grown = bool(more)
    return frozenset(found)


def _person(framework: Framework, name: str) -> str:
    if name in framework.person:
        return name
    by_name = {person.name.lower(): person.id for person in framework.people if person.name}
    if name.lower() in by_name:
        return by_name[name.lower()]
    raise UnknownName("person", name, [*framework.person, *(person.name for person in framework.people if person.name)])
