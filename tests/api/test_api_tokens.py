"""Once there are accounts, nothing is answered without a token or a session, and a token does what its account's roles let it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from starlette.testclient import TestClient
from tests.api.conftest import HOME

from vitalfew import Workspace
from vitalfew.rhythm.credentials import add_token, drop_token
from vitalfew.store.accounts import Account, Grant, add_account, set_grants
from vitalfew.store.sessions import Scope
from vitalfew.store.tables import ATTEMPT, moment
from vitalfew.web.app import make_app
from vitalfew.web.gate import GUESSES, WITHIN

WORDS = {"about": "kpi:revenue", "text": "Rain"}
Token = Callable[[str, str, Scope], tuple[Account, str, dict[str, str]]]


@pytest.fixture
def door(own: Workspace) -> Iterator[TestClient]:
    """A program that brings nothing by itself, no `Origin` either."""
    with TestClient(make_app(own), base_url=f"{HOME}/api/v1") as client:
        yield client
    own.store.close()


@pytest.fixture
def token(own: Workspace) -> Token:
    """Makes an account of a person with a role, and a token of it."""

    def make(person: str, role: str, scope: Scope) -> tuple[Account, str, dict[str, str]]:
        at = datetime.now(UTC)
        with own.store.writing() as transaction:
            account = add_account(transaction, f"{person}@bakery.example", person=person, at=at)
            set_grants(transaction, account.id, [Grant(role)])
        made, secret = add_token(own.store, account, "script", scope, at=at)
        return account, made.id, {"authorization": f"Bearer {secret}"}

    return make


def test_nothing_is_answered_without_one(door: TestClient, token: Token) -> None:
    token("eva", "administrator", "all")
    for answer in (door.get("/scorecard"), door.get("/scorecard", headers={"authorization": "Bearer nothing"})):
        assert (answer.status_code, answer.headers["content-type"]) == (401, "application/problem+json")
    assert door.get("/scorecard", headers={"x-vitalfew-person": "eva"}).status_code == 401
    assert door.post("/comments", json=WORDS).status_code == 403


def test_a_token_does_what_its_account_may_until_it_is_revoked(own: Workspace, door: TestClient, token: Token) -> None:
    account, id_, eva = token("eva", "owner", "all")
    assert door.post("/comments", json=WORDS, headers=eva).json()["comment"]["by"] == "eva"
    assert door.get("/journal", headers=eva).status_code == 403
    assert door.get("/scorecard", headers={**eva, "x-vitalfew-person": "max"}).status_code == 422
    drop_token(own.store, account, id_, at=datetime.now(UTC))
    assert door.get("/scorecard", headers=eva).status_code == 401
    assert door.post("/comments", json=WORDS, headers=eva).status_code == 401


def test_a_token_for_reading_and_a_role_for_looking_write_nothing(door: TestClient, token: Token) -> None:
    _, _, reads = token("eva", "administrator", "read")
    _, _, looks = token("jon", "viewer", "all")
    _, _, agrees = token("max", "approver", "all")
    for headers in (reads, looks):
        assert door.get("/scorecard", headers=headers).status_code == 200
        answer = door.post("/comments", json=WORDS, headers=headers)
        assert (answer.status_code, answer.headers["content-type"]) == (403, "application/problem+json")
    entered = door.post("/kpis/visits/observations", json={"value": "9", "period": "2026-05"}, headers=agrees)
    assert (entered.status_code, entered.json()["type"]) == (403, "urn:vitalfew:problem:not-allowed")
    assert door.get("/kpis/visits/observations", headers=agrees).json()["periods"] == []


def test_guessing_at_tokens_ends_and_one_that_opens_is_answered_all_the_same(
    own: Workspace, door: TestClient, token: Token
) -> None:
    """Each address is counted by itself, for a while, and no guess is written down once there were too many."""
    _, _, eva = token("eva", "administrator", "all")
    guesses = [{"authorization": f"Bearer vf_{number}"} for number in range(GUESSES + 3)]
    assert {door.get("/scorecard", headers=each).status_code for each in guesses[:GUESSES]} == {401}
    for each in guesses[GUESSES:]:
        answer = door.get("/scorecard", headers=each)
        assert (answer.status_code, answer.headers["content-type"]) == (429, "application/problem+json")
        assert answer.json()["type"] == "urn:vitalfew:problem:too-often"
        assert 0 < int(answer.headers["retry-after"]) <= WITHIN.total_seconds()
        assert door.post("/comments", json=WORDS, headers=each).status_code == 429
    page = door.get(f"{HOME}/map", headers=guesses[0])
    assert (page.status_code, "retry-after" in page.headers) == (429, True)
    assert door.post("/comments", json=WORDS, headers=eva).status_code == 201
    with TestClient(door.app, base_url=f"{HOME}/api/v1", client=("192.0.2.9", 1)) as elsewhere:
        assert elsewhere.get("/scorecard", headers=guesses[0]).status_code == 401
    with own.store.writing() as transaction:
        assert {row["count"] for row in transaction.find(ATTEMPT)} == {GUESSES, 1}
        transaction.change(ATTEMPT, {"since": moment(datetime.now(UTC) - WITHIN - timedelta(seconds=1))})
    assert door.get("/scorecard", headers=guesses[0]).status_code == 401


def test_before_there_is_an_account_no_token_is_counted(own: Workspace, door: TestClient) -> None:
    for number in range(GUESSES + 2):
        assert door.get("/rules", headers={"authorization": f"Bearer vf_{number}"}).status_code == 200
    with own.store.reading() as transaction:
        assert transaction.find(ATTEMPT) == []
