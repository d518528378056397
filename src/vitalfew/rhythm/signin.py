"""Signing in and choosing a password: what opens an account, how often it may be tried, and what each attempt leaves behind.

Steps take a store, since a refused attempt must stay counted, and since hashing a password keeps nobody else from writing.
An answer does not tell whether there is such an account.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from vitalfew.base.errors import NotLetIn
from vitalfew.base.ref import Ref
from vitalfew.base.said import say
from vitalfew.language.tongue import told_in
from vitalfew.model.framework import Framework
from vitalfew.rhythm.password import fits, hash_of, is_outdated, see_strong
from vitalfew.rhythm.totp import step_of
from vitalfew.store.accounts import Account, account_of, change_account, find_account, plain_login, use_step
from vitalfew.store.attempts import Limit, attempt, forgive
from vitalfew.store.database import Store, Transaction
from vitalfew.store.journal import append
from vitalfew.store.outbox import LINKS, put
from vitalfew.store.recovery import use_code
from vitalfew.store.sessions import (
    end_sessions,
    hashed,
    make_ticket,
    open_session,
    revoke_tokens,
    sweep_sessions,
    ticket_account,
    use_ticket,
)

QUARTER, HOUR = timedelta(minutes=15), timedelta(hours=1)
LINK_LASTS = timedelta(minutes=30)
FACTOR_LASTS = timedelta(minutes=5)
TOO_OFTEN = (say("that was tried too often"), say("wait a quarter of an hour, or ask an administrator for a new password"))
WRONG = (say("login and password do not belong together"), say("try again, or ask for a new password"))
WRONG_CODE = (say("the code is not the one of now"), say("wait for the next one; each is good once"))
TOO_OLD = (say("that took too long, or was done already"), say("sign in again, or ask for a new link"))


class Caller(NamedTuple):
    """Where somebody signs in from: the address, and the browser in a few words."""

    address: str
    agent: str


class Entered(NamedTuple):
    """What a password opened: a session, or the next step where a second factor is wanted."""

    session: str | None
    ticket: str | None = None


def sign_in(store: Store, login: str, password: str, caller: Caller, *, at: datetime) -> Entered:
    """Sign in with a password; raises NotLetIn."""
    limits = _limits(login, caller)
    found = _tried(store, login, limits, at)
    opens = fits(found.password if found and found.is_active else None, password)
    anew = hash_of(password) if opens and found and found.password and is_outdated(found.password) else None
    if not opens or found is None:
        raise NotLetIn(*WRONG)
    with store.writing() as transaction:
        now = _unchanged(transaction, found)
        forgive(transaction, limits)
        if anew:
            change_account(transaction, now.id, password=anew)
        if now.totp:
            return Entered(None, make_ticket(transaction, now.id, "second-factor", at=at, lifetime=FACTOR_LASTS))
        return Entered(open_session(transaction, now.id, at=at, agent=caller.agent))


def give_code(store: Store, ticket: str, code: str, caller: Caller, *, at: datetime) -> str:
    """Sign in with a second factor after the password, or a recovery code; gives what the browser is to hold. Raises NotLetIn."""
    with store.writing() as transaction:
        id_ = ticket_account(transaction, ticket, "second-factor", at=at)
        found = find_account(transaction, id_) if id_ else None
        if found is None or not found.is_active or found.totp is None:
            raise NotLetIn(*TOO_OLD)
        limits = [Limit(f"code of {found.id}", 5, QUARTER)]
        if attempt(transaction, limits, at=at):
            step = step_of(found.totp, code, at)
            is_spare = step is None and use_code(transaction, found.id, code)
            if is_spare:
                note(transaction, found, "use-recovery-code", by=found.person or found.login, at=at)
            if is_spare or (step is not None and use_step(transaction, found, step)):
                use_ticket(transaction, ticket, "second-factor", at=at)
                forgive(transaction, limits)
                return open_session(transaction, found.id, at=at, agent=caller.agent)
            refused = WRONG_CODE
        else:
            refused = TOO_OFTEN
    raise NotLetIn(*refused)


def see_password(store: Store, account: Account, password: str, caller: Caller, *, at: datetime) -> None:
    """Make sure that whoever is signed in knows the password, before what only they may do; raises NotLetIn."""
    limits = _limits(account.login, caller)
    found = _tried(store, account.login, limits, at)
    if found is None or not fits(found.password, password):
        raise NotLetIn(say("this is not your password"), say("give the one that you have signed in with"))
    with store.writing() as transaction:
        forgive(transaction, limits)


def change_password(store: Store, account: Account, old: str, new: str, caller: Caller, *, session: str, at: datetime) -> None:
    """Choose another password; all other sessions of the account end. Raises NotLetIn, Refused."""
    see_password(store, account, old, caller, at=at)
    see_strong(new, account.login)
    kept = hash_of(new)
    with store.writing() as transaction:
        change_account(transaction, _unchanged(transaction, account).id, password=kept)
        end_sessions(transaction, account.id, but=session)
        note(transaction, account, "change-password", by=account.person or account.login, at=at)


def ask_for_link(store: Store, framework: Framework, login: str, caller: Caller, *, base: str, at: datetime) -> None:
    """Send a link to choose a new password with, to whoever has an account and an address; raises NotLetIn where too often."""
    limits = [Limit(f"link for {plain_login(login)}", 3, HOUR), Limit(f"link from {caller.address}", 20, HOUR)]
    found = _tried(store, login, limits, at)
    person = framework.person.get(found.person or "") if found else None
    if found is None or not found.is_active or person is None or not person.email:
        return
    with store.writing() as transaction:
        send_link(
            transaction,
            found,
            base=base,
            at=at,
            lifetime=LINK_LASTS,
            subject=say("Choose a new password"),
            language=framework.publishing.language,
        )


def send_link(
    transaction: Transaction, account: Account, *, base: str, at: datetime, lifetime: timedelta, subject: str, language: str
) -> str:
    """Make a link and write it to the account's person, where there is one; gives the ticket in it."""
    ticket = make_ticket(transaction, account.id, "password", at=at, lifetime=lifetime)
    if account.person and base:
        said = say(
            "The link is good once, until {until:%-d %B %Y, %H:%M} UTC. Your login is {login}. "
            "If you have not asked for it, there is nothing that you need to do.",
            until=at + lifetime,
            login=account.login,
        )
        body = f"{base}/password?ticket={ticket}\n\n{told_in(said, language)}"
        key, title = f"{LINKS}{hashed(ticket)[:32]}", str(told_in(subject, language))
        put(transaction, key=key, person=account.person, subject=title, body=body, at=at)
    return ticket


