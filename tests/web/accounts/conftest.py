"""One copy of the demo and one application for all tests about accounts, each of which begins without any."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from argon2 import PasswordHasher
from fastapi import FastAPI
from starlette.testclient import TestClient
from tests.web.accounts.provider import CLIENT, SECRET, Issuer, serving
from tests.web.comers import ADMIN, HOME, WORDS

from vitalfew import Workspace
from vitalfew.rhythm import password as passwords
from vitalfew.rhythm.provider import CLIENT as CLIENT_VARIABLE
from vitalfew.rhythm.provider import ISSUER, NAME
from vitalfew.rhythm.provider import SECRET as SECRET_VARIABLE
from vitalfew.store.tables import ACCOUNT, ATTEMPT, IDENTITY, OUTBOX, RECOVERY, ROLE, SESSION, TICKET, TOKEN
from vitalfew.web.app import make_app

HELD = (OUTBOX, TOKEN, TICKET, SESSION, ROLE, ATTEMPT, IDENTITY, RECOVERY, ACCOUNT)


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hash in a millisecond: what is tested is not how long it takes."""
    monkeypatch.setattr(passwords, "HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


@pytest.fixture(scope="package")
def common(workspace: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Workspace, FastAPI]]:
    """The copy, and the application of it: a state that is read once."""
    target = tmp_path_factory.mktemp("accounts") / "own"
    shutil.copytree(workspace.root, target)
    opened = Workspace.open(target)
    yield opened, make_app(opened)
    opened.store.close()


@pytest.fixture
def own(common: tuple[Workspace, FastAPI]) -> Workspace:
    """The copy, without an account."""
    with common[0].store.writing() as transaction:
        for table in HELD:
            transaction.drop(table)
    return common[0]


@pytest.fixture
def browser(common: tuple[Workspace, FastAPI], own: Workspace) -> Iterator[TestClient]:
    """A browser at the copy, whose forms are sent from its own pages."""
    assert own is common[0]
    with TestClient(common[1], base_url=HOME, follow_redirects=False, headers={"origin": HOME}) as client:
        yield client


@pytest.fixture
def administrator(browser: TestClient) -> TestClient:
    """The browser of the first administrator, who is Greta."""
    said = {"login": ADMIN, "password": WORDS, "again": WORDS, "person": "greta"}
    answer = browser.post("/setup", data=said)
    assert (answer.status_code, answer.headers["location"]) == (303, "/accounts")
    return browser


@pytest.fixture
def issuer(monkeypatch: pytest.MonkeyPatch) -> Iterator[Issuer]:
    """A provider that the environment names."""
    with serving() as found:
        for name, value in ((ISSUER, found.address), (CLIENT_VARIABLE, CLIENT), (SECRET_VARIABLE, SECRET), (NAME, "Okto")):
            monkeypatch.setenv(name, value)
        yield found
