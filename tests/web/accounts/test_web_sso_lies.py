"""Every lie of a provider, of a token and of a browser: none lets anybody in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey
from starlette.testclient import TestClient
from tests.web.accounts.provider import (
    CLIENT,
    SECRET,
    Claims,
    Issuer,
    Key,
    begun,
    new_key,
    refused,
    sent_back,
    signed,
    through,
    unsigned,
)
from tests.web.comers import ADMIN, WORDS, another

from vitalfew import Workspace
from vitalfew.rhythm import provider as providers
from vitalfew.rhythm.provider import ISSUER
from vitalfew.store.identities import identities


def with_secret(claims: Claims, _: Key) -> str:
    return jwt.encode({"alg": "HS256"}, claims, OctKey.import_key(SECRET * 2))


def with_foreign_key(claims: Claims, own: Key) -> str:
    foreign = new_key()
    return signed(claims, type(foreign).import_key({**foreign.as_dict(private=True), "kid": own.kid or ""}))


def altered(claims: Claims, key: Key) -> str:
    head, _, end = signed(claims, key).split(".")
    return ".".join((head, signed({**claims, "sub": "eve"}, key).split(".")[1], end))


def other(name: str, value: object) -> Callable[[Claims], object]:
    return lambda claims: claims.update({name: value})


def without(name: str) -> Callable[[Claims], object]:
    return lambda claims: claims.pop(name)


SPOILT = {
    "wrong nonce": other("nonce", "another"),
    "no nonce": without("nonce"),
    "wrong audience": other("aud", "another-application"),
    "several audiences, for another party": other("aud", [CLIENT, "another"]),
    "for another party": other("azp", "another"),
    "wrong issuer": other("iss", "https://evil.example"),
    "expired": lambda claims: claims.update(exp=claims["iat"] - 61, iat=claims["iat"] - 600),
    "no end": without("exp"),
    "an end that is no number": other("exp", "tomorrow"),
    "from the future": lambda claims: claims.update(iat=claims["iat"] + 120),
    "not yet": lambda claims: claims.update(nbf=claims["iat"] + 120),
    "no subject": without("sub"),
    "an empty subject": other("sub", ""),
}


@pytest.mark.parametrize("lie", SPOILT)
def test_a_token_that_does_not_hold_lets_nobody_in(administrator: TestClient, own: Workspace, issuer: Issuer, lie: str) -> None:
    issuer.spoil = SPOILT[lie]
    with another(administrator) as browser:
        refused(through(browser, issuer), "does not hold")
        assert browser.get("/").status_code == 303
    with own.store.reading() as transaction:
        assert identities(transaction) == []


@pytest.mark.parametrize(
    ("sign", "why"),
    [
        (unsigned, "does not hold"),
        (with_secret, "does not hold"),
        (with_foreign_key, "signed by none of its keys"),
        (altered, "signed by none of its keys"),
        (lambda *_: "no token", "does not hold"),
        (lambda *_: "", "does not hold"),
    ],
    ids=["unsigned", "by the shared secret", "by a foreign key of the same name", "altered", "no token", "empty"],
)
def test_what_is_not_signed_by_the_provider_lets_nobody_in(
    administrator: TestClient, issuer: Issuer, sign: Callable[[Claims, Key], str], why: str
) -> None:
    issuer.sign = sign
    with another(administrator) as browser:
        refused(through(browser, issuer), why)
        assert browser.get("/").status_code == 303


def test_clocks_may_differ_by_a_minute_and_several_audiences_be_named(administrator: TestClient, issuer: Issuer) -> None:
    issuer.spoil = lambda claims: claims.update(
        exp=claims["iat"] - 30, iat=claims["iat"] + 30, aud=[CLIENT, "another"], azp=CLIENT
    )
    with another(administrator) as browser:
        assert through(browser, issuer).status_code == 303


def test_keys_change_and_the_new_ones_are_fetched_once(administrator: TestClient, issuer: Issuer) -> None:
    with another(administrator) as browser:
        assert through(browser, issuer).status_code == 303
        issuer.signing = new_key(RSAKey)
        issuer.keys = [issuer.signing]
        assert through(browser, issuer).status_code == 303
        fetched = [path for path, _ in issuer.asked].count("/keys")
        assert through(browser, issuer).status_code == 303
        assert [path for path, _ in issuer.asked].count("/keys") == fetched == 2
        issuer.signing = new_key()
        refused(through(browser, issuer), "signed by none of its keys")
    assert [path for path, _ in issuer.asked].count("/.well-known/openid-configuration") == 1


def test_another_attempt_another_browser_and_another_time_let_nobody_in(administrator: TestClient, issuer: Issuer) -> None:
    with another(administrator) as browser, another(administrator) as thief:
        mine = sent_back(issuer, begun(browser))
        refused(thief.get(mine), "took too long")
        begun(thief)
        refused(thief.get(mine), "took too long")
        held = dict(browser.cookies)
        assert browser.get(mine).status_code == 303, "whom it was for"
        browser.cookies.clear()
        browser.cookies.update(held)
        refused(browser.get(mine), "does not take the code")
        refused(browser.get("/sso/back?code=x&state=y"), "took too long")
        refused(browser.get("/sso/back"), "took too long")


def test_an_attempt_is_good_once_though_the_provider_would_say_yes_again(administrator: TestClient, issuer: Issuer) -> None:
    with another(administrator) as browser:
        sent = begun(browser)
        held = browser.cookies["vitalfew-sso"]
        assert browser.get(sent_back(issuer, sent)).status_code == 303
        browser.cookies.clear()
        browser.cookies.set("vitalfew-sso", held)
        refused(browser.get(sent_back(issuer, sent)), "was done already")
        assert browser.get("/").status_code == 303, "nobody is signed in"


@pytest.mark.parametrize("age", [-3600, 601], ids=["of the future", "too old"])
def test_an_attempt_is_good_for_ten_minutes(administrator: TestClient, issuer: Issuer, age: int) -> None:
    with another(administrator) as browser:
        attempt = providers.new_attempt(datetime.now(UTC) - timedelta(seconds=age))
        browser.cookies.set("vitalfew-sso", f"{attempt}/%2F")
        state = providers._made(attempt, "state")  # noqa: SLF001  # what the provider would send back
        refused(browser.get(f"/sso/back?code=x&iss={issuer.address}&state={state}"), "took too long")
        assert browser.get("/").status_code == 303, "nobody is signed in"


def test_an_answer_that_says_no_or_comes_from_elsewhere_lets_nobody_in(administrator: TestClient, issuer: Issuer) -> None:
    with another(administrator) as browser:
        state = begun(browser)["state"]
        refused(browser.get(f"/sso/back?state={state}&iss={issuer.address}&error=access_denied"), "did not sign you in")
        sent = begun(browser)
        there = sent_back(issuer, sent).replace("iss=", "iss=x")
        refused(browser.get(there), "does not come from Okto")
        sent = begun(browser)
        refused(browser.get(sent_back(issuer, sent).split("&iss=")[0]), "does not come from Okto")
        assert browser.get("/").status_code == 303, "nobody is signed in"


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ({"issuer": "https://evil.example"}, "says that it is another issuer"),
        ({"token_endpoint": "http://idp.example/token"}, "an address that is not safe"),
        ({"end_session_endpoint": "javascript:alert(1)"}, "an address that is not safe"),
        ({"jwks_uri": None}, "an address that is not safe"),
        ({"more": "x" * 300_000}, "does not answer as it should"),
    ],
)
def test_a_provider_that_says_of_itself_what_is_not_so_is_not_asked(
    administrator: TestClient, issuer: Issuer, told: Claims, why: str
) -> None:
    issuer.told = told
    with another(administrator) as browser:
        refused(browser.get("/sso"), why)
    assert {path for path, _ in issuer.asked} == {"/.well-known/openid-configuration"}


@pytest.mark.usefixtures("issuer")
def test_a_provider_that_is_not_there_is_said_to_be_so(administrator: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(ISSUER, "http://127.0.0.1:9")
    with another(administrator) as browser:
        refused(browser.get("/sso"), "Okto does not answer as it should")
        assert browser.post("/login", data={"do": "password", "login": ADMIN, "password": WORDS}).status_code == 303
