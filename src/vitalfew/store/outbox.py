"""What is to be sent, written in the transaction that gives the reason, so that nothing is sent of what did not happen.

A message is known by its key: what is written twice is sent once, and receivers can tell a repetition by its address, which
stays the same however often it is tried. It is taken by a lease, as slots are; a sender that dies after sending leaves it to be
sent again, so that each message arrives at least once, and once alone where the receiver knows addresses it has seen.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, NamedTuple

from sqlalchemy import or_

from vitalfew.base.errors import UnknownName
from vitalfew.store.database import Transaction
from vitalfew.store.tables import JOURNAL, OUTBOX, moment

WAITING, SENT, DEAD, DROPPED = "waiting", "sent", "dead", "dropped"
STATES = (WAITING, SENT, DEAD, DROPPED)
LINKS = "account/"
"""How the keys of messages begin that hold a link to choose a password with: it leaves by no other way."""
EDITION = "edition/"
"""How the keys of messages begin that carry the documents of an edition, whose number follows."""
TRIES = 8
"""How often a message is tried; the last try is nearly four days after the first."""
FIRST, FACTOR = timedelta(minutes=1), 4


class Attached(NamedTuple):
    """A file that goes with a message."""

    name: str
    media: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Message:
    """Something to be said to a person; `address` is the same at each try and in no other organisation.

    `files` are looked up when it is sent.
    """

    key: str
    at: datetime
    person: str
    subject: str
    body: str
    state: str
    tries: int
    next_at: datetime
    address: str
    holder: str | None = None
    channel: str | None = None
    sent_at: datetime | None = None
    said: str | None = None
    files: tuple[Attached, ...] = ()

    def as_json(self) -> dict[str, object]:
        """Give the message in the JSON contract's fields."""
        return {
            "key": self.key,
            "at": self.at.isoformat(),
            "person": f"person:{self.person}",
            "subject": self.subject,
            "body": self.body,
            "state": self.state,
            "tries": self.tries,
            "next_at": self.next_at.isoformat() if self.state == WAITING else None,
            "channel": self.channel,
            "sent_at": self.sent_at.isoformat() if self.sent_at else None,
            "said": self.said,
        }


def put(
    transaction: Transaction, *, key: str, person: str, subject: str, body: str, at: datetime, not_before: datetime | None = None
) -> bool:
    """Write a message to a person, to leave not before a moment; tells whether it is new by its key."""
    if transaction.count(OUTBOX, OUTBOX.c.key == key):
        return False
    row = {"key": key, "at": moment(at), "person": person, "subject": subject, "body": body, "state": WAITING, "tries": 0}
    transaction.add(OUTBOX, {**row, "next_at": moment(not_before or at)})
    return True


def take(
    transaction: Transaction,
    *,
    holder: str,
    now: datetime,
    lease: timedelta,
    reaches: Callable[[str], bool],
    links_only: bool = False,
) -> Message | None:
    """Take the message that is due longest to a person who can be reached; None where there is none."""
    for row in transaction.find(OUTBOX, *_free(now, links_only=links_only), order=[OUTBOX.c.next_at, OUTBOX.c.key]):
        if reaches(row["person"]):
            claimed = {"holder": holder, "leased_until": moment(now + lease), "tries": row["tries"] + 1}
            transaction.change(OUTBOX, claimed, OUTBOX.c.key == row["key"])
            return _of({**row, **claimed}, origin(transaction))
    return None


def sent(transaction: Transaction, message: Message, *, channel: str, now: datetime) -> bool:
    """Note that a message has left; tells whether it was still this holder's to send."""
    values = {"state": SENT, "channel": channel, "sent_at": moment(now), "said": None, **_RELEASED}
    return bool(transaction.change(OUTBOX, values, *_mine(message)))


def failed(transaction: Transaction, message: Message, *, now: datetime, said: str) -> bool:
    """Let a message wait for its next try, each wait four times as long as the one before; tells whether it is dead instead."""
    if message.tries >= TRIES:
        return bury(transaction, message, said=said)
    wait = FIRST * FACTOR ** (message.tries - 1)
    transaction.change(OUTBOX, {"next_at": moment(now + wait), "said": said, **_RELEASED}, *_mine(message))
    return False


