"""Who comes to the door in tests: accounts with known passwords, browsers of their own, the words of a page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from html import unescape

from starlette.testclient import TestClient

from vitalfew import Workspace
from vitalfew.rhythm.desk import Desk
from vitalfew.rhythm.escalations import Escalation, escalations
from vitalfew.rhythm.membership import grants_of, invite
from vitalfew.rhythm.signin import choose_password
from vitalfew.store.journal import entries
from vitalfew.web.page import pages

HOME = "http://localhost"
WORDS, OTHER = "tall green teapot seven", "seven teapots tall and green"
ADMIN = "greta@meridian.example"


@contextmanager
def another(browser: TestClient, base: str = HOME) -> Iterator[TestClient]:
    """Another browser at the same application."""
    yield TestClient(browser.app, base_url=base, follow_redirects=False, headers={"origin": base})


def words(html: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html)))


def have_account(own: Workspace, login: str, roles: str, person: str | None = None) -> None:
    """Have an account with these roles, whose password is known."""
    at = datetime.now(UTC)
    with own.store.writing() as transaction:
        desk = Desk(transaction, own.framework, at, "greta")
        ticket = invite(desk, login, person=person, grants=grants_of(roles))
    choose_password(own.store, ticket, WORDS, at=at)


def come_in(browser: TestClient, login: str, password: str = WORDS, next_: str = "") -> int:
    answer = browser.post(f"/login{next_}", data={"do": "password", "login": login, "password": password})
    return answer.status_code


def count(own: Workspace) -> int:
    with own.reading() as desk:
        return len(entries(desk.transaction))


def an_escalation(own: Workspace) -> Escalation:
    with own.reading() as desk:
        return next(each for each in escalations(desk) if each.kpi == "wholesale-discount")


def paths(own: Workspace) -> list[str]:
    """Every page there is, with something in the place of each part of its path."""
    parts = {"id": "nothing", "kpi": own.framework.kpis[0].id, "code": "OWN001", "ref": "kpi:x"}
    return [re.sub(r"{(\w+)(:\w+)?}", lambda part: parts.get(part[1], "1"), page.path) for page in pages()]
