"""One's own account: password, second factor, where one is signed in, tokens for programs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import segno
from markupsafe import Markup

from vitalfew.base.errors import Refused
from vitalfew.base.said import say, several
from vitalfew.base.word import word
from vitalfew.language.tongue import told
from vitalfew.rhythm.credentials import add_token, drop_factor, drop_token, new_codes, set_factor
from vitalfew.rhythm.signin import change_password
from vitalfew.rhythm.totp import address, new_key
from vitalfew.store.accounts import Account, find_account
from vitalfew.store.recovery import codes_left
from vitalfew.store.sessions import MARK, end_session, sessions, tokens
from vitalfew.web.page import Leave, Page
from vitalfew.web.pages.setup import see_twice
from vitalfew.web.visit import Visit


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Where one is signed in."""

    id: str
    agent: str
    since: str
    seen: str
    is_this: bool


@dataclass(frozen=True, slots=True)
class Key:
    """A token for a program."""

    id: str
    name: str
    scope: str
    made: str
    used: str


@dataclass(frozen=True, slots=True)
class View:
    """The page; `factor` is a new key where none is set, `picture` the same to be read by a telephone.

    `token` and `codes` are shown this once. Whoever comes by a provider has no password of ours, and proves more there.
    """

    login: str
    person: str
    roles: str
    has_password: bool
    has_factor: bool
    factor: str
    factor_address: str
    picture: Markup
    codes: tuple[str, ...]
    left: int
    sessions: tuple[SignedIn, ...]
    tokens: tuple[Key, ...]
    token: str


SCOPES = {"read": say("looks only"), "all": say("does what you may")}


def build(visit: Visit) -> View:
    """Build the page."""
    account = visit.who.account
    if account is None:
        return View("", "", "", False, False, "", "", Markup(), (), 0, (), (), "")  # a view is built by its fields
    with visit.workspace.store.reading() as transaction:
        account = find_account(transaction, account.id) or account  # as a step has left it
        open_, keys = sessions(transaction, account.id, at=visit.who.at), tokens(transaction, account.id)
        left = codes_left(transaction, account.id)
    this = visit.who.session.hash if visit.who.session else ""
    factor = "" if account.totp or account.password is None else visit.form.get("key") or new_key()
    where = address(factor, account.login, visit.organisation) if factor else ""
    is_token = visit.told.startswith(MARK)
    return View(
        account.login,
        visit.names.get(account.person or "", ""),
        several(
            say("{role} of {unit}", role=word(each.role), unit=each.unit) if each.unit else word(each.role)
            for each in account.grants
        ),
        account.password is not None,
        account.totp is not None,
        " ".join(factor[start : start + 4] for start in range(0, len(factor), 4)),
        where,
        _picture(where),
        () if is_token else tuple(visit.told.split()),
        left,
        tuple(
            SignedIn(each.hash, each.agent, _at(visit, each.made_at), _at(visit, each.seen_at), each.hash == this)
            for each in open_
        ),
        tuple(Key(each.id, each.name, SCOPES[each.scope], _at(visit, each.made_at), _at(visit, each.used_at)) for each in keys),
        visit.told if is_token else "",
    )


def _picture(address: str) -> Markup:
    """Draw an address as a QR code: dark on white in every theme, as telephones want it."""
    if not address:
        return Markup()
    made = segno.make(address, error="m", micro=False)
    said = str(told(say("The key as a picture for a telephone")))
    return Markup(made.svg_inline(border=4, omitsize=True, light="#fff", dark="#000", title=said, svgclass="qr", lineclass=None))  # noqa: S704  # shapes alone, and our own words


def _at(visit: Visit, at: datetime | None) -> str:
    return say("{at:%-d %B %Y, %H:%M}", at=visit.local(at)) if at else say("never")


def act(visit: Visit) -> str | Leave:
    """Do what a form asks for; raises NotLetIn, Refused, UnknownName."""
    account, wanted = visit.who.account, visit.form.get("do", "")
    if account is None or visit.who.session is None or wanted not in STEPS:
        raise Refused(say("nothing was asked for"), say("press one of the buttons"))
    return STEPS[wanted](visit, account) or "/account"


def _password(visit: Visit, account: Account) -> None:
    old, new = visit.said("old", say("give your password")), visit.said("password", say("choose a new password"))
    see_twice(visit)
    change_password(visit.workspace.store, account, old, new, visit.who.caller, session=_this(visit), at=visit.who.at)


def _factor(visit: Visit, account: Account) -> Leave:
    old, code = visit.said("old", say("give your password")), visit.said("code", say("give the six digits"))
    key = "".join(visit.said("key", say("load the page again")).split())
    if len(key) != len(new_key()) or not key.isalnum() or not key.isascii():
        raise Refused(say("this is no key of ours"), say("load the page again"))
    store, came = visit.workspace.store, visit.who
    codes = set_factor(store, account, old, key, code, came.caller, session=_this(visit), at=came.at)
    return Leave("/account", told=" ".join(codes))


def _codes(visit: Visit, account: Account) -> Leave:
    old, came = visit.said("old", say("give your password")), visit.who
    return Leave("/account", told=" ".join(new_codes(visit.workspace.store, account, old, came.caller, at=came.at)))


def _no_factor(visit: Visit, account: Account) -> None:
    drop_factor(visit.workspace.store, account, visit.said("old", say("give your password")), visit.who.caller, at=visit.who.at)


def _end(visit: Visit, account: Account) -> None:
    with visit.workspace.store.writing() as transaction:
        end_session(transaction, visit.said("session", say("name the session")), account=account.id)


def _token(visit: Visit, account: Account) -> Leave:
    name = visit.said("name", say("say which program it is for"))
    _, secret = add_token(
        visit.workspace.store, account, name, "all" if visit.form.get("scope") == "all" else "read", at=visit.who.at
    )
    return Leave("/account", told=secret)


def _revoke(visit: Visit, account: Account) -> None:
    drop_token(visit.workspace.store, account, visit.said("token", say("name the token")), at=visit.who.at)


def _this(visit: Visit) -> str:
    return visit.who.session.hash if visit.who.session else ""


STEPS: dict[str, Callable[[Visit, Account], Leave | None]] = {
    "password": _password,
    "factor": _factor,
    "no-factor": _no_factor,
    "codes": _codes,
    "end": _end,
    "token": _token,
    "revoke": _revoke,
}
PAGE = Page("/account", say("Account"), build, nav=90, act=act)
