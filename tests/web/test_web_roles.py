"""What a role lets somebody do on pages, and what it opens to nobody (CAS-5)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from html import unescape

import pytest
from argon2 import PasswordHasher
from starlette.testclient import TestClient

from vitalfew import Workspace
from vitalfew.rhythm import password as passwords
from vitalfew.rhythm.desk import Desk
from vitalfew.rhythm.escalations import Escalation, escalations
from vitalfew.rhythm.membership import disable, give_roles, grants_of, invite
from vitalfew.rhythm.signin import choose_password
from vitalfew.store.accounts import Grant, known_account
from vitalfew.store.journal import entries
from vitalfew.web.page import pages

HOME = "http://localhost"
WORDS, OTHER = "tall green teapot seven", "seven teapots tall and green"
ADMIN = "greta@meridian.example"


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hash in a millisecond: what is tested is not how long it takes."""
    monkeypatch.setattr(passwords, "HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


@pytest.fixture
def administrator(browser: TestClient) -> TestClient:
    """The browser of the first administrator, who is Greta."""
    said = {"login": ADMIN, "password": WORDS, "again": WORDS, "person": "greta"}
    answer = browser.post("/setup", data=said)
    assert (answer.status_code, answer.headers["location"]) == (303, "/accounts")
    return browser


@contextmanager
def another(browser: TestClient, base: str = HOME) -> Iterator[TestClient]:
    """Another browser at the same application."""
    yield TestClient(browser.app, base_url=base, follow_redirects=False, headers={"origin": base})


def words(html: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html)))


def desk_steps(own: Workspace, login: str, roles: str, person: str | None = None) -> None:
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


def test_whoever_may_only_look_can_send_no_form_but_their_own(administrator: TestClient, own: Workspace) -> None:
    desk_steps(own, "lea@meridian.example", "viewer", "lea")
    with another(administrator) as viewer:
        assert come_in(viewer, "lea@meridian.example") == 303
        before = count(own)
        for path in paths(own):
            if path not in {"/login", "/password", "/account", "/logout"}:
                assert viewer.post(path, data={"do": "acknowledge", "text": "x"}).status_code == 403, path
        assert viewer.get("/accounts").status_code == 422
        assert count(own) == before
        assert viewer.get("/").status_code == 200


def test_a_viewer_sees_no_private_figure_on_any_page(administrator: TestClient, own: Workspace) -> None:
    """CAS-5: a role opens no figure, and an administrator without a person sees no more."""
    desk_steps(own, "lea@meridian.example", "viewer", "lea")
    desk_steps(own, "operator", "administrator")
    private = [kpi.id for kpi in own.framework.kpis if kpi.visibility == "line"]
    assert private
    for login in ("lea@meridian.example", "operator"):
        with another(administrator) as browser:
            assert come_in(browser, login) == 303
            for id_ in private:
                assert '<svg class="chart"' not in browser.get(f"/kpi/{id_}").text
    assert '<svg class="chart"' in administrator.get(f"/kpi/{private[0]}").text


def test_a_contributor_acts_in_their_unit_alone(administrator: TestClient, own: Workspace) -> None:
    found = an_escalation(own)
    kpi = own.framework.kpi[found.kpi]
    elsewhere = next(each.id for each in own.framework.org_units if each.id not in _above(own, kpi.org_unit))
    for unit, status in ((elsewhere, 422), (kpi.org_unit, 303)):
        login = f"sofia-{unit}"
        desk_steps(own, login, f"contributor@{unit}", "sofia")
        with another(administrator) as browser:
            assert come_in(browser, login) == 303
            answer = browser.post(f"/escalation/{found.id}", data={"do": "comment", "text": "Three cafés"})
            assert answer.status_code == status
            assert ("do not let them" in answer.text) == (status == 422)


def _above(own: Workspace, unit: str | None) -> set[str]:
    found: set[str] = set()
    while unit in own.framework.org_unit and unit not in found:
        found.add(unit)
        unit = own.framework.org_unit[unit].parent
    return found


def test_roles_and_accounts_change_at_once(administrator: TestClient, own: Workspace) -> None:
    desk_steps(own, "sofia@meridian.example", "owner", "sofia")
    with another(administrator) as browser:
        come_in(browser, "sofia@meridian.example")
        path = f"/escalation/{an_escalation(own).id}"
        assert browser.post(path, data={"do": "comment", "text": "Mine"}).status_code == 303
        roles = {"do": "roles", "login": "sofia@meridian.example", "roles": "viewer"}
        assert administrator.post("/accounts", data=roles).status_code == 303
        assert browser.post(path, data={"do": "comment", "text": "Mine"}).status_code == 403
        assert administrator.post("/accounts", data={"do": "disable", "login": "sofia@meridian.example"}).status_code == 303
        assert browser.get("/").status_code == 303
        assert come_in(browser, "sofia@meridian.example") == 403
    answer = administrator.post("/accounts", data={"do": "disable", "login": ADMIN})
    assert (answer.status_code, "nobody would be administrator" in answer.text) == (422, True)


def test_somebody_invited_chooses_a_password_with_the_link(administrator: TestClient, own: Workspace) -> None:
    said = {"do": "invite", "login": "<b>sofia</b>", "role": "owner", "unit": own.framework.org_units[0].id, "person": "sofia"}
    answer = administrator.post("/accounts", data=said)
    link = re.search(r"<code>http://localhost(/password\?ticket=[\w-]+)</code>", answer.text)
    assert link
    assert "<b>sofia" not in answer.text
    assert link[1] not in administrator.get("/accounts").text, "it is shown once"
    with another(administrator) as browser:
        assert browser.post(link[1], data={"password": WORDS, "again": OTHER}).status_code == 422
        assert browser.post(link[1], data={"password": WORDS, "again": WORDS}).headers["location"] == "/login"
        assert browser.post(link[1], data={"password": OTHER, "again": OTHER}).status_code == 403
        assert come_in(browser, "<B>Sofia</B>") == 303
        assert "<b>sofia" not in browser.get("/account").text


def test_whoever_left_the_organisation_is_let_in_no_more(administrator: TestClient, own: Workspace) -> None:
    gone = next(each for each in own.framework.people if each.left and each.left <= own.today)
    desk_steps(own, "gone", "administrator", gone.id)
    with another(administrator) as browser:
        assert come_in(browser, "gone") == 303
        assert browser.get("/").status_code == 403
        assert "Your roles do not let you" in browser.get("/map").text


def test_the_steps_of_administrators_are_theirs_on_the_page_too(administrator: TestClient, own: Workspace) -> None:
    desk_steps(own, "sofia@meridian.example", "owner editor approver", "sofia")
    with another(administrator) as browser:
        come_in(browser, "sofia@meridian.example")
        said = {"do": "roles", "login": "sofia@meridian.example", "roles": "administrator"}
        assert browser.post("/accounts", data=said).status_code == 422
    with own.store.writing() as transaction:
        desk = Desk(transaction, own.framework, datetime.now(UTC), "greta")
        assert known_account(transaction, "sofia@meridian.example").grants == tuple(grants_of("approver editor owner"))
        give_roles(desk, "sofia@meridian.example", [Grant("administrator")])
        disable(desk, ADMIN)
    assert administrator.get("/").status_code == 303
