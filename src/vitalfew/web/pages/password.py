"""A new password: ask for a link by mail, or choose one with the link."""

from __future__ import annotations

from dataclasses import dataclass

from vitalfew.base.said import say
from vitalfew.rhythm.signin import ask_for_link, choose_password
from vitalfew.web.page import Page
from vitalfew.web.pages.setup import see_twice
from vitalfew.web.visit import Visit


@dataclass(frozen=True, slots=True)
class View:
    """The page; `is_asked` where a link is on its way, if there is anybody to send it to."""

    ticket: str
    is_asked: bool


def build(visit: Visit) -> View:
    """Build the page."""
    return View(visit.query.get("ticket", ""), "asked" in visit.query)


def act(visit: Visit) -> str:
    """Send a link, or choose a password with one; raises NotLetIn, Refused."""
    came, store = visit.who, visit.workspace.store
    ticket = visit.query.get("ticket", "")
    if ticket:
        visit.said("password", say("choose a password"))
        see_twice(visit)
        choose_password(store, ticket, visit.form["password"], at=came.at)
        return "/login"
    login = visit.said("login", say("give your login"))
    ask_for_link(store, visit.framework, login, came.caller, base=came.base, at=came.at)
    return "/password?asked=1"


PAGE = Page("/password", say("New password"), build, act=act)
