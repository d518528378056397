"""Single sign-on against a provider that runs on this machine: who comes in, and as whom."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from starlette.testclient import TestClient
from tests.web.accounts.provider import (
    CLIENT,
    SECRET,
    Claims,
    Issuer,
    begun,
    refused,
    sent_back,
    through,
)
from tests.web.comers import ADMIN, HOME, another, have_account, words

from vitalfew import Workspace
from vitalfew.rhythm.membership import disable
from vitalfew.rhythm.provider import ISSUER, JOIN
from vitalfew.rhythm.totp import code, step_at
from vitalfew.rhythm.totp import new_key as new_factor
from vitalfew.store.accounts import Grant, accounts, change_account, known_account
from vitalfew.store.identities import identities
from vitalfew.store.journal import entries
from vitalfew.store.tables import ACCOUNT, ROLE, SESSION


def test_somebody_comes_in_by_the_provider_as_who_they_are_and_goes_on(administrator: TestClient, issuer: Issuer) -> None:
    with another(administrator) as browser:
        asked = browser.get("/kpi/gross-margin?grain=week").headers["location"]
        assert "Sign in with Okto" in words(browser.get(asked).text)
        sent = begun(browser, asked.replace("/login", "/sso"))
        assert (sent["response_type"], sent["client_id"], sent["code_challenge_method"]) == ("code", CLIENT, "S256")
        assert {"openid", "email"} <= set(sent["scope"].split())
        assert sent["redirect_uri"] == f"{HOME}/sso/back"
        answer = browser.get(sent_back(issuer, sent))
        assert (answer.status_code, answer.headers["location"]) == (303, "/kpi/gross-margin?grain=week")
        assert "Greta Lind" in words(browser.get("/me").text)
        assert "vitalfew-sso" not in browser.cookies
    exchange = next(form for path, form in issuer.asked if path == "/token")
    assert len(exchange["code_verifier"]) >= 43
    assert SECRET not in str(issuer.asked), "the secret goes into the header alone"


def test_each_sign_in_has_a_session_of_its_own_and_the_one_before_it_ends(administrator: TestClient, issuer: Issuer) -> None:
    with another(administrator) as browser, another(administrator) as thief:
        assert through(browser, issuer).status_code == 303
        before = browser.cookies["vitalfew"]
        assert through(browser, issuer).status_code == 303
        assert browser.cookies["vitalfew"] != before
        thief.cookies.set("vitalfew", before)
        assert thief.get("/").status_code == 303
        assert browser.get("/").status_code == 200


def test_who_was_linked_stays_who_they_are_whatever_their_address_becomes(
    administrator: TestClient, own: Workspace, issuer: Issuer
) -> None:
    with another(administrator) as browser:
        through(browser, issuer)
    issuer.users["greta"] |= {"email": "other@meridian.example", "email_verified": False}
    with another(administrator) as browser:
        assert through(browser, issuer).status_code == 303
        assert "Greta Lind" in words(browser.get("/me").text)
    issuer.users["eve"] = {"sub": "eve-1", "email": ADMIN, "email_verified": True}
    with another(administrator) as browser:
        refused(through(browser, issuer, "eve"), "belongs to somebody else here")
    with own.store.reading() as transaction:
        assert [(each.issuer, each.subject) for each in identities(transaction)] == [(issuer.address, "greta-7")]
        said = [each for each in entries(transaction) if each.verb == "link"][-1]
    assert "greta-7" not in str(said.after)


@pytest.mark.parametrize(
    ("claims", "why"),
    [
        ({"email_verified": False}, "does not say that your address is verified"),
        ({"email_verified": "true"}, "does not say that your address is verified"),
        ({"email": ""}, "does not say that your address is verified"),
        ({"email": "stranger@elsewhere.example"}, "nobody here has your address"),
        ({"email": "lea@meridian.example"}, "nobody here has your address"),
    ],
)
def test_whoever_has_no_account_is_told_so(administrator: TestClient, issuer: Issuer, claims: Claims, why: str) -> None:
    """The framework's people too, where nobody has invited them."""
    issuer.users["greta"] |= claims
    with another(administrator) as browser:
        refused(through(browser, issuer), why)
        assert browser.get("/").status_code == 303


