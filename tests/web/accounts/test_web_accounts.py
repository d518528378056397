"""Signing in, and what is closed without it: every page and form, by session, by role and by workspace."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from tests.web.comers import ADMIN, HOME, OTHER, WORDS, an_escalation, another, come_in, count, have_account, paths, words

from vitalfew import Workspace
from vitalfew.rhythm.credentials import add_token
from vitalfew.rhythm.totp import STEP, code, step_at
from vitalfew.store.accounts import change_account, known_account
from vitalfew.store.outbox import messages
from vitalfew.web.app import make_app
from vitalfew.web.gate import agent, safe_path


def test_before_there_is_an_account_this_machine_may_do_everything(browser: TestClient) -> None:
    assert browser.get("/").status_code == 200
    assert "Nobody signs in yet" in browser.get("/login").text
    assert "first administrator" in browser.get("/account").text
    assert "first administrator" in browser.get("/accounts").text


@pytest.mark.parametrize("header", ["x-forwarded-for", "forwarded", "x-forwarded-host", "via"])
def test_what_a_proxy_passes_on_is_not_this_machine(browser: TestClient, header: str) -> None:
    answer = browser.get("/", headers={header: "192.0.2.1"})
    assert (answer.status_code, "Nobody can sign in yet" in answer.text) == (403, True)


def test_another_machine_is_not_this_one_and_a_foreign_name_is_none(own: Workspace) -> None:
    with TestClient(make_app(own), base_url=HOME, client=("192.0.2.1", 1)) as there:
        assert there.get("/").status_code == 403
        assert there.post("/setup", headers={"origin": HOME}).status_code == 403
    with TestClient(make_app(own), base_url="http://rebound.example", client=("127.0.0.1", 1)) as foreign:
        assert foreign.get("/").status_code == 400


def test_the_first_administrator_is_in_and_everybody_else_signs_in(administrator: TestClient, own: Workspace) -> None:
    assert "Greta Lind" in words(administrator.get("/me").text)
    with another(administrator) as stranger:
        stranger.cookies.set("person", "greta")
        for path in paths(own):
            answer = stranger.get(path)
            if path in {"/language", "/login", "/password"}:
                assert answer.status_code == 200
                assert "/kpi/" not in answer.text
                continue
            assert answer.status_code == 303, path
            assert answer.headers["location"].startswith("/login"), path
            before = count(own)
            assert stranger.post(path, data={"do": "acknowledge"}).headers["location"] == "/login"
            assert count(own) == before
        api = stranger.get("/api/v1/kpis")
        assert (api.status_code, api.headers["content-type"]) == (401, "application/problem+json")
        assert stranger.get("/static/style.css").status_code == 200
        assert stranger.get("/no-such-page").headers["location"].startswith("/login")
        before = count(own)
        assert stranger.post("/setup", data={"login": "eve", "password": OTHER, "again": OTHER}).status_code == 303
        assert count(own) == before, "there is one first administrator"


def test_the_cookie_that_says_a_name_means_nothing_any_more(administrator: TestClient, own: Workspace) -> None:
    administrator.cookies.set("person", "sofia")
    assert "Greta Lind" in words(administrator.get("/me").text)
    assert administrator.post("/me", data={"do": "choose", "person": "sofia"}).status_code == 422
    have_account(own, "operator", "administrator")
    with another(administrator) as operator:
        operator.cookies.set("person", "greta")
        assert come_in(operator, "operator") == 303
        assert "linked to nobody" in operator.get("/me").text
        answer = operator.post(f"/escalation/{an_escalation(own).id}", data={"do": "acknowledge"})
        assert (answer.status_code, "link your account to a person" in answer.text) == (422, True)


def test_signing_in_goes_on_to_where_one_wanted_to_and_nowhere_else(administrator: TestClient) -> None:
    with another(administrator) as browser:
        wanted = browser.get("/kpi/wholesale-discount?grain=week").headers["location"]
        assert wanted == "/login?next=%2Fkpi%2Fwholesale-discount%3Fgrain%3Dweek"
        answer = browser.post(wanted, data={"do": "password", "login": ADMIN, "password": WORDS})
        assert (answer.status_code, answer.headers["location"]) == (303, "/kpi/wholesale-discount?grain=week")
        assert browser.get("/").status_code == 200


@pytest.mark.parametrize("foreign", ["//evil.example", "/\\evil.example", "https://evil.example", "javascript:x", "", "/a\nb"])
def test_no_link_leads_elsewhere(foreign: str) -> None:
    assert safe_path(foreign) == "/"


def test_the_cookie_is_closed_to_scripts_and_other_sites_and_to_http(administrator: TestClient) -> None:
    said = {"do": "password", "login": ADMIN, "password": WORDS}
    for base, name, is_secure in ((HOME, "vitalfew", False), ("https://localhost", "__Host-vitalfew", True)):
        with another(administrator, base) as browser:
            set_ = browser.post("/login", data=said).headers["set-cookie"]
        assert set_.startswith(f"{name}=")
        assert {"HttpOnly", "SameSite=lax", "Path=/"} <= set(set_.split("; "))
        assert ("Secure" in set_.split("; ")) is is_secure
        assert "Domain" not in set_


def test_a_session_that_somebody_brought_along_is_not_signed_in(administrator: TestClient) -> None:
    """Session fixation: each sign-in makes a secret of its own, and ends the one before it."""
    with another(administrator) as browser:
        browser.cookies.set("vitalfew", "chosen-by-eve", domain="localhost.local")
        assert come_in(browser, ADMIN) == 303
        first = browser.cookies.get("vitalfew", domain="localhost.local") or ""
        assert first != "chosen-by-eve"
        assert come_in(browser, ADMIN) == 303
        with another(administrator) as eve:
            for secret in ("chosen-by-eve", first):
                eve.cookies.clear()
                eve.cookies.set("vitalfew", secret)
                assert eve.get("/").status_code == 303
        assert browser.get("/").status_code == 200


def test_signing_out_ends_it_here_and_there(administrator: TestClient) -> None:
    secret = administrator.cookies["vitalfew"]
    assert administrator.get("/logout").status_code == 200
    assert administrator.get("/").status_code == 200, "a link signs nobody out"
    assert administrator.post("/logout").headers["location"] == "/login"
    assert administrator.get("/").status_code == 303
    with another(administrator) as thief:
        thief.cookies.set("vitalfew", secret)
        assert thief.get("/").status_code == 303


def test_guessing_is_answered_alike_and_ends(administrator: TestClient) -> None:
    with another(administrator) as guesser:
        answers = [
            guesser.post("/login", data={"do": "password", "login": name, "password": OTHER}) for name in (ADMIN, "nobody")
        ]
        told = [re.sub(r'value="[^"]*"', "", each.text) for each in answers]
        assert ([each.status_code for each in answers], told[0] == told[1]) == ([403, 403], True)
        for _ in range(4):
            come_in(guesser, ADMIN, OTHER)
        assert come_in(guesser, ADMIN) == 403
        assert "tried too often" in guesser.post("/login", data={"do": "password", "login": ADMIN, "password": WORDS}).text


def test_a_form_to_sign_in_comes_from_our_own_page(administrator: TestClient, own: Workspace) -> None:
    """Signing somebody in as somebody else from another site would have them write under that name."""
    with another(administrator) as browser:
        for headers in ({"origin": "https://evil.example"}, {"sec-fetch-site": "cross-site"}, {"origin": "null"}):
            answer = browser.post("/login", data={"do": "password", "login": ADMIN, "password": WORDS}, headers=headers)
            assert (answer.status_code, "set-cookie" in answer.headers) == (403, False)
    before = count(own)
    for path in paths(own):
        assert administrator.post(path, data={"do": "disable"}, headers={"origin": "https://evil.example"}).status_code == 403
    assert count(own) == before


def test_a_link_is_mailed_to_whoever_has_an_address_and_nobody_is_told(administrator: TestClient, own: Workspace) -> None:
    with another(administrator) as browser:
        answers = [browser.post("/password", data={"login": login}) for login in (ADMIN, "nobody")]
        assert {(each.status_code, each.headers["location"]) for each in answers} == {(303, "/password?asked=1")}
        with own.store.reading() as transaction:
            mailed = [each for each in messages(transaction) if each.key.startswith("account/")]
        assert len(mailed) == bool(own.framework.person["greta"].email)
        assert "on its way" in browser.get("/password?asked=1").text


def test_digits_are_asked_for_once_they_are_set_up(administrator: TestClient, own: Workspace) -> None:
    page = administrator.get("/account").text
    key = "".join(re.findall(r'name="key" value="([A-Z2-7 ]+)"', page)[0].split())
    now = datetime.now(UTC)
    said = {"do": "factor", "key": key, "old": WORDS, "code": code(key, step_at(now))}
    wrong = administrator.post("/account", data={**said, "old": OTHER})
    assert (wrong.status_code, key in wrong.text.replace(" ", "")) == (403, True)
    assert administrator.post("/account", data={**said, "key": "short"}).status_code == 422
    assert re.search(r'<svg viewBox="0 0 (\d+) \1" class="qr"', page), "it is as large as its box"
    assert f"secret={key}" in page
    shown = administrator.post("/account", data=said)
    assert (shown.status_code, 'class="qr"' in shown.text, "10 recovery codes are left" in shown.text) == (200, False, True)
    spare = re.findall(r"<li><code>([A-Z2-7-]{19})</code>", shown.text)
    assert len(spare) == 10
    with own.store.writing() as transaction:
        mine = known_account(transaction, ADMIN)
        assert mine.totp == key
        change_account(transaction, mine.id, totp_step=mine.totp_step - 3)
    after = administrator.get("/account").text
    assert not any(each in after for each in (key, *spare)), "they are shown once"
    assert "10 recovery codes are left" in after
    with another(administrator) as browser:
        asked = browser.post("/login?next=/map", data={"do": "password", "login": ADMIN, "password": WORDS})
        (ticket,) = re.findall(r'name="ticket" value="([\w-]+)"', asked.text)
        assert "set-cookie" not in asked.headers
        assert browser.get("/").status_code == 303
        again = browser.post("/login?next=/map", data={"do": "code", "ticket": ticket, "code": "12"})
        assert (again.status_code, ticket in again.text) == (403, True)
        good = code(key, int(datetime.now(UTC).timestamp()) // STEP)
        assert browser.post("/login?next=/map", data={"do": "code", "ticket": ticket, "code": good}).headers["location"] == "/map"
        assert browser.get("/").status_code == 200
        assert browser.post("/account", data={"do": "no-factor", "old": WORDS}).status_code == 303


def test_a_new_password_and_ending_a_session_sign_others_out(administrator: TestClient) -> None:
    with another(administrator) as other:
        come_in(other, ADMIN)
        (id_,) = re.findall(r'name="session" value="(\w+)"', administrator.get("/account").text)
        assert administrator.post("/account", data={"do": "end", "session": id_}).status_code == 303
        assert other.get("/").status_code == 303
        come_in(other, ADMIN)
        said = {"do": "password", "old": WORDS, "password": OTHER, "again": OTHER}
        assert administrator.post("/account", data=said).status_code == 303
        assert (other.get("/").status_code, administrator.get("/").status_code) == (303, 200)


def test_a_token_opens_what_its_account_may_until_it_is_revoked(administrator: TestClient) -> None:
    shown = administrator.post("/account", data={"do": "token", "name": "<i>nightly</i>", "scope": "read"})
    (token,) = re.findall(r"vf_[\w-]+", shown.text)
    assert "<i>nightly" not in shown.text
    with another(administrator) as program:
        program.headers["authorization"] = f"Bearer {token}"
        del program.headers["origin"]
        assert program.get("/").status_code == 200
        assert program.post("/me", data={"do": "say"}).status_code == 403, "it may only look"
        (id_,) = re.findall(r'name="token" value="(\w+)"', administrator.get("/account").text)
        assert administrator.post("/account", data={"do": "revoke", "token": id_}).status_code == 303
        assert program.get("/").status_code == 303
        assert program.get("/api/v1/kpis").status_code == 401


def test_a_token_cannot_make_another_or_change_the_password(administrator: TestClient, own: Workspace) -> None:
    with own.store.reading() as transaction:
        account = known_account(transaction, ADMIN)
    _, token = add_token(own.store, account, "script", "all", at=datetime.now(UTC))
    with another(administrator) as program:
        program.headers["authorization"] = f"Bearer {token}"
        assert program.post("/account", data={"do": "token", "name": "more", "scope": "all"}).status_code == 422
        assert (
            program.post("/account", data={"do": "password", "old": WORDS, "password": OTHER, "again": OTHER}).status_code == 422
        )


def test_a_session_of_another_workspace_opens_nothing(administrator: TestClient, own: Workspace, tmp_path: Path) -> None:
    (tmp_path / "other" / "framework").mkdir(parents=True)
    (tmp_path / "other" / "framework" / "main.yaml").write_text(
        "preset: small-business\npeople: [{id: greta, name: G}]\n", encoding="utf-8"
    )
    other = Workspace.open(tmp_path / "other")
    with TestClient(make_app(other), base_url=HOME, follow_redirects=False, headers={"origin": HOME}) as there:
        said = {"login": "eve", "password": OTHER, "again": OTHER}
        assert there.post("/setup", data=said).status_code == 303
        there.cookies.clear()
        there.cookies.set("vitalfew", administrator.cookies["vitalfew"])
        assert there.get("/").status_code == 303
        assert come_in(there, ADMIN) == 403
    other.store.close()
    assert own.root != other.root


def test_what_can_be_signed_in_with_is_weak_nowhere(browser: TestClient) -> None:
    for password, again in (("shrt1", "shrt1"), (WORDS, OTHER), ("Password2026!", "Password2026!"), ("", "")):
        answer = browser.post("/setup", data={"login": "ana", "password": password, "again": again})
        assert answer.status_code == 422
        assert not password or password not in answer.text
    assert browser.get("/").status_code == 200, "there is still nobody"


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox on Linux"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0", "Edge on Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile Safari/604.1", "Safari on an iPhone"),
        ("curl/8.5.0", "curl"),
        ("<script>", "a program"),
    ],
)
def test_of_a_browser_a_few_words_are_kept(said: str, expected: str) -> None:
    assert agent(said) == expected


def test_pages_are_not_kept_by_the_browser(administrator: TestClient) -> None:
    assert administrator.get("/").headers["cache-control"] == "no-store"