def choose_password(store: Store, ticket: str, new: str, *, at: datetime) -> Account:
    """Choose a password with a link; all sessions and tokens of the account end. Raises NotLetIn, Refused."""
    with store.reading() as transaction:
        found = _of_ticket(transaction, ticket, at)
    see_strong(new, found.login)
    kept = hash_of(new)
    with store.writing() as transaction:
        now = _of_ticket(transaction, ticket, at)
        use_ticket(transaction, ticket, "password", at=at)
        change_account(transaction, now.id, password=kept)
        end_sessions(transaction, now.id)
        revoke_tokens(transaction, now.id, at=at)
        note(transaction, now, "choose-password", by=now.person or now.login, at=at)
        sweep_sessions(transaction, at=at, links_since=at - LINK_LASTS, attempts_since=at - HOUR)
    return found


def note(
    transaction: Transaction, account: Account, verb: str, *, by: str, at: datetime, after: dict[str, object] | None = None
) -> None:
    """Write down what was done to an account; who it belongs to is named by its number alone."""
    append(transaction, by=by, at=at, verb=verb, subject=Ref("account", account.id), after=after)


def _limits(login: str, caller: Caller) -> list[Limit]:
    """Give what guessing is held to: few for one name from one place, more for a place, and more for a name from everywhere."""
    name = plain_login(login)
    return [
        Limit(f"{name} from {caller.address}", 5, QUARTER),
        Limit(f"from {caller.address}", 30, QUARTER),
        Limit(f"name {name}", 60, HOUR),
    ]


def _tried(store: Store, login: str, limits: list[Limit], at: datetime) -> Account | None:
    """Count an attempt and give the account; raises NotLetIn where there were too many."""
    with store.writing() as transaction:
        sweep_sessions(transaction, at=at, links_since=at - LINK_LASTS, attempts_since=at - HOUR)
        within = attempt(transaction, limits, at=at)
        found = account_of(transaction, login) if within else None
    if not within:
        raise NotLetIn(*TOO_OFTEN)
    return found


def _unchanged(transaction: Transaction, seen: Account) -> Account:
    """Give the account as it is now; raises NotLetIn where it was disabled or got another password meanwhile."""
    now = find_account(transaction, seen.id)
    if now is None or not now.is_active or now.password != seen.password:
        raise NotLetIn(*WRONG)
    return now


def _of_ticket(transaction: Transaction, ticket: str, at: datetime) -> Account:
    id_ = ticket_account(transaction, ticket, "password", at=at)
    found = find_account(transaction, id_) if id_ else None
    if found is None or not found.is_active:
        raise NotLetIn(*TOO_OLD)
    return found
