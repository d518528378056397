"""Who can sign in to a workspace and with which roles, as rows.

A login is kept as it is compared: without capitals. What a change means, and who may make it, is for the rhythm to say.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from secrets import token_hex
from typing import Any, NamedTuple

from vitalfew.base.errors import Refused, UnknownName
from vitalfew.base.said import say
from vitalfew.store.database import Transaction
from vitalfew.store.tables import ACCOUNT, IDENTITY, RECOVERY, ROLE, SESSION, TICKET, TOKEN, moment

ACTIVE, DISABLED = "active", "disabled"


class Grant(NamedTuple):
    """A role in an organisation unit and those below it; the unit is empty for the whole workspace."""

    role: str
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Account:
    """Who can sign in; `person` is whom of the framework they are, `totp_step` the last step of the second factor used."""

    id: str
    login: str
    person: str | None
    state: str
    made_at: datetime
    grants: tuple[Grant, ...] = ()
    password: str | None = field(default=None, repr=False)
    totp: str | None = field(default=None, repr=False)
    totp_step: int = 0

    @property
    def is_active(self) -> bool:
        """Tell whether the account may be used."""
        return self.state == ACTIVE

    def as_json(self) -> dict[str, object]:
        """Give the account in the JSON contract's fields."""
        return {
            "login": self.login,
            "person": f"person:{self.person}" if self.person else None,
            "state": self.state,
            "roles": [each._asdict() for each in self.grants],
            "has_password": self.password is not None,
            "has_second_factor": self.totp is not None,
            "made_at": self.made_at.isoformat(),
        }


def plain_login(text: str) -> str:
    """Give a login as it is compared; what no database keeps is left out."""
    return " ".join(text.replace("\0", "").encode("utf-8", "replace").decode().split()).casefold()


def has_accounts(transaction: Transaction) -> bool:
    """Tell whether anybody can sign in, or could."""
    return bool(transaction.find(ACCOUNT, most=1))


def accounts(transaction: Transaction) -> list[Account]:
    """Give every account by its login."""
    grants: dict[str, list[Grant]] = {}
    for row in transaction.find(ROLE, order=[ROLE.c.unit, ROLE.c.role]):
        grants.setdefault(row["account"], []).append(Grant(row["role"], row["unit"]))
    return [_of(row, grants.get(row["id"], ())) for row in transaction.find(ACCOUNT, order=[ACCOUNT.c.login])]


def find_account(transaction: Transaction, id_: str) -> Account | None:
    """Give an account by its id; None where there is none."""
    return _found(transaction, transaction.find(ACCOUNT, ACCOUNT.c.id == id_))


def account_of(transaction: Transaction, login: str) -> Account | None:
    """Give an account by its login; None where there is none."""
    return _found(transaction, transaction.find(ACCOUNT, ACCOUNT.c.login == plain_login(login)))


def known_account(transaction: Transaction, login: str) -> Account:
    """Give an account by its login; raises UnknownName."""
    found = account_of(transaction, login)
    if found is None:
        raise UnknownName("account", login, [each.login for each in accounts(transaction)])
    return found


def add_account(transaction: Transaction, login: str, *, person: str | None, at: datetime) -> Account:
    """Make an account without a password and without a role; raises Refused where the login is taken or is none."""
    plain = plain_login(login)
    if not 2 <= len(plain) <= 200 or not plain.isprintable():
        raise Refused(say("a login has 2 to 200 characters"), say("take an address or a name"))
    if account_of(transaction, plain):
        why = say("there is an account `{plain}` already", plain=plain)
        raise Refused(why, say("take another login"))
    made = Account(token_hex(8), plain, person, ACTIVE, at)
    row = {"id": made.id, "login": plain, "person": person, "totp_step": 0, "state": ACTIVE, "made_at": moment(at)}
    transaction.add(ACCOUNT, row)
    return made


def change_account(transaction: Transaction, id_: str, **values: object) -> None:
    """Give columns of an account other values."""
    transaction.change(ACCOUNT, values, ACCOUNT.c.id == id_)


def use_step(transaction: Transaction, account: Account, step: int) -> bool:
    """Note that a step of the second factor was used; tells whether it was the first to come with it."""
    return bool(transaction.change(ACCOUNT, {"totp_step": step}, ACCOUNT.c.id == account.id, ACCOUNT.c.totp_step < step))


def set_grants(transaction: Transaction, id_: str, grants: Iterable[Grant]) -> None:
    """Give an account other roles than it had."""
    transaction.drop(ROLE, ROLE.c.account == id_)
    transaction.add(ROLE, *({"account": id_, **each._asdict()} for each in sorted(set(grants))))


def erase_accounts(transaction: Transaction, person: str) -> int:
    """Take away the accounts of a person with all that hangs on them; gives how many there were."""
    mine = [each.id for each in accounts(transaction) if person in {each.person, each.login}]
    for table in (ROLE, SESSION, TICKET, TOKEN, IDENTITY, RECOVERY):
        transaction.drop(table, table.c.account.in_(mine))
    return transaction.drop(ACCOUNT, ACCOUNT.c.id.in_(mine))


def _found(transaction: Transaction, rows: list[dict[str, Any]]) -> Account | None:
    if not rows:
        return None
    held = transaction.find(ROLE, ROLE.c.account == rows[0]["id"], order=[ROLE.c.unit, ROLE.c.role])
    return _of(rows[0], (Grant(row["role"], row["unit"]) for row in held))


def _of(row: Mapping[str, Any], grants: Iterable[Grant]) -> Account:
    same = {name: row[name] for name in ("id", "login", "person", "state", "password", "totp", "totp_step")}
    return Account(**same, made_at=datetime.fromisoformat(row["made_at"]), grants=tuple(grants))
