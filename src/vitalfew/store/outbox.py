"""What is to be sent, written in the transaction that gives the reason, so that nothing is sent of what did not happen.

A message is known by its key: what is written twice is sent once, and receivers can tell a repetition by it.
"""

from __future__ import annotations

from datetime import datetime

from vitalfew.store.database import Transaction
from vitalfew.store.tables import OUTBOX, moment

WAITING, SENT, DEAD = "waiting", "sent", "dead"


def put(
    transaction: Transaction, *, key: str, person: str, subject: str, body: str, at: datetime, not_before: datetime | None = None
) -> bool:
    """Write a message to a person, to leave not before a moment; tells whether it is new by its key."""
    if transaction.count(OUTBOX, OUTBOX.c.key == key):
        return False
    row = {"key": key, "at": moment(at), "person": person, "subject": subject, "body": body, "state": WAITING, "tries": 0}
    transaction.add(OUTBOX, {**row, "next_at": moment(not_before or at)})
    return True
