"""Signing in: by a provider, or by login and password; then six digits where they are asked for."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from vitalfew.base.errors import NotLetIn
from vitalfew.base.said import say
from vitalfew.rhythm.provider import provider
from vitalfew.rhythm.signin import give_code, sign_in
from vitalfew.store.sessions import end_session
from vitalfew.web.gate import SIGN_ON, safe_path
from vitalfew.web.page import Leave, Page
from vitalfew.web.visit import Visit


@dataclass(frozen=True, slots=True)
class View:
    """The page; `ticket` is what the password opened where a code is asked for, `is_open` where nobody signs in yet.

    `provider` is what the provider of single sign-on is called, `begin` the address that leads to it, `farewell` the one where
    somebody who has signed out here signs out there. `path` is where the form goes to, wherever the page is shown.
    """

    login: str
    ticket: str
    is_open: bool
    path: str
    provider: str
    begin: str
    farewell: str


def build(visit: Visit) -> View:
    """Build the page."""
    ticket = visit.told or (visit.form.get("ticket", "") if visit.form.get("do") == "code" else "")
    next_, known = safe_path(visit.form.get("next") or visit.query.get("next", "/")), provider()
    further = f"?{urlencode({'next': next_})}" if next_ != "/" else ""
    name = known.settings.name if known else ""
    farewell = farewell_of(visit) if "out" in visit.query else ""
    return View(visit.form.get("login", ""), ticket, visit.who.is_open, f"/login{further}", name, f"{SIGN_ON}{further}", farewell)


def farewell_of(visit: Visit) -> str:
    """Give the address where somebody signs out of the provider too; empty where there is none."""
    known = provider()
    try:
        return known.farewell(visit.who.base, at=visit.who.at) if known else ""
    except NotLetIn:
        return ""  # they are signed out here, whatever becomes of that


def act(visit: Visit) -> Leave:
    """Sign in; raises NotLetIn, Refused."""
    store, came = visit.workspace.store, visit.who
    if visit.form.get("do") == "code":
        ticket, code = visit.said("ticket", say("sign in again")), visit.said("code", say("give the six digits"))
        session: str | None = give_code(store, ticket, code, came.caller, at=came.at)
    else:
        login, password = visit.said("login", say("give your login")), visit.said("password", say("give your password"))
        session, further = sign_in(store, login, password, came.caller, at=came.at)
        if further:
            return Leave("/login", told=further)
    if came.session and came.account:  # whoever signs in again holds nothing of before
        with store.writing() as transaction:
            end_session(transaction, came.session.hash, account=came.account.id)
    return Leave(safe_path(visit.query.get("next", "/")), session)


PAGE = Page("/login", say("Sign in"), build, act=act)
