"""Two workspaces in one database: who is at home in one is answered nothing of the other, whatever they ask for and bring.

That no query can be written without a workspace is in `tests/store/test_store_database.py`; here it is asked of the application.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

import pytest
from httpx2 import Response
from starlette.testclient import TestClient
from tests.api.test_api_contract import BODIES, READS, url
from tests.web.attacks.conftest import LOGIN, Place, entered, opened
from tests.web.attacks.shop import KPI, PERSON, open_shop
from tests.web.attacks.test_web_attacks_site import kept
from tests.web.attacks.walker import forms
from tests.web.comers import HOME, OTHER, WORDS, come_in

from vitalfew import Workspace
from vitalfew.api.openapi import BASE
from vitalfew.rhythm.comments import add_comment
from vitalfew.rhythm.credentials import add_token
from vitalfew.rhythm.feed import PAGE as FEED
from vitalfew.rhythm.feed import renew_feed
from vitalfew.store.accounts import known_account
from vitalfew.store.sessions import make_ticket
from vitalfew.store.variable import NAME_VARIABLE, URL_VARIABLE
from vitalfew.web.app import make_app
from vitalfew.workspace import STORE

WORD = "zebrafish"
MARKS = (WORD, "Corner Bakery", "Eva Lind", "Max Roth", LOGIN)
"""What is said in the other workspace alone."""
MILL = """\
preset: small-business
organization: {name: Old Mill}
people: [{id: greta, name: Greta Holm}]
"""


class Two(NamedTuple):
    """Who attacks, in a workspace of their own; what is attacked; and what opens that."""

    mine: Place
    other: Place
    secrets: dict[str, str]
    patch: pytest.MonkeyPatch

    def at(self, name: str) -> None:
        """Have the process be that of one workspace."""
        self.patch.setenv(NAME_VARIABLE, name)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def two(request: pytest.FixtureRequest, shop: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Two]:
    """One file, or one server, with both of them."""
    folder = tmp_path_factory.mktemp("two")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(NAME_VARIABLE, "other")
        if request.param == "postgresql":
            patch.setenv(URL_VARIABLE, request.getfixturevalue("postgres_database"))
            places = entered(open_shop(folder / "other"))
        else:
            patch.delenv(NAME_VARIABLE)
            places = opened(shop, folder / "other")
        for other in places:
            secrets = _secrets(other)
            patch.setenv(NAME_VARIABLE, "mine")
            yield Two(_mine(folder / "mine", other), other, secrets, patch)


def _mine(root: Path, other: Place) -> Place:
    """Begin a workspace whose decisions lie in the same database."""
    (root / "framework").mkdir(parents=True)
    (root / "framework" / "main.yaml").write_text(MILL, encoding="utf-8")
    (root / STORE).symlink_to(other.own.root / STORE)
    own = Workspace.open(root, as_of=other.own.as_of)
    browser = TestClient(make_app(own), base_url=HOME, follow_redirects=False, headers={"origin": HOME})
    said = {"login": "greta", "password": OTHER, "again": OTHER, "person": "greta"}
    assert browser.post("/setup", data=said).status_code == 303
    return Place(own, browser)


def _secrets(other: Place) -> dict[str, str]:
    """Have something said there, and give what opens it."""
    at = datetime.now(UTC)
    with other.own.writing(by=PERSON) as desk:
        add_comment(desk, KPI, f"The {WORD} did it")
        feed = renew_feed(desk, PERSON)
        account = known_account(desk.transaction, LOGIN)
        ticket = make_ticket(desk.transaction, account.id, "password", at=at, lifetime=at.max.replace(tzinfo=UTC) - at)
    _, token = add_token(other.own.store, account, "script", "all", at=at)
    return {"feed": feed, "token": token, "ticket": ticket, "session": other.browser.cookies["vitalfew"]}


def marked(answer: Response) -> list[str]:
    return [each for each in MARKS if each in answer.text or each in str(answer.headers)]


def test_nothing_that_is_there_is_answered_to_who_is_elsewhere(two: Two, found: dict[str, Response]) -> None:
    """Each page that the other shows, each part of its API, its search and its exports; and there it is answered."""
    asked = [f"{urlsplit(each).path}?{urlsplit(each).query}" for each in found]
    asked += [BASE + url(route.path) for route in READS] + [f"{BASE}/comments?about={KPI}", f"/search?q={WORD}", "/history"]
    assert len(asked) > 90
    with_id = [path for path in asked if re.search(r"/(1|2|revenue|max-sales|weekly-2026-06-22)(\?|$)", path)]
    for path in asked:
        answer = two.mine.browser.get(path)
        assert (marked(answer) if not path.startswith("/search") else marked(answer)[1:]) == [], path
        assert path not in with_id or answer.status_code in {404, 422}, (path, answer.status_code)
    assert len(with_id) > 10
    two.mine.own.export_all(two.mine.own.root.parent / "export")
    told = "".join(each.read_text("utf-8", "replace") for each in (two.mine.own.root.parent / "export").rglob("*.*"))
    assert [each for each in MARKS if each in told] == []
    two.at(two.other.own.store.place.workspace)
    assert WORD in two.other.browser.get(f"{BASE}/comments?about={KPI}").text
    two.at("mine")


def test_nothing_that_is_there_is_changed_from_elsewhere(two: Two, found: dict[str, Response]) -> None:
    """Each form of the other's pages with its fields as they stand, and each step about what it has."""
    before = kept(two.other.own)
    for form in forms(found):
        if form.method == "post" and form.action.rpartition("/")[2] not in {"logout", "account", "accounts"}:
            assert two.mine.browser.post(form.action, data=form.fields).status_code < 500, form.name
    for path, body in BODIES.items():
        answer = two.mine.browser.post(f"{BASE}{url(path)}", json=body)
        assert answer.status_code in ({404, 422} if "{" in path else {201, 404, 422}), (path, answer.text)
        assert marked(answer) == []
    assert kept(two.other.own) == before


def test_what_opens_one_opens_nothing_of_the_other(two: Two) -> None:
    """A session, a token, a calendar's address, a link for a password, and the password itself."""
    stranger = TestClient(two.mine.browser.app, base_url=HOME, follow_redirects=False, headers={"origin": HOME})
    asked = {
        "session": {"cookie": f"vitalfew={two.secrets['session']}"},
        "token": {"authorization": f"Bearer {two.secrets['token']}"},
    }
    for headers in asked.values():
        assert stranger.get(f"{BASE}/kpis", headers=headers).status_code == 401
        assert stranger.get("/", headers=headers).status_code == 303
    address, link = FEED.format(token=two.secrets["feed"]), f"/password?ticket={two.secrets['ticket']}"
    chosen = {"ticket": two.secrets["ticket"], "password": OTHER, "again": OTHER}
    assert stranger.get(address).status_code == 404
    assert stranger.post(link, data=chosen).status_code in {403, 422}
    assert come_in(stranger, LOGIN, WORDS) == 403
    two.at(two.other.own.store.place.workspace)
    there = TestClient(two.other.browser.app, base_url=HOME, follow_redirects=False, headers={"origin": HOME})
    for name, headers in asked.items():
        assert there.get(f"{BASE}/kpis", headers=headers).status_code == 200, name
    assert there.get(address).status_code == 200
    assert there.post(link, data=chosen).status_code == 303
    two.at("mine")
