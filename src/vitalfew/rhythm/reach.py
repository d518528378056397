"""Whom something can be given to, and who can be told: somebody the framework knows, by name, who has not left."""

from __future__ import annotations

from vitalfew.base.errors import Refused, UnknownName
from vitalfew.base.said import say
from vitalfew.rhythm.desk import Desk


def why_unreachable(desk: Desk, person: str | None) -> str | None:
    """Say in a few words why somebody cannot be told; None where they can."""
    known = desk.framework.person.get(person or "")
    if known is None:
        return say("nobody of that name is declared") if person else say("nobody is named")
    if known.name is None:
        return say("the role is not filled")
    return say("no longer with the organisation") if known.left and known.left <= desk.today else None


def answerable(desk: Desk, person: str) -> str:
    """Give the id of a person who can answer for something; raises UnknownName, Refused."""
    if person not in desk.framework.person:
        raise UnknownName("person", person, desk.framework.person)
    why = why_unreachable(desk, person)
    if why:
        said = say("`{person}` cannot answer for it: {why}", person=person, why=why)
        raise Refused(said, say("name somebody who can"))
    return person
