"""Signing in: login and password, then six digits where they are asked for."""

from __future__ import annotations

from dataclasses import dataclass

from vitalfew.rhythm.signin import give_code, sign_in
from vitalfew.store.sessions import end_session
from vitalfew.web.gate import safe_path
from vitalfew.web.page import Leave, Page
from vitalfew.web.visit import Visit


@dataclass(frozen=True, slots=True)
class View:
    """The page; `ticket` is what the password opened where a code is asked for, `is_open` where nobody signs in yet."""

    login: str
    ticket: str
    is_open: bool


def build(visit: Visit) -> View:
    """Build the page."""
    ticket = visit.told or (visit.form.get("ticket", "") if visit.form.get("do") == "code" else "")
    return View(visit.form.get("login", ""), ticket, visit.who.is_open)


def act(visit: Visit) -> Leave:
    """Sign in; raises NotLetIn, Refused."""
    store, came = visit.workspace.store, visit.who
    if visit.form.get("do") == "code":
        ticket, code = visit.said("ticket", "sign in again"), visit.said("code", "give the six digits")
        session: str | None = give_code(store, ticket, code, came.caller, at=came.at)
    else:
        login, password = visit.said("login", "give your login"), visit.said("password", "give your password")
        session, further = sign_in(store, login, password, came.caller, at=came.at)
        if further:
            return Leave("/login", told=further)
    if came.session and came.account:  # whoever signs in again holds nothing of before
        with store.writing() as transaction:
            end_session(transaction, came.session.hash, account=came.account.id)
    return Leave(safe_path(visit.query.get("next", "/")), session)


PAGE = Page("/login", "Sign in", build, act=act)
