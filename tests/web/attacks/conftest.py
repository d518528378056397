"""A small shop with accounts, its application, a browser of its administrator, and one walk of all there is."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from argon2 import PasswordHasher
from httpx2 import Response
from starlette.testclient import TestClient
from tests.web.attacks.shop import DAY, KPI, PERSON, REVIEW, open_shop, turn
from tests.web.attacks.walker import walk
from tests.web.comers import HOME, WORDS

from vitalfew import Workspace
from vitalfew.rhythm import password as passwords
from vitalfew.web.app import make_app


class Place(NamedTuple):
    """A workspace, and somebody at it who may do everything."""

    own: Workspace
    browser: TestClient


LOGIN = "eva@bakery.example"
STARTS = ("/kpi/revenue", f"/review/{REVIEW}", "/proposal/1", "/proposal/2")
"""Where there is something of everything, so that a walk comes by it."""


@pytest.fixture(scope="package", autouse=True)
def _quick() -> Iterator[None]:
    """Hash in a millisecond."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        yield


@pytest.fixture(scope="package")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shop as it is before anybody can sign in."""
    return open_shop(tmp_path_factory.mktemp("shop") / "own").root


@pytest.fixture(scope="package")
def place(shop: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """A copy to attack, whose administrator is Eva."""
    yield from opened(shop, tmp_path_factory.mktemp("attacks") / "own")


@pytest.fixture(scope="package")
def found(place: Place) -> dict[str, Response]:
    """What it answers on a walk, as long as nothing that is tried does anything."""
    return walk(place.browser, starts=STARTS)


def opened(root: Path, target: Path) -> Iterator[Place]:
    """Copy a workspace and enter it."""
    shutil.copytree(root, target)
    own = Workspace.open(target, as_of=DAY)
    yield from entered(own)


def entered(own: Workspace) -> Iterator[Place]:
    """Open what is due, and sign the first administrator in."""
    turn(own)
    with TestClient(make_app(own), base_url=HOME, follow_redirects=False, headers={"origin": HOME}) as browser:
        said = {"login": LOGIN, "password": WORDS, "again": WORDS, "person": PERSON}
        assert browser.post("/setup", data=said).status_code == 303
        _busy(browser)
        yield Place(own, browser)
    own.store.close()


def _busy(browser: TestClient) -> None:
    """Have a review in session with a decision, an action, a comment and a proposal, so that there are forms about each."""
    steps: dict[str, dict[str, object]] = {
        f"/reviews/{REVIEW}/begin": {},
        f"/reviews/{REVIEW}/decisions": {"text": "Bake less"},
        "/actions": {"about": str(KPI), "text": "Ask around", "due": "2026-07-20"},
        "/comments": {"about": str(KPI), "text": "Rain"},
        "/proposals": {"title": "Less", "edits": [{"ref": str(KPI), "field": "definition", "value": "What is left"}]},
    }
    for path, body in steps.items():
        answer = browser.post(f"/api/v1{path}", json=body)
        assert answer.is_success, answer.text
