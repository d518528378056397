"""Telling people: each notice once by its key, not in the quiet hours, to whoever stands in for who is away."""

from __future__ import annotations

from vitalfew.base.said import say, several
from vitalfew.language.tongue import told_in
from vitalfew.model.organization import Person
from vitalfew.rhythm.absence import absence_of, has_left, stand_in
from vitalfew.rhythm.desk import Desk
from vitalfew.store.outbox import put


def tell(desk: Desk, person: str | None, *, key: str, subject: str, body: str) -> bool:
    """Put a notice to a person into the outbox; tells whether one went in.

    Whoever stands in for them is told instead while they are away or have left, and the notice says for whom it is. It keeps
    the key of whom it was meant for, so that they are not told again once they are back. Nobody is told where there is nobody.
    It is told in the language that the workspace publishes in: which one a person reads, only their browser knows.
    """
    known = desk.framework.person.get(person or "")
    reader = stand_in(desk, known.id) if known else None
    if known is None or reader is None:
        return False
    said = body if reader == known.id else several((_instead(desk, known), "", body), "\n")
    awake, language = desk.hours.awake(desk.at), desk.framework.publishing.language
    texts = {"subject": str(told_in(subject, language)), "body": str(told_in(said, language))}
    return put(desk.transaction, key=f"{key}/{known.id}", person=reader, **texts, at=desk.at, not_before=awake)


def _instead(desk: Desk, person: Person) -> str:
    """Say for whom a notice is, and why it comes to somebody else."""
    absence, name = absence_of(desk, person.id), person.name or person.id
    if has_left(desk, person.id):
        return say("For {name}, who has left.", name=name)
    if absence is None:
        return say("For the role `{role}`, which nobody fills yet.", role=person.id)
    if absence.until is None:
        return say("For {name}, who is away until further notice.", name=name)
    return say("For {name}, who is away until {day}.", name=name, day=absence.until)
