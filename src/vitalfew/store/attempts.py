"""How often somebody has tried, so that guessing takes longer than anybody lives; every process counts in the same rows."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from hashlib import sha256
from math import ceil
from typing import NamedTuple

from vitalfew.store.database import Transaction
from vitalfew.store.tables import ATTEMPT, moment


class Limit(NamedTuple):
    """How often what a key stands for may be tried in a stretch of time."""

    key: str
    most: int
    within: timedelta


def attempt(transaction: Transaction, limits: Iterable[Limit], *, at: datetime) -> bool:
    """Count an attempt against limits, the narrowest first; tells whether it is within each. What is not let through ends it."""
    return all(_counted(transaction, limit, at) <= limit.most for limit in limits)


def seconds_left(transaction: Transaction, limit: Limit, *, at: datetime) -> int:
    """Give the seconds until what was tried too often may be tried again; 0 where it may be tried now. Counts nothing."""
    rows = transaction.find(ATTEMPT, ATTEMPT.c.key == _hidden(limit.key), ATTEMPT.c.count >= limit.most)
    ends = datetime.fromisoformat(rows[0]["since"]) + limit.within if rows else at
    return max(0, ceil((ends - at).total_seconds()))


def forgive(transaction: Transaction, limits: Iterable[Limit]) -> None:
    """Take back an attempt that was no guess."""
    for limit in limits:
        for row in transaction.find(ATTEMPT, ATTEMPT.c.key == _hidden(limit.key)):
            transaction.change(ATTEMPT, {"count": max(0, row["count"] - 1)}, ATTEMPT.c.key == row["key"])


def _counted(transaction: Transaction, limit: Limit, at: datetime) -> int:
    key = _hidden(limit.key)
    rows = transaction.find(ATTEMPT, ATTEMPT.c.key == key)
    if rows and rows[0]["since"] > moment(at - limit.within):
        count = int(rows[0]["count"]) + 1
        transaction.change(ATTEMPT, {"count": count}, ATTEMPT.c.key == key)
        return count
    transaction.drop(ATTEMPT, ATTEMPT.c.key == key)
    transaction.add(ATTEMPT, {"key": key, "since": moment(at), "count": 1})
    return 1


def _hidden(key: str) -> str:
    """Give a key as it is kept: people type passwords where their name belongs."""
    return sha256(key.encode("utf-8", "surrogatepass")).hexdigest()
