"""Telling people: each notice once by its key, not in the quiet hours, to whoever stands in for who is away."""

from __future__ import annotations

from vitalfew.model.organization import Person
from vitalfew.rhythm.absence import absence_of, has_left, stand_in
from vitalfew.rhythm.desk import Desk
from vitalfew.store.outbox import put


def tell(desk: Desk, person: str | None, *, key: str, subject: str, body: str) -> bool:
    """Put a notice to a person into the outbox; tells whether one went in.

    Whoever stands in for them is told instead while they are away or have left, and the notice says for whom it is. It keeps
    the key of whom it was meant for, so that they are not told again once they are back. Nobody is told where there is nobody.
    """
    known = desk.framework.person.get(person or "")
    reader = stand_in(desk, known.id) if known else None
    if known is None or reader is None:
        return False
    said = body if reader == known.id else f"{_instead(desk, known)}\n\n{body}"
    awake = desk.hours.awake(desk.at)
    return put(desk.transaction, key=f"{key}/{known.id}", person=reader, subject=subject, body=said, at=desk.at, not_before=awake)


def _instead(desk: Desk, person: Person) -> str:
    """Say for whom a notice is, and why it comes to somebody else."""
    absence = absence_of(desk, person.id)
    if has_left(desk, person.id):
        return f"For {person.name or person.id}, who has left."
    if absence is None:
        return f"For the role `{person.id}`, which nobody fills yet."
    return f"For {person.name or person.id}, who is away {f'until {absence.until}' if absence.until else 'until further notice'}."
