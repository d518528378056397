"""CAS-5: whoever is not in the line of a person sees that person's figures nowhere: page, source, search, API, feed, export."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from tests.api.conftest import made
from tests.api.test_api_contract import READS, url
from tests.web.comers import HOME, come_in, have_account, words

from vitalfew import Workspace
from vitalfew.api.openapi import BASE
from vitalfew.base.ref import Ref
from vitalfew.rhythm.comments import add_comment
from vitalfew.rhythm.feed import PAGE as FEED
from vitalfew.rhythm.feed import renew_feed
from vitalfew.web.app import make_app
from vitalfew.web.page import pages

SOLD = (7391, 7393, 7307, 7309, 7321)
WORD = "zebrafish"
"""What Max sold on each of two days a month, and what is said of it: nothing else here is like it."""
MARKS = (WORD, *(f"{n}" for each in SOLD for n in (each, 2 * each)), *(f"{n:,}" for each in SOLD for n in (each, 2 * each)))
MOST = 400
ALIKE = re.compile(r"/publish/[^?]*\.(pdf|docx|pptx)")
"""Documents that say what the page and the workbook of the same report say (tests/reports/test_reports_read_back.py)."""


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """A workspace in which Max's sales are for him and Eva alone."""
    found = made(tmp_path_factory.mktemp("unseen") / "shop", of_max=SOLD)
    with found.writing(by="eva") as desk:
        add_comment(desk, Ref("kpi", "max-sales"), f"The {WORD} did it")
    have_account(found, "eva", "administrator")
    have_account(found, "ida", "viewer")
    have_account(found, "operator", "administrator")
    yield found
    found.store.close()


def texts(content: bytes) -> str:
    """Give all that an answer says: a workbook is an archive of texts."""
    if not content.startswith(b"PK"):
        return content.decode("utf-8", "replace")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return "\n".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())


def marked(text: str) -> list[str]:
    return [each for each in MARKS if re.search(rf"(?<![\w.]){re.escape(each)}(?![\w])", text)]


def links(text: str) -> list[str]:
    """Give where a page leads to within the application: links, and forms that ask."""
    found = [unescape(each) for each in re.findall(r'(?:href|src|action)="(/[^"#]*)', text)]
    return [each for each in found if not each.startswith("/static/")]


def walked(browser: TestClient, *, follow: bool) -> dict[str, str]:
    """Give the source of everything that can be reached, by its address; pages of rules are the same everywhere."""
    asked = [f"/search?q={each}" for each in ("max", "sales", "max-sales")]
    rest = [*(page.path for page in pages() if "{" not in page.path), "/kpi/max-sales", *asked]
    found: dict[str, str] = {}
    while rest and len(found) < MOST:
        path = rest.pop(0)
        if path in found or path.startswith(("/logout", "/rule/")) or ALIKE.match(path):
            continue
        answer = browser.get(path)
        found[path] = texts(answer.content) + str(dict(answer.headers))
        rest += [each for each in links(found[path]) if follow and each not in found]
    assert not [each for each in rest if each not in found and not ALIKE.match(each)], "all of it is walked"
    return found


def asked_of_api(browser: TestClient) -> dict[str, str]:
    paths = {each for route in READS for each in (url(route.path), url(route.path, id="max-sales"))}
    about = {"about": "kpi:max-sales"}
    told = {path: browser.get(f"{BASE}{path}").text for path in sorted(paths)}
    return {**told, **{f"{path}?about": browser.get(f"{BASE}{path}", params=about).text for path in sorted(paths)}}


@pytest.fixture(scope="module")
def door(shop: Workspace) -> Iterator[TestClient]:
    with TestClient(make_app(shop), base_url=HOME, follow_redirects=False, headers={"origin": HOME}) as opened:
        yield opened


@pytest.mark.parametrize("login", ["ida", "operator"])
def test_nothing_that_is_answered_holds_a_private_figure(door: TestClient, login: str) -> None:
    """A colleague who looks, on everything that links lead to; and an administrator who is nobody of the framework."""
    door.cookies.clear()
    assert come_in(door, login) == 303
    seen = walked(door, follow=login == "ida")
    assert {"/kpi/max-sales", "/map", "/me", "/help"} <= set(seen)
    assert {path: marked(text) for path, text in seen.items() if marked(text)} == {}
    nothing = words(door.get("/search?q=xyzzy").text)
    for each in (WORD, str(SOLD[0]), str(2 * SOLD[0]), f"{SOLD[0]:,}"):
        assert words(door.get("/search", params={"q": each}).text).replace(each, "xyzzy") == nothing, each
    assert {path: marked(text) for path, text in asked_of_api(door).items() if marked(text)} == {}


def test_whoever_may_see_them_does(door: TestClient) -> None:
    door.cookies.clear()
    assert come_in(door, "eva") == 303
    assert {WORD, f"{2 * SOLD[-1]:,}"} <= set(marked(door.get("/kpi/max-sales").text))
    assert marked(door.get(f"{BASE}/kpis/max-sales").text)


def test_neither_does_a_calendar_nor_what_is_exported(shop: Workspace, door: TestClient, tmp_path: Path) -> None:
    with shop.writing(by="eva") as desk:
        token = renew_feed(desk, "ida")
    door.cookies.clear()
    answer = door.get(FEED.format(token=token))
    assert (answer.status_code, marked(answer.text)) == (200, [])
    Workspace.open(shop.root, viewer="ida").export_all(tmp_path / "ida")
    Workspace.open(shop.root, viewer="eva").export_all(tmp_path / "eva")
    told = {who: "\n".join(texts(each.read_bytes()) for each in (tmp_path / who).rglob("*.*")) for who in ("ida", "eva")}
    assert marked(told["ida"]) == []
    assert marked(told["eva"])
