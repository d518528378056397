"""What a role lets somebody do on pages, and what it opens to nobody (CAS-5)."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from starlette.testclient import TestClient
from tests.web.comers import ADMIN, OTHER, WORDS, an_escalation, another, come_in, count, have_account, paths

from vitalfew import Workspace
from vitalfew.rhythm.desk import Desk
from vitalfew.rhythm.membership import disable, give_roles, grants_of
from vitalfew.store.accounts import Grant, known_account


def test_whoever_may_only_look_can_send_no_form_but_their_own(administrator: TestClient, own: Workspace) -> None:
    have_account(own, "lea@meridian.example", "viewer", "lea")
    with another(administrator) as viewer:
        assert come_in(viewer, "lea@meridian.example") == 303
        before = count(own)
        for path in paths(own):
            if path not in {"/language", "/login", "/password", "/account", "/logout"}:
                assert viewer.post(path, data={"do": "acknowledge", "text": "x"}).status_code == 403, path
        assert viewer.get("/accounts").status_code == 422
        assert count(own) == before
        assert viewer.get("/").status_code == 200


def test_a_viewer_sees_no_private_figure_on_any_page(administrator: TestClient, own: Workspace) -> None:
    """CAS-5: a role opens no figure, and an administrator without a person sees no more."""
    have_account(own, "lea@meridian.example", "viewer", "lea")
    have_account(own, "operator", "administrator")
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
        have_account(own, login, f"contributor@{unit}", "sofia")
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
    have_account(own, "sofia@meridian.example", "owner", "sofia")
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
    have_account(own, "gone", "administrator", gone.id)
    with another(administrator) as browser:
        assert come_in(browser, "gone") == 303
        assert browser.get("/").status_code == 403
        assert "Your roles do not let you" in browser.get("/map").text


def test_the_steps_of_administrators_are_theirs_on_the_page_too(administrator: TestClient, own: Workspace) -> None:
    have_account(own, "sofia@meridian.example", "owner editor approver", "sofia")
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
