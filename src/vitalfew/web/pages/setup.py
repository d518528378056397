"""The first administrator, made at the machine that it runs on; from then on everybody signs in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from vitalfew.base.errors import Refused
from vitalfew.base.said import say
from vitalfew.rhythm.membership import begin_accounts
from vitalfew.web.page import Leave, Page
from vitalfew.web.visit import Visit


@dataclass(frozen=True, slots=True)
class View:
    """The page; `is_done` where there is an account."""

    is_done: bool
    login: str
    person: str
    people: Sequence[tuple[str, str]]


def build(visit: Visit) -> View:
    """Build the page."""
    if not visit.who.is_open:
        return View(True, "", "", ())  # a view is built by its fields
    person = visit.form.get("person", visit.person)
    known = visit.framework.person.get(person)
    return View(False, visit.form.get("login", (known.email if known else "") or ""), person, visit.everybody)


def act(visit: Visit) -> Leave:
    """Make the first administrator and sign them in; raises Refused, UnknownName."""
    password = visit.said("password", say("give a password"))
    see_twice(visit)
    session = begin_accounts(
        visit.workspace.store,
        visit.framework,
        login=visit.said("login", say("give your login: an address or a name")),
        password=password,
        person=visit.form.get("person") or None,
        caller=visit.who.caller,
        at=visit.who.at,
    )
    return Leave("/accounts", session)


def see_twice(visit: Visit) -> None:
    """Refuse a new password that was not typed the same way twice; raises Refused."""
    if visit.form.get("password") != visit.form.get("again"):
        raise Refused(say("the two passwords differ"), say("type the same one twice"))


PAGE = Page("/setup", say("Set up accounts"), build, act=act)
