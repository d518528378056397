"""Guessing passwords, codes and addresses ends; a session is of who signed in, by a secret that nobody else chose, until it ends.

That a sign-in for one name from one address ends after five tries, that answers are alike, that signing out, ending a session
and a new password sign others out, and that a revoked token opens nothing is in `test_web_accounts.py`; guessing at tokens is in
`tests/api/test_api_tokens.py`; what opens one workspace and not the next is in `tests/web/attacks/test_web_attacks_tenant.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
from starlette.testclient import TestClient
from tests.web.comers import ADMIN, HOME, OTHER, WORDS, another, come_in, have_account

from vitalfew import Workspace
from vitalfew.rhythm.credentials import add_token
from vitalfew.rhythm.totp import STEP, code, new_key
from vitalfew.store.accounts import change_account, known_account
from vitalfew.store.outbox import messages
from vitalfew.store.recovery import make_codes
from vitalfew.store.sessions import make_ticket

WEEK = datetime.max.replace(tzinfo=UTC)


@contextmanager
def far(browser: TestClient, number: int) -> Iterator[TestClient]:
    """A browser at another address."""
    with TestClient(
        browser.app, base_url=HOME, follow_redirects=False, headers={"origin": HOME}, client=(f"192.0.2.{number}", 1)
    ) as found:
        yield found


def test_guessing_from_one_address_ends_whatever_the_names(administrator: TestClient) -> None:
    """As words and lists of names are tried; who comes from elsewhere is let in meanwhile."""
    with far(administrator, 1) as guesser, far(administrator, 2) as other:
        for number in range(30):
            assert come_in(guesser, f"name-{number}", OTHER) == 403
        answer = guesser.post("/login", data={"do": "password", "login": ADMIN, "password": WORDS})
        assert (answer.status_code, "tried too often" in answer.text) == (403, True)
        assert guesser.get("/").status_code == 303
        assert come_in(other, ADMIN) == 303


def test_guessing_at_one_name_from_everywhere_ends(administrator: TestClient, own: Workspace) -> None:
    have_account(own, "operator", "viewer")
    for number in range(20):
        with far(administrator, number) as guesser:
            assert [come_in(guesser, ADMIN, OTHER) for _ in range(3)] == [403, 403, 403]
    with far(administrator, 99) as browser:
        assert come_in(browser, ADMIN) == 403
        assert come_in(browser, "operator") == 303


def test_guessing_at_digits_and_recovery_codes_ends(administrator: TestClient, own: Workspace) -> None:
    """Right ones open nothing after five wrong ones, wherever they came from and with whatever ticket."""
    key = new_key()
    with own.store.writing() as transaction:
        account = known_account(transaction, ADMIN)
        change_account(transaction, account.id, totp=key, totp_step=0)
        (spare, *_) = make_codes(transaction, account.id)
    for number, guess in enumerate(("000000", "AAAA-AAAA-AAAA-AAAA", "123456", "11", "999999", None, spare)):
        with far(administrator, number) as browser:
            asked = browser.post("/login", data={"do": "password", "login": ADMIN, "password": WORDS})
            (ticket,) = re.findall(r'name="ticket" value="([\w-]+)"', asked.text)
            said = guess if guess is not None else code(key, int(datetime.now(UTC).timestamp()) // STEP)
            answer = browser.post("/login", data={"do": "code", "ticket": ticket, "code": said})
            assert (answer.status_code, "set-cookie" in answer.headers) == (403, False), guess
            assert ("tried too often" in answer.text) == (number >= 5), number
            assert browser.get("/").status_code == 303


def test_asking_for_links_ends_by_name_and_by_address(administrator: TestClient, own: Workspace) -> None:
    """Nobody's letter box is filled, and no list of names is tried."""
    for number in range(5):
        with far(administrator, number) as browser:
            assert browser.post("/password", data={"login": ADMIN}).status_code == (303 if number < 3 else 403)
    with own.store.reading() as transaction:
        assert len([each for each in messages(transaction) if each.key.startswith("account/")]) <= 3
    with far(administrator, 200) as browser:
        answers = [browser.post("/password", data={"login": f"name-{number}"}).status_code for number in range(22)]
    assert answers == [303] * 20 + [403] * 2


def test_a_secret_that_was_there_before_is_never_taken(administrator: TestClient, own: Workspace) -> None:
    """Neither one that somebody made up nor one of somebody else's session becomes that of who signs in (session fixation)."""
    have_account(own, "eve", "viewer")
    with another(administrator) as eve, another(administrator) as victim:
        assert come_in(eve, "eve") == 303
        held = eve.cookies["vitalfew"]
        for chosen in ("zq9" * 15, held):
            sent = {"cookie": f"vitalfew={chosen}"}
            assert "set-cookie" not in victim.get("/login", headers=sent).headers
            answer = victim.post("/login", data={"do": "password", "login": ADMIN, "password": WORDS}, headers=sent)
            victim.cookies.clear()
            assert (answer.status_code, chosen in answer.headers["set-cookie"]) == (303, False)
        eve.cookies.clear()
        for chosen in ("zq9" * 15, held):  # signing in ends what the browser held before, whosever it was
            assert eve.get("/account", headers={"cookie": f"vitalfew={chosen}"}).status_code == 303
        secrets = {victim.cookies["vitalfew"] for _ in range(3) if come_in(victim, ADMIN) == 303}
    assert len(secrets) == 3


@pytest.mark.parametrize("ends", ["link", "disable"])
def test_what_opened_an_account_opens_nothing_once_it_ended(administrator: TestClient, own: Workspace, ends: str) -> None:
    """A session and a token, after a password was chosen by a link and after an administrator disabled the account."""
    have_account(own, "operator", "owner")
    with own.store.writing() as transaction:
        account = known_account(transaction, "operator")
        ticket = make_ticket(transaction, account.id, "password", at=datetime.now(UTC), lifetime=WEEK - datetime.now(UTC))
    _, token = add_token(own.store, account, "script", "all", at=datetime.now(UTC))
    with another(administrator) as browser, another(administrator) as program:
        program.headers["authorization"] = f"Bearer {token}"
        assert come_in(browser, "operator") == 303
        assert [each.get("/api/v1/kpis").status_code for each in (browser, program)] == [200, 200]
        held = browser.cookies["vitalfew"]
        if ends == "link":
            with another(administrator) as third:
                chosen = {"ticket": ticket, "password": OTHER, "again": OTHER}
                assert third.post(f"/password?ticket={ticket}", data=chosen).status_code == 303
                assert third.post(f"/password?ticket={ticket}", data=chosen).status_code != 303, "it is good once"
        else:
            assert administrator.post("/accounts", data={"do": "disable", "login": "operator"}).status_code == 303
        browser.cookies.set("vitalfew", held)
        assert [each.get("/api/v1/kpis").status_code for each in (browser, program)] == [401, 401]
        assert browser.get("/account").status_code == 303
