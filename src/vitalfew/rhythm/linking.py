"""Who comes from a provider of single sign-on, and which account they are here. What they may do is for our roles to say.

A provider's subject is who somebody is for good. An address is looked at once, the first time, and only where the provider says
that it was verified: it opens what a link by mail to it would open, and no second factor.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from vitalfew.base.errors import NotLetIn
from vitalfew.base.said import say
from vitalfew.model.framework import Framework
from vitalfew.rhythm.signin import FACTOR_LASTS, HOUR, LINK_LASTS, TOO_OLD, Caller, Entered, note
from vitalfew.store.accounts import (
    Account,
    Grant,
    account_of,
    accounts,
    add_account,
    find_account,
    has_accounts,
    plain_login,
    set_grants,
)
from vitalfew.store.database import Store, Transaction
from vitalfew.store.identities import add_identity, find_identity, identities
from vitalfew.store.sessions import make_ticket, mark_used, open_session, sweep_sessions

Join = Literal["invited", "people"]
"""Who is let in the first time: whoever has an account, or everybody whom the framework names with an address too."""
JOINS: tuple[Join, ...] = ("invited", "people")
ROLE = "viewer"
"""What whoever joins may do, until an administrator gives them more."""
USED_FOR = timedelta(minutes=30)
"""How long it is kept that an attempt was used: longer than any is good for."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody as a provider names them; `email` is empty where it is not verified."""

    issuer: str
    subject: str
    email: str


def come_by(
    store: Store,
    framework: Framework,
    person: Person,
    join: Join,
    caller: Caller,
    *,
    attempt: str,
    today: date,
    at: datetime,
) -> Entered:
    """Sign in whom a provider names, once for an attempt; raises NotLetIn where they are nobody here, or may not come in.

    Where the account has a second factor it is asked for all the same.
    """
    with store.writing() as transaction:
        sweep_sessions(transaction, at=at, links_since=at - LINK_LASTS, attempts_since=at - HOUR)
        if not has_accounts(transaction):
            raise NotLetIn(say("nobody is administrator here yet"), say("make the first one at the machine itself, on `/setup`"))
        if not mark_used(transaction, attempt, at=at, lifetime=USED_FOR):
            raise NotLetIn(*TOO_OLD)
        found = _known(transaction, person) or _joined(transaction, framework, person, join, today, at)
        if not found.is_active:
            raise NotLetIn(say("your account is disabled"), say("ask an administrator"))
        if found.totp:
            return Entered(None, make_ticket(transaction, found.id, "second-factor", at=at, lifetime=FACTOR_LASTS))
        return Entered(open_session(transaction, found.id, at=at, agent=caller.agent))


def _known(transaction: Transaction, person: Person) -> Account | None:
    linked = find_identity(transaction, person.issuer, person.subject)
    return find_account(transaction, linked.account) if linked else None


def _joined(transaction: Transaction, framework: Framework, person: Person, join: Join, today: date, at: datetime) -> Account:
    """Link somebody to the account that their address names, or make one where the framework knows them; raises NotLetIn."""
    if not person.email:
        raise NotLetIn(say("your provider does not say that your address is verified"), say("ask whoever runs it"))
    found = _addressed(transaction, framework, person.email)
    if found is None and join == "people":
        found = _made(transaction, framework, person.email, today, at)
    if found is None:
        raise NotLetIn(say("nobody here has your address"), say("ask an administrator to invite you"))
    if any(each.issuer == person.issuer for each in identities(transaction, found.id)):
        why = say("your address belongs to somebody else here, who had it before you")
        raise NotLetIn(why, say("ask an administrator to unlink their account"))
    add_identity(transaction, person.issuer, person.subject, account=found.id, at=at)
    note(transaction, found, "link", by=found.person or found.login, at=at, after={"issuer": person.issuer})
    return found


def _addressed(transaction: Transaction, framework: Framework, email: str) -> Account | None:
    """Give the account whose login an address is, else the only one of a person who has it."""
    named = account_of(transaction, email)
    if named is not None:
        return named
    people = _people(framework, email)
    theirs = [each for each in accounts(transaction) if each.person in people]
    return theirs[0] if len(theirs) == 1 else None


def _made(transaction: Transaction, framework: Framework, email: str, today: date, at: datetime) -> Account | None:
    """Make an account of the one person of the framework who has an address; None where there is none, or more."""
    here = [id_ for id_ in _people(framework, email) if not _is_gone(framework, id_, today)]
    taken = {each.person for each in accounts(transaction)}
    if len(here) != 1 or here[0] in taken:
        return None
    made = add_account(transaction, email, person=here[0], at=at)
    set_grants(transaction, made.id, [Grant(ROLE)])
    note(transaction, made, "join", by=here[0], at=at, after={"roles": [[ROLE, ""]]})
    return made


def _people(framework: Framework, email: str) -> list[str]:
    wanted = plain_login(email)
    return [each.id for each in framework.people if each.email and not each.group and plain_login(each.email) == wanted]


def _is_gone(framework: Framework, id_: str, today: date) -> bool:
    left = framework.person[id_].left
    return left is not None and left <= today
