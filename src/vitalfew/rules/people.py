"""Where people stand and whether they are there; shared by the rules about owners and reviews, no rule itself."""

from __future__ import annotations

from datetime import date

from vitalfew.base.said import say
from vitalfew.model.framework import Framework
from vitalfew.model.organization import Person
from vitalfew.rules.unread import Unread


def absence(person: Person, today: date, unread: Unread, *, groups: bool = False) -> str | None:
    """Say why nobody answers under a name: gone, still to fill in, or (where asked) a group; None where somebody does.

    A role still to fill that owns a KPI is found there, once.
    """
    if person.left is not None and person.left <= today:
        return say("left on {left}", left=person.left)
    if person.name is None and not unread.any(person.ref, "name"):
        owns = any(person.id in kpi.owners for kpi in unread.framework.current_kpis)
        return None if owns else say("is still to fill in")
    return say("is a group") if groups and person.group else None


def line_above(framework: Framework, id_: str) -> frozenset[str]:
    """Give everyone above a person, at any height; a line that leads round ends where it began."""
    found: set[str] = set()
    person = framework.person.get(id_)
    while person and person.manager and person.manager not in found:
        found.add(person.manager)
        person = framework.person.get(person.manager)
    return frozenset(found)


def _above(framework: Framework, id_: str) -> set[str]:
    """Give a unit and all above it."""
    found: set[str] = set()
    unit = framework.org_unit.get(id_)
    while unit and unit.id not in found:
        found.add(unit.id)
        unit = framework.org_unit.get(unit.parent or "")
    return found


def is_related(framework: Framework, one: str, other: str) -> bool:
    """Tell whether one org unit is the other, or stands above or within it."""
    return one == other or one in _above(framework, other) or other in _above(framework, one)
