"""Telling people: each notice once by its key, not in the quiet hours, to whoever stands in for who is away."""

from __future__ import annotations

from vitalfew.rhythm.desk import Desk
from vitalfew.store.outbox import put


def tell(desk: Desk, person: str | None, *, key: str, subject: str, body: str) -> bool:
    """Put a notice to a person into the outbox; tells whether one went in.

    Nobody is told where there is nobody to tell: no such person, one who has left, a role still to be filled.
    """
    known = desk.framework.person.get(person or "")
    if known is None or known.name is None or (known.left and known.left <= desk.today):
        return False
    awake = desk.hours.awake(desk.at)
    return put(
        desk.transaction, key=f"{key}/{known.id}", person=known.id, subject=subject, body=body, at=desk.at, not_before=awake
    )
