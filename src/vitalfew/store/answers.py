"""Answers to steps that programs took with a key: whoever asks again with it, after a line that broke, gets the same one.

They are kept for a day. They may hold words of people, so they go when anybody is erased.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from hashlib import sha256
from typing import NamedTuple

from vitalfew.store.database import Transaction
from vitalfew.store.tables import ANSWER, moment

LASTS = timedelta(hours=24)


class Answered(NamedTuple):
    """What was answered, and to which request, by its hash."""

    request: str
    status: int
    body: str


def answered(transaction: Transaction, who: str, key: str, *, at: datetime) -> Answered | None:
    """Give what somebody was answered when they first came with a key; None where that was more than a day ago, or never."""
    where = (ANSWER.c.key == _hidden(who, key), ANSWER.c.at > moment(at - LASTS))
    rows = transaction.find(ANSWER, *where)
    return Answered(rows[0]["request"], rows[0]["status"], rows[0]["body"]) if rows else None


def keep_answer(transaction: Transaction, who: str, key: str, answer: Answered, *, at: datetime) -> None:
    """Keep an answer, in the transaction of the step itself; those that are too old go."""
    transaction.drop(ANSWER, ANSWER.c.at <= moment(at - LASTS))
    transaction.add(ANSWER, {"key": _hidden(who, key), "at": moment(at), **answer._asdict()})


def forget_answers(transaction: Transaction) -> int:
    """Take all answers away, since any may name a person; gives how many there were."""
    return transaction.drop(ANSWER)


def _hidden(who: str, key: str) -> str:
    return sha256(f"{who}\n{key}".encode()).hexdigest()
