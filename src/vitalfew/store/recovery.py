"""Codes for whoever has lost the second factor, each good once; here are their hashes alone.

A code is 80 bits of chance, so that a plain hash does: a copy of the database opens nothing.
"""

from __future__ import annotations

from base64 import b32encode
from secrets import token_bytes

from vitalfew.store.database import Transaction
from vitalfew.store.sessions import hashed
from vitalfew.store.tables import RECOVERY

CODES, BYTES = 10, 10
PART = 4
"""Letters between two dashes."""


def make_codes(transaction: Transaction, account: str) -> tuple[str, ...]:
    """Make codes, as people write them down; the earlier ones are good for nothing any more."""
    drop_codes(transaction, account)
    made = tuple(b32encode(token_bytes(BYTES)).decode() for _ in range(CODES))
    transaction.add(RECOVERY, *({"account": account, "hash": hashed(code)} for code in made))
    return tuple("-".join(code[start : start + PART] for start in range(0, len(code), PART)) for code in made)


def use_code(transaction: Transaction, account: str, code: str) -> bool:
    """Use a code up; tells whether it was one."""
    plain = "".join(each for each in code.upper() if each.isalnum())
    return bool(transaction.drop(RECOVERY, RECOVERY.c.account == account, RECOVERY.c.hash == hashed(plain)))


def codes_left(transaction: Transaction, account: str) -> int:
    """Say how many codes an account has that nobody has used."""
    return transaction.count(RECOVERY, RECOVERY.c.account == account)


def drop_codes(transaction: Transaction, account: str) -> None:
    """Let no code of an account open anything any more."""
    transaction.drop(RECOVERY, RECOVERY.c.account == account)
