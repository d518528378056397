"""Where accounts are signed in, and what else opens them: tickets for one step, tokens for programs.

What the bearer holds is 256 bits of chance and is given out once; here is its hash alone, so that a copy of the database opens
nothing. Rows are of one workspace: what opens one is unknown to the next.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from secrets import token_hex, token_urlsafe
from typing import Any, Literal

from vitalfew.base.errors import UnknownName
from vitalfew.store.database import Transaction
from vitalfew.store.outbox import LINKS
from vitalfew.store.tables import ATTEMPT, OUTBOX, SESSION, TICKET, TOKEN, moment

IDLE, LONGEST = timedelta(hours=8), timedelta(days=7)
"""A session ends when nobody has used it for so long, and at the latest after so long."""
NOTED = timedelta(minutes=1)
"""How exactly it is kept when a session or token was last used: more would be a write for each page."""
MARK = "vf_"
"""How a token begins, so that whoever looks for secrets that leaked finds it."""
USED = "The link was used or is too old."
Purpose = Literal["second-factor", "password"]
Scope = Literal["read", "all"]


@dataclass(frozen=True, slots=True)
class Session:
    """Where an account is signed in; `hash` names it, and opens nothing."""

    hash: str
    account: str
    made_at: datetime
    seen_at: datetime
    expires_at: datetime
    agent: str


@dataclass(frozen=True, slots=True)
class Token:
    """What a program signs in with; `id` names it, and opens nothing."""

    id: str
    account: str
    name: str
    scope: str
    made_at: datetime
    used_at: datetime | None
    revoked_at: datetime | None

    def as_json(self) -> dict[str, object]:
        """Give the token in the JSON contract's fields."""
        dates = {name: at.isoformat() if (at := getattr(self, name)) else None for name in ("made_at", "used_at", "revoked_at")}
        return {"id": self.id, "name": self.name, "scope": self.scope, **dates}


def hashed(secret: str) -> str:
    """Give what is kept of a secret; it is chance enough that a plain hash does."""
    return sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def open_session(transaction: Transaction, account: str, *, at: datetime, agent: str) -> str:
    """Sign an account in; gives what the browser is to hold."""
    secret = token_urlsafe(32)
    row = {"hash": hashed(secret), "account": account, "agent": agent, "expires_at": moment(at + LONGEST)}
    transaction.add(SESSION, {**row, "made_at": moment(at), "seen_at": moment(at)})
    return secret


def session_of(transaction: Transaction, secret: str, *, at: datetime) -> Session | None:
    """Give the session that a secret opens; None where there is none, or it has ended."""
    return next(map(_session, transaction.find(SESSION, SESSION.c.hash == hashed(secret), *_open(at))), None)


def sessions(transaction: Transaction, account: str, *, at: datetime) -> list[Session]:
    """Give where an account is signed in, the latest first."""
    return list(
        map(_session, transaction.find(SESSION, SESSION.c.account == account, *_open(at), order=[SESSION.c.seen_at.desc()]))
    )


def see_session(transaction: Transaction, session: Session, *, at: datetime) -> None:
    """Note that a session is used."""
    transaction.change(SESSION, {"seen_at": moment(at)}, SESSION.c.hash == session.hash)


def end_session(transaction: Transaction, hash_: str, *, account: str) -> int:
    """Sign an account out of one session; tells how many it was."""
    return transaction.drop(SESSION, SESSION.c.hash == hash_, SESSION.c.account == account)


def end_sessions(transaction: Transaction, account: str, *, but: str = "") -> int:
    """Sign an account out everywhere, but for one session by its hash; its tickets are good for nothing any more."""
    transaction.drop(TICKET, TICKET.c.account == account)
    return transaction.drop(SESSION, SESSION.c.account == account, SESSION.c.hash != but)


def make_ticket(transaction: Transaction, account: str, purpose: Purpose, *, at: datetime, lifetime: timedelta) -> str:
    """Make what is good for one step of an account; the earlier ones for the same are good for nothing any more."""
    secret = token_urlsafe(32)
    transaction.drop(TICKET, TICKET.c.account == account, TICKET.c.purpose == purpose)
    row = {"hash": hashed(secret), "account": account, "purpose": purpose, "expires_at": moment(at + lifetime)}
    transaction.add(TICKET, row)
    return secret


def ticket_account(transaction: Transaction, secret: str, purpose: Purpose, *, at: datetime) -> str | None:
    """Give the account that a ticket is good for; None where it is for nothing."""
    where = (TICKET.c.hash == hashed(secret), TICKET.c.purpose == purpose, TICKET.c.expires_at > moment(at))
    return next((row["account"] for row in transaction.find(TICKET, *where)), None)


