"""One copy of the demo with accounts, one application, and a browser of its administrator."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest
from argon2 import PasswordHasher
from starlette.testclient import TestClient
from tests.web.comers import ADMIN, HOME, WORDS

from vitalfew import Workspace
from vitalfew.rhythm import password as passwords
from vitalfew.rhythm.calibration import open_calibrations
from vitalfew.rhythm.cycle import turn_reviews
from vitalfew.web.app import make_app


class Place(NamedTuple):
    """A workspace, and somebody at it who may do everything."""

    own: Workspace
    browser: TestClient


DAY, REVIEW = date(2026, 7, 6), "executive-look-2026-07-06"
"""A day on which there is something of everything."""
STARTS = ("/kpi/gross-margin", f"/review/{REVIEW}", "/proposal/1")
"""Where it is, so that a walk comes by it."""


@pytest.fixture(scope="package", autouse=True)
def _quick() -> Iterator[None]:
    """Hash in a millisecond."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        yield


@pytest.fixture(scope="package")
def place(workspace: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """A copy to attack, whose administrator is Greta."""
    yield from opened(workspace.root, tmp_path_factory.mktemp("attacks") / "own")


def opened(root: Path, target: Path) -> Iterator[Place]:
    """Copy a workspace and sign its first administrator in."""
    shutil.copytree(root, target)
    own = Workspace.open(target, as_of=DAY)
    with own.writing(by="vitalfew") as desk:
        turn_reviews(desk, own.judged())
        open_calibrations(desk)
    with TestClient(make_app(own), base_url=HOME, follow_redirects=False, headers={"origin": HOME}) as browser:
        said = {"login": ADMIN, "password": WORDS, "again": WORDS, "person": "greta"}
        assert browser.post("/setup", data=said).status_code == 303
        _busy(browser)
        yield Place(own, browser)
    own.store.close()


def _busy(browser: TestClient) -> None:
    """Have a review in session with a decision, an action, a comment and a proposal, so that there are forms about each."""
    steps: dict[str, dict[str, object]] = {
        f"/reviews/{REVIEW}/begin": {},
        f"/reviews/{REVIEW}/decisions": {"text": "Roast less"},
        "/actions": {"about": "kpi:gross-margin", "text": "Ask around", "due": "2026-07-20"},
        "/comments": {"about": "kpi:gross-margin", "text": "Rain"},
        "/proposals": {"title": "Less", "edits": [{"ref": "kpi:gross-margin", "field": "definition", "value": "What is left"}]},
    }
    for path, body in steps.items():
        answer = browser.post(f"/api/v1{path}", json=body)
        assert answer.is_success, answer.text
