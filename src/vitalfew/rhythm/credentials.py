"""What somebody signs in with beside the password: a second factor, codes for when it is lost, tokens for programs.

It is theirs to set up.
"""

from __future__ import annotations

from datetime import datetime

from vitalfew.base.errors import NotLetIn, Refused
from vitalfew.base.said import say
from vitalfew.rhythm.signin import WRONG_CODE, Caller, note, see_password
from vitalfew.rhythm.totp import step_of
from vitalfew.store.accounts import Account, change_account
from vitalfew.store.database import Store
from vitalfew.store.recovery import drop_codes, make_codes
from vitalfew.store.sessions import Scope, Token, end_sessions, make_token, revoke_token, tokens

MOST = 20
"""Tokens that an account may have at once."""


def set_factor(
    store: Store, account: Account, password: str, key: str, code: str, caller: Caller, *, session: str, at: datetime
) -> tuple[str, ...]:
    """Ask for codes of a key from now on, as the code of now shows that there is something that knows it.

    All other sessions end. Gives recovery codes, which are good once each where the key is lost. Raises NotLetIn.
    """
    see_password(store, account, password, caller, at=at)
    step = step_of(key, code, at)
    if step is None:
        raise NotLetIn(*WRONG_CODE)
    with store.writing() as transaction:
        change_account(transaction, account.id, totp=key, totp_step=step)
        end_sessions(transaction, account.id, but=session)
        note(transaction, account, "set-second-factor", by=account.person or account.login, at=at)
        return make_codes(transaction, account.id)


def new_codes(store: Store, account: Account, password: str, caller: Caller, *, at: datetime) -> tuple[str, ...]:
    """Give other recovery codes, in the place of those that were given before; raises NotLetIn, Refused."""
    see_password(store, account, password, caller, at=at)
    if account.totp is None:
        raise Refused(say("no second factor is asked for"), say("set one up first"))
    with store.writing() as transaction:
        note(transaction, account, "make-recovery-codes", by=account.person or account.login, at=at)
        return make_codes(transaction, account.id)


def drop_factor(store: Store, account: Account, password: str, caller: Caller, *, at: datetime) -> None:
    """Ask for the password alone again; raises NotLetIn."""
    see_password(store, account, password, caller, at=at)
    with store.writing() as transaction:
        change_account(transaction, account.id, totp=None)
        drop_codes(transaction, account.id)
        note(transaction, account, "drop-second-factor", by=account.person or account.login, at=at)


def add_token(store: Store, account: Account, name: str, scope: Scope, *, at: datetime) -> tuple[Token, str]:
    """Make a token; gives it with what the program is to hold. Raises Refused where there are too many."""
    if not 0 < len(name) <= 60 or not name.isprintable():
        raise Refused(say("a token has a name of up to 60 characters"), say("say which program it is for"))
    with store.writing() as transaction:
        if len(tokens(transaction, account.id)) >= MOST:
            why = say("there are {most} tokens already", most=MOST)
            raise Refused(why, say("revoke one"))
        made = make_token(transaction, account.id, name, scope, at=at)
        note(transaction, account, "make-token", by=account.person or account.login, at=at, after={"token": made[0].id})
        return made


def drop_token(store: Store, account: Account, id_: str, *, at: datetime) -> None:
    """Let a token open nothing any more; raises UnknownName."""
    with store.writing() as transaction:
        revoke_token(transaction, id_, account=account.id, at=at)
        note(transaction, account, "revoke-token", by=account.person or account.login, at=at, after={"token": id_})