def bury(transaction: Transaction, message: Message, *, said: str) -> bool:
    """Give a message up until somebody lets it be tried again; tells whether it was still this holder's."""
    return bool(transaction.change(OUTBOX, {"state": DEAD, "said": said, **_RELEASED}, *_mine(message)))


def waiting(transaction: Transaction, *, now: datetime, links_only: bool = False) -> list[str]:
    """Give the person of each message that is due and that nobody has taken; of those alone that hold a link, where asked."""
    return [row["person"] for row in transaction.find(OUTBOX, *_free(now, links_only=links_only))]


def messages(transaction: Transaction, *, states: Sequence[str] = STATES, last: int | None = None) -> list[Message]:
    """Give the messages in some states by the moment they were written, or the last few of them."""
    order = [OUTBOX.c.at.desc(), OUTBOX.c.key.desc()]
    rows, ours = transaction.find(OUTBOX, OUTBOX.c.state.in_(list(states)), order=order, most=last), origin(transaction)
    return [_of(row, ours) for row in rows[::-1]]


def retry(transaction: Transaction, *keys: str, now: datetime) -> int:
    """Let messages that are dead be tried from the beginning, all of them where none is named; raises UnknownName."""
    values = {"state": WAITING, "tries": 0, "next_at": moment(now), **_RELEASED}
    return transaction.change(OUTBOX, values, OUTBOX.c.state == DEAD, OUTBOX.c.key.in_(_known(transaction, keys, (DEAD,))))


def drop(transaction: Transaction, *keys: str) -> int:
    """End messages that wait or are dead without sending them; their keys stay, so that they are not written again."""
    where = (OUTBOX.c.state.in_([WAITING, DEAD]), OUTBOX.c.key.in_(_known(transaction, keys, (WAITING, DEAD))))
    return transaction.change(OUTBOX, {"state": DROPPED, **_RELEASED}, *where)


def erase_messages(transaction: Transaction, person: str) -> int:
    """Take away all that was written to a person; gives how much it was."""
    return transaction.drop(OUTBOX, OUTBOX.c.person == person)


_RELEASED = {"holder": None, "leased_until": None}


def _known(transaction: Transaction, keys: Sequence[str], states: Sequence[str]) -> list[str]:
    known = [row["key"] for row in transaction.find(OUTBOX, OUTBOX.c.state.in_(list(states)))]
    for key in keys:
        if key not in known:
            kind = f"{' or '.join(states)} message"
            raise UnknownName(kind, key, known)
    return list(keys) or known


def _free(now: datetime, *, links_only: bool) -> tuple[Any, ...]:
    free = or_(OUTBOX.c.leased_until.is_(None), OUTBOX.c.leased_until <= moment(now))
    kind = (OUTBOX.c.key.startswith(LINKS),) if links_only else ()
    return OUTBOX.c.state == WAITING, OUTBOX.c.next_at <= moment(now), free, *kind


def _mine(message: Message) -> tuple[Any, ...]:
    mine = (OUTBOX.c.state == WAITING, OUTBOX.c.holder == message.holder, OUTBOX.c.tries == message.tries)
    return (OUTBOX.c.key == message.key, *mine)


def origin(transaction: Transaction) -> str:
    """Tell this organisation from all others: the first hash of its journal rests on chance, and stays in a restored backup."""
    first = transaction.find(JOURNAL, JOURNAL.c.number == 1)
    return str(first[0]["hash"]) if first else transaction.workspace


def _of(row: Mapping[str, Any], ours: str) -> Message:
    return Message(
        key=row["key"],
        at=datetime.fromisoformat(row["at"]),
        person=row["person"],
        subject=row["subject"],
        body=row["body"],
        state=row["state"],
        tries=row["tries"],
        next_at=datetime.fromisoformat(row["next_at"]),
        address=sha256(f"{ours}\n{row['key']}".encode()).hexdigest()[:40],
        holder=row["holder"],
        channel=row["channel"],
        sent_at=datetime.fromisoformat(row["sent_at"]) if row["sent_at"] else None,
        said=row["said"],
    )