def use_ticket(transaction: Transaction, secret: str, purpose: Purpose, *, at: datetime) -> str | None:
    """Give the account that a ticket is good for, once."""
    found = ticket_account(transaction, secret, purpose, at=at)
    return found if transaction.drop(TICKET, TICKET.c.hash == hashed(secret)) else None


def mark_used(transaction: Transaction, secret: str, *, at: datetime, lifetime: timedelta) -> bool:
    """Note that something that we do not keep was used; tells whether it was the first time."""
    if transaction.find(TICKET, TICKET.c.hash == hashed(secret)):
        return False
    row = {"hash": hashed(secret), "account": "", "purpose": "used", "expires_at": moment(at + lifetime)}
    transaction.add(TICKET, row)
    return True


def make_token(transaction: Transaction, account: str, name: str, scope: Scope, *, at: datetime) -> tuple[Token, str]:
    """Make a token; gives it with what the program is to hold."""
    secret = f"{MARK}{token_urlsafe(32)}"
    row = {"hash": hashed(secret), "id": token_hex(4), "account": account, "name": name, "scope": scope, "made_at": moment(at)}
    transaction.add(TOKEN, row)
    return Token(row["id"], account, name, scope, at, None, None), secret


def token_of(transaction: Transaction, secret: str) -> Token | None:
    """Give the token that a secret opens; None where there is none, or it was revoked."""
    return next(map(_token, transaction.find(TOKEN, TOKEN.c.hash == hashed(secret), TOKEN.c.revoked_at.is_(None))), None)


def see_token(transaction: Transaction, token: Token, *, at: datetime) -> None:
    """Note that a token is used."""
    transaction.change(TOKEN, {"used_at": moment(at)}, TOKEN.c.id == token.id, TOKEN.c.account == token.account)


def tokens(transaction: Transaction, account: str) -> list[Token]:
    """Give the tokens of an account that open it, in the order they were made."""
    where = (TOKEN.c.account == account, TOKEN.c.revoked_at.is_(None))
    return list(map(_token, transaction.find(TOKEN, *where, order=[TOKEN.c.made_at, TOKEN.c.id])))


def revoke_token(transaction: Transaction, id_: str, *, account: str, at: datetime) -> None:
    """Let a token open nothing any more; raises UnknownName."""
    if not transaction.change(TOKEN, {"revoked_at": moment(at)}, TOKEN.c.id == id_, TOKEN.c.account == account):
        raise UnknownName("token", id_, [each.id for each in tokens(transaction, account)])


def revoke_tokens(transaction: Transaction, account: str, *, at: datetime) -> int:
    """Let no token of an account open anything any more."""
    return transaction.change(TOKEN, {"revoked_at": moment(at)}, TOKEN.c.account == account, TOKEN.c.revoked_at.is_(None))


def sweep_sessions(transaction: Transaction, *, at: datetime, links_since: datetime, attempts_since: datetime) -> None:
    """Take away what has ended: sessions, tickets, attempts long ago, and the links in messages that are too old by now."""
    transaction.drop(SESSION, (SESSION.c.expires_at <= moment(at)) | (SESSION.c.seen_at <= moment(at - IDLE)))
    transaction.drop(TICKET, TICKET.c.expires_at <= moment(at))
    transaction.drop(ATTEMPT, ATTEMPT.c.since <= moment(attempts_since))
    old = (OUTBOX.c.key.startswith(LINKS), OUTBOX.c.at <= moment(links_since), OUTBOX.c.body != USED)
    transaction.change(OUTBOX, {"body": USED}, *old)


def _open(at: datetime) -> tuple[Any, ...]:
    return SESSION.c.expires_at > moment(at), SESSION.c.seen_at > moment(at - IDLE)


def _session(row: Mapping[str, Any]) -> Session:
    made, seen, expires = (datetime.fromisoformat(row[name]) for name in ("made_at", "seen_at", "expires_at"))
    return Session(row["hash"], row["account"], made, seen, expires, row["agent"])


def _token(row: Mapping[str, Any]) -> Token:
    made, used, revoked = (
        datetime.fromisoformat(row[name]) if row[name] else None for name in ("made_at", "used_at", "revoked_at")
    )
    return Token(row["id"], row["account"], row["name"], row["scope"], made or datetime.min, used, revoked)  # noqa: DTZ901  # it is there
