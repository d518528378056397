"""Signing out: a button, since a link could be followed by anything."""

from __future__ import annotations

from dataclasses import dataclass

from vitalfew.base.said import say
from vitalfew.store.identities import identities
from vitalfew.store.sessions import end_session
from vitalfew.web.page import Leave, Page
from vitalfew.web.pages.login import farewell_of
from vitalfew.web.visit import Visit


@dataclass(frozen=True, slots=True)
class View:
    """The page."""

    login: str


def build(visit: Visit) -> View:
    """Build the page."""
    return View(visit.who.account.login if visit.who.account else "")


def act(visit: Visit) -> Leave:
    """End the session, here and in the browser."""
    came, is_linked = visit.who, False
    if came.session and came.account:
        with visit.workspace.store.writing() as transaction:
            end_session(transaction, came.session.hash, account=came.account.id)
            is_linked = bool(identities(transaction, came.account.id))
    return Leave("/login?out=1" if is_linked and farewell_of(visit) else "/login", session="")


PAGE = Page("/logout", say("Sign out"), build, act=act)
