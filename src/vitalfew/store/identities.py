"""Whom a provider of single sign-on names: the account that each of its subjects is, as rows.

A subject is who somebody is to the provider, for good; an address may go to somebody else later, so it is no key.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from vitalfew.store.database import Transaction
from vitalfew.store.tables import IDENTITY, moment


@dataclass(frozen=True, slots=True)
class Identity:
    """Somebody at a provider, and the account that they are here."""

    issuer: str
    subject: str
    account: str
    made_at: datetime


def find_identity(transaction: Transaction, issuer: str, subject: str) -> Identity | None:
    """Give whom a provider names; None where it is nobody's account yet."""
    where = (IDENTITY.c.issuer == issuer, IDENTITY.c.subject == subject)
    return next(map(_of, transaction.find(IDENTITY, *where)), None)


def identities(transaction: Transaction, account: str = "") -> list[Identity]:
    """Give whom providers name, of one account or of all."""
    where = (IDENTITY.c.account == account,) if account else ()
    return list(map(_of, transaction.find(IDENTITY, *where, order=[IDENTITY.c.made_at, IDENTITY.c.subject])))


def add_identity(transaction: Transaction, issuer: str, subject: str, *, account: str, at: datetime) -> None:
    """Link whom a provider names to an account."""
    transaction.add(IDENTITY, {"issuer": issuer, "subject": subject, "account": account, "made_at": moment(at)})


def drop_identities(transaction: Transaction, account: str) -> int:
    """Unlink an account from every provider; tells how many there were."""
    return transaction.drop(IDENTITY, IDENTITY.c.account == account)


def _of(row: Mapping[str, Any]) -> Identity:
    return Identity(row["issuer"], row["subject"], row["account"], datetime.fromisoformat(row["made_at"]))
