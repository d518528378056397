"""Whom something can be given to, and who can be told: somebody the framework knows, by name, who has not left."""

from __future__ import annotations

from vitalfew.base.errors import Refused, UnknownName
from vitalfew.rhythm.desk import Desk


def why_unreachable(desk: Desk, person: str | None) -> str | None:
    """Say in a few words why somebody cannot be told; None where they can."""
    known = desk.framework.person.get(person or "")
    if known is None:
        return "nobody of that name is declared" if person else "nobody is named"
    if known.name is None:
        return "the role is not filled"
    return "no longer with the organisation" if known.left and known.left <= desk.today else None


def answerable(desk: Desk, person: str) -> str:
    """Give the id of a person who can answer for something; raises UnknownName, Refused."""
    if person not in desk.framework.person:
        raise UnknownName("person", person, desk.framework.person)
    why = why_unreachable(desk, person)
    if why:
        said = f"`{person}` cannot answer for it: {why}"
        raise Refused(said, "name somebody who can")
    return person