def test_people_of_the_framework_join_as_viewers_where_that_is_wanted(
    administrator: TestClient, own: Workspace, issuer: Issuer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(JOIN, "people")
    some = next(each for each in own.framework.people if each.email and not each.group and not each.left and each.id != "greta")
    issuer.users["some"] = {"sub": "9", "email": some.email or "", "email_verified": True}
    gone = next((each for each in own.framework.people if each.left and each.left <= own.today), None)
    issuer.users["gone"] = {"sub": "8", "email": (gone.email if gone else None) or "gone@x.example", "email_verified": True}
    with another(administrator) as browser:
        assert through(browser, issuer, "some").status_code == 303
        assert (some.name or "") in words(browser.get("/me").text)
        assert browser.post("/me", data={"do": "say"}).status_code == 403, "a viewer looks"
        refused(through(browser, issuer, "gone"), "nobody here has your address")
    with own.store.reading() as transaction:
        made = known_account(transaction, some.email or "")
        assert (made.person, made.grants, made.password) == (some.id, (Grant("viewer"),), None)


def test_roles_stay_ours_and_a_disabled_account_stays_out(administrator: TestClient, own: Workspace, issuer: Issuer) -> None:
    have_account(own, "lea@meridian.example", "contributor", "lea")
    claims = {"sub": "lea-3", "email": "lea@meridian.example", "email_verified": True}
    issuer.users["lea"] = {**claims, "roles": ["administrator"], "groups": ["administrator"]}
    with another(administrator) as browser:
        assert through(browser, issuer, "lea").status_code == 303
        assert browser.get("/accounts").status_code == 422
        administrator.post("/accounts", data={"do": "disable", "login": "lea@meridian.example"})
        assert browser.get("/").status_code == 303
        refused(through(browser, issuer, "lea"), "your account is disabled")
    with own.store.reading() as transaction:
        assert known_account(transaction, "lea@meridian.example").grants == (Grant("contributor"),)


def test_a_second_factor_is_asked_for_all_the_same(administrator: TestClient, own: Workspace, issuer: Issuer) -> None:
    key = new_factor()
    with own.store.writing() as transaction:
        change_account(transaction, known_account(transaction, ADMIN).id, totp=key)
    with another(administrator) as browser:
        asked = through(browser, issuer, path="/sso?next=/map")
        assert (asked.status_code, browser.get("/").status_code) == (200, 303)
        (action,) = {part.split('"')[0] for part in asked.text.split('action="') if part.startswith("/login")}
        ticket = asked.text.split('name="ticket" value="')[1].split('"')[0]
        said = {"do": "code", "ticket": ticket, "code": code(key, step_at(datetime.now(UTC)))}
        assert browser.post(action.replace("&amp;", "&"), data=said).headers["location"] == "/map"
        assert browser.get("/").status_code == 200


def test_a_token_that_says_little_is_completed_by_the_provider(administrator: TestClient, issuer: Issuer) -> None:
    issuer.thin = True
    with another(administrator) as browser:
        assert through(browser, issuer).status_code == 303
        issuer.users["greta"]["sub"] = "another"
        assert ("/userinfo", {}) in issuer.asked


def test_signing_out_offers_to_sign_out_there_too(administrator: TestClient, issuer: Issuer) -> None:
    with another(administrator) as browser:
        through(browser, issuer)
        gone = browser.post("/logout").headers["location"]
        assert (gone, browser.get("/").status_code) == ("/login?out=1", 303)
        page = browser.get(gone).text
        assert (
            f'href="{issuer.address}/end?client_id={CLIENT}&amp;post_logout_redirect_uri=http%3A%2F%2Flocalhost%2Flogin"' in page
        )
    assert administrator.post("/logout").headers["location"] == "/login?out=1", "whoever has both may have come by either"


def test_no_provider_no_way_and_nobody_before_the_first_administrator(
    administrator: TestClient, own: Workspace, issuer: Issuer, monkeypatch: pytest.MonkeyPatch
) -> None:
    with another(administrator) as browser:
        query = begun(browser)
        with own.store.writing() as transaction:
            for table in (SESSION, ROLE, ACCOUNT):
                transaction.drop(table)
        refused(browser.get(sent_back(issuer, query)), "nobody is administrator here yet")
        monkeypatch.delenv(ISSUER)
        assert browser.get("/sso").status_code == 404
        assert "Okto" not in browser.get("/login").text
    with own.store.reading() as transaction:
        assert accounts(transaction) == []


@pytest.mark.parametrize("foreign", ["//evil.example", "https://evil.example", "/\\evil.example"])
def test_nobody_goes_on_to_elsewhere(administrator: TestClient, issuer: Issuer, foreign: str) -> None:
    with another(administrator) as browser:
        assert through(browser, issuer, path=f"/sso?next={foreign}").headers["location"] == "/"


def test_somebody_disabled_is_not_joined_anew(administrator: TestClient, own: Workspace, issuer: Issuer) -> None:
    have_account(own, "lea@meridian.example", "viewer", "lea")
    with own.writing(by="greta") as desk:
        disable(desk, "lea@meridian.example")
    issuer.users["lea"] = {"sub": "1", "email": "lea@meridian.example", "email_verified": True}
    with another(administrator) as browser:
        refused(through(browser, issuer, "lea"), "your account is disabled")
    with own.store.reading() as transaction:
        assert identities(transaction) == []


def test_what_an_administrator_takes_off_on_the_page(administrator: TestClient, own: Workspace, issuer: Issuer) -> None:
    have_account(own, "lea@meridian.example", "viewer", "lea")
    issuer.users["lea"] = {"sub": "1", "email": "lea@meridian.example", "email_verified": True}
    with another(administrator) as browser:
        assert through(browser, issuer, "lea").status_code == 303
        with own.store.writing() as transaction:
            change_account(transaction, known_account(transaction, "lea@meridian.example").id, totp=new_factor())
        page = words(administrator.get("/accounts").text)
        assert "with second factor by single sign-on" in page
        for step in ("unlink", "take-off"):
            assert administrator.post("/accounts", data={"do": step, "login": "lea@meridian.example"}).status_code == 303
            assert administrator.post("/accounts", data={"do": step, "login": "lea@meridian.example"}).status_code == 422
        assert browser.get("/").status_code == 303
        assert through(browser, issuer, "lea").status_code == 303, "linked anew, and without a code"


def test_whoever_has_no_password_here_is_offered_one(
    administrator: TestClient, issuer: Issuer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(JOIN, "people")
    issuer.users["lea"] = {"sub": "1", "email": "lea@meridian.example", "email_verified": True}
    with another(administrator) as browser:
        assert through(browser, issuer, "lea").status_code == 303
        page = browser.get("/account")
        assert "You have none here" in words(page.text)
        assert 'name="old"' not in page.text
