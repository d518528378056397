"""Once there are accounts, nothing is answered without a token or a session, and a token does what its account's roles let it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from starlette.testclient import TestClient
from tests.api.conftest import HOME

from vitalfew import Workspace
from vitalfew.rhythm.credentials import add_token, drop_token
from vitalfew.store.accounts import Account, Grant, add_account, set_grants
from vitalfew.store.sessions import Scope
from vitalfew.web.app import make_app

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
