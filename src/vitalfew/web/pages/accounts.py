"""Who signs in and with which roles, for administrators."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from vitalfew.base.errors import Refused
from vitalfew.base.said import say, say_count
from vitalfew.base.word import word
from vitalfew.rhythm.channel import MAIL
from vitalfew.rhythm.desk import Desk
from vitalfew.rhythm.membership import (
    disable,
    enable,
    give_roles,
    grants_of,
    invite,
    invite_all,
    reset,
    take_off_factor,
    uninvited,
    unlink,
)
from vitalfew.rhythm.rights import ROLES
from vitalfew.store.accounts import Grant, accounts
from vitalfew.store.identities import identities
from vitalfew.web.page import Leave, Page
from vitalfew.web.visit import Visit


@dataclass(frozen=True, slots=True)
class Row:
    """An account."""

    login: str
    person: str
    roles: str
    is_active: bool
    is_invited: bool
    has_factor: bool
    is_linked: bool


@dataclass(frozen=True, slots=True)
class View:
    """The page; `link` is what is shown this once."""

    is_open: bool
    rows: tuple[Row, ...]
    roles: Sequence[tuple[str, str]]
    units: tuple[tuple[str, str], ...]
    people: Sequence[tuple[str, str]]
    link: str
    uninvited: tuple[tuple[str, str], ...]
    is_mailed: bool

    @property
    def invite_said(self) -> str:
        """What the button to invite all of them says."""
        return say_count("Invite {n} person", "Invite {n} people", len(self.uninvited))


def build(visit: Visit) -> View:
    """Build the page; raises Refused for whoever is no administrator."""
    if not visit.may("administer"):
        raise Refused(say("who signs in is for administrators"), say("ask one of them"))
    with visit.workspace.store.reading() as transaction:
        found, linked = accounts(transaction), {each.account for each in identities(transaction)}
    rows = (
        Row(
            each.login,
            visit.names.get(each.person or "", ""),
            " ".join(f"{grant.role}@{grant.unit}" if grant.unit else grant.role for grant in each.grants),
            each.is_active,
            each.password is None and each.id not in linked,
            each.totp is not None,
            each.id in linked,
        )
        for each in found
    )
    units = tuple((each.id, each.name or each.id) for each in visit.framework.org_units)
    with visit.reading() as desk:
        missing = tuple((each.id, each.name or each.id) for each in uninvited(desk))
    is_mailed = bool(os.environ.get(MAIL))
    return View(
        visit.who.is_open,
        tuple(rows),
        [(each, word(each)) for each in ROLES],
        units,
        visit.everybody,
        visit.told,
        missing,
        is_mailed,
    )


def act(visit: Visit) -> str | Leave:
    """Do what a form asks for; raises Refused, UnknownName."""
    wanted, account = visit.form.get("do", ""), visit.who.account
    if account is None or wanted not in STEPS:
        raise Refused(say("nothing was asked for"), say("press one of the buttons"))
    with visit.workspace.store.writing() as transaction:
        desk = Desk(transaction, visit.framework, visit.who.at, account.person or account.login, visit.who.rights)
        ticket = STEPS[wanted](desk, visit)
    return Leave("/accounts", told=f"{visit.who.base}/password?ticket={ticket}") if ticket else "/accounts"


def _invite(desk: Desk, visit: Visit) -> str:
    grant = Grant(visit.said("role", say("give a role")), visit.form.get("unit", ""))
    login, person = visit.said("login", say("give an address or a name")), visit.form.get("person") or None
    return invite(desk, login, person=person, grants=[grant], base=visit.who.base)


def _invite_all(desk: Desk, visit: Visit) -> None:
    grant = Grant(visit.said("role", say("give a role")), visit.form.get("unit", ""))
    invite_all(desk, visit.said("people", say("load the page again")).split(), [grant], base=visit.who.base)


def _roles(desk: Desk, visit: Visit) -> None:
    give_roles(desk, visit.said("login", say("name the account")), grants_of(visit.said("roles", say("give a role"))))


def _disable(desk: Desk, visit: Visit) -> None:
    disable(desk, visit.said("login", say("name the account")))


def _enable(desk: Desk, visit: Visit) -> None:
    enable(desk, visit.said("login", say("name the account")))


def _take_off(desk: Desk, visit: Visit) -> None:
    take_off_factor(desk, visit.said("login", say("name the account")))


def _unlink(desk: Desk, visit: Visit) -> None:
    unlink(desk, visit.said("login", say("name the account")))


def _reset(desk: Desk, visit: Visit) -> str:
    is_both = visit.form.get("both") == "yes"
    return reset(desk, visit.said("login", say("name the account")), base=visit.who.base, second_factor=is_both)


STEPS: dict[str, Callable[[Desk, Visit], str | None]] = {
    "invite": _invite,
    "invite all": _invite_all,
    "roles": _roles,
    "disable": _disable,
    "enable": _enable,
    "reset": _reset,
    "take-off": _take_off,
    "unlink": _unlink,
}
PAGE = Page("/accounts", say("Accounts"), build, act=act)
