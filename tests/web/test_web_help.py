"""Help: every page of the navigation, every status, every rule, from the texts that are used everywhere else (AUD-12)."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from starlette.testclient import TestClient

from vitalfew import Workspace
from vitalfew.model.wording import NEEDS, STATES, STATUSES
from vitalfew.web.app import make_app
from vitalfew.web.page import Page, pages
from vitalfew.web.pages._manual import FOLDER, address, help_of, known, markup_of
from vitalfew.web.pages.help import build
from vitalfew.web.visit import Visit
from vitalfew.workspace import smells

Look = Callable[..., Visit]


def test_every_page_of_the_navigation_is_told_of_without_numbers(workspace: Workspace, look: Look) -> None:
    view = build(look(workspace))
    assert {page.path for page in pages() if page.nav} <= {each.path for each in view.places}
    for each in view.places:
        assert each.about
        assert not re.search(r"\b[A-Z]{3}-\d", each.about)


def test_every_status_and_word_is_explained(workspace: Workspace, look: Look) -> None:
    view = build(look(workspace))
    assert {each.mark.word for each in view.meanings} == {*STATUSES.values(), *STATES.values()} - {STATES["ok"]}
    assert set(view.needs) == set(NEEDS.values())


def test_every_rule_is_there_once_with_its_page(workspace: Workspace, look: Look) -> None:
    view = build(look(workspace))
    told = [topic.code for _, topics in view.families for topic in topics]
    assert sorted(told) == sorted(smell.code for smell in smells())
    with TestClient(make_app(workspace), base_url="http://localhost") as client:
        html = client.get("/help").text
    assert all(f'href="/rule/{smell.slug}"' in html for smell in smells())


INSIDE = {
    "benchmarks",
    "demo-truths",
    "draft-papers",
    "insight-on-real-data",
    "requirements",
    "screens",
    "simulated-year",
    "text-engine",
}
"""What is about the project itself."""


def test_every_page_of_the_documentation_is_shown_or_about_the_project() -> None:
    written = {path.stem for path in FOLDER.glob("*.md")}
    assert written - INSIDE == {name for name in known() if not name.startswith("reference-")}


def test_links_between_pages_lead_to_pages_and_parts_that_are_there() -> None:
    links = {(name, link) for name in known() for link in re.findall(r'href="([^"]+)"', markup_of(name)[0])}
    for name, link in links:
        page, _, part = link.removeprefix("/help/").partition("#")
        assert link.startswith(("#", "/help/", "/rule/", "https://")), (name, link)
        if part and link.startswith(("#", "/help/")):
            assert f'id="{part}"' in markup_of(page or name)[0], (name, link)
    rules = {link.removeprefix("/rule/") for _, link in links if link.startswith("/rule/")}
    assert rules <= {smell.slug for smell in smells()}
    assert address("sources.md#files", "measuring") == "/help/sources#files"


def test_the_documentation_is_read_here_and_nothing_beside_it(workspace: Workspace) -> None:
    with TestClient(make_app(workspace), base_url="http://localhost") as client:
        for name in sorted(known()):
            answer = client.get(f"/help/{name}")
            assert answer.status_code == 200, name
            assert "<!--" not in answer.text
        for path in ("..%2F..%2Fpyproject", "%2Fetc%2Fpasswd", "requirements", "index.md", "reference%2Frules", "%00", "x/"):
            assert client.get(f"/help/{path}").status_code == 404, path
        assert 'href="/help/web#import"' in client.get("/import").text


@pytest.mark.parametrize("page", [page for page in pages() if not page.path.startswith("/help")], ids=lambda page: page.path)
def test_every_page_leads_to_its_help(page: Page) -> None:
    name, _, part = help_of(page).removeprefix("/help/").partition("#")
    text, _ = markup_of(name)
    assert not part or f'id="{part}"' in text
