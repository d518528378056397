"""A real Chromium at a copy of the demo organisation, which a thread serves; both live as long as the tests of this folder.

What walks all pages runs on one worker and what tells stories on another, each with one browser and one server of its own, so
that both are quick and no other test runs inside a browser's loop.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page
from tests.web.browser.hand import Hand

from bench.chromium import WHO, ask, chromium, program, served, visitor, way
from vitalfew import Workspace

HERE = Path(__file__).parent
Look = Callable[..., Page]
LONGEST = 20_000
"""How long anything in the browser may take, in milliseconds, on a machine that does other things too."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep the walk through the pages together, and the stories."""
    for item in items:
        if HERE in item.path.parents:
            group = "pages" if item.path.stem == "test_browser_pages" else "stories"
            item.add_marker(pytest.mark.xdist_group(f"chromium-{group}"))


@pytest.fixture(scope="package")
def machine() -> Iterator[Browser]:
    """The system's Chromium, without a window."""
    path = program()
    if path is None:
        pytest.skip("no Chromium is installed here")
    with chromium(path) as opened:
        yield opened


@pytest.fixture(scope="package")
def copied(workspace: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """A copy of the demo, which forms of these tests change."""
    target = tmp_path_factory.mktemp("served") / "own"
    shutil.copytree(workspace.root, target)
    opened = Workspace.open(target)
    ask(opened)
    yield opened
    opened.store.close()


@pytest.fixture(scope="package")
def address(copied: Workspace) -> Iterator[str]:
    """The address at which the copy is served."""
    with served(copied) as found:
        yield found


@pytest.fixture(scope="package")
def ways(machine: Browser, address: str) -> dict[str, str]:
    """An address for every page, by its name, as a person finds them by links."""
    context = visitor(machine, address)
    found = way(context)
    context.close()
    return found


@pytest.fixture(scope="package")
def walker(machine: Browser, address: str) -> Iterator[tuple[Page, list[str]]]:
    """One window to walk through all pages with, and what its console tells."""
    told: list[str] = []
    context = visitor(machine, address)
    context.set_default_timeout(LONGEST)
    page = context.new_page()
    page.on("console", lambda message: told.append(f"{page.url}: {message.text}"))
    page.on("pageerror", lambda error: told.append(f"{page.url}: {error}"))
    yield page, told
    context.close()


@pytest.fixture(params=[Hand(is_keyboard=False), Hand(is_keyboard=True)], ids=["by-pointer", "by-keyboard"])
def hand(request: pytest.FixtureRequest) -> Hand:
    """The two ways to live through a story."""
    chosen: Hand = request.param
    return chosen


@pytest.fixture
def look(machine: Browser, address: str) -> Iterator[Look]:
    """Open a page in a browser of the test's own; at its end, nothing may stand in the console.

    A refused policy, a failed script and a file that is not there are all told there.
    """
    opened: list[BrowserContext] = []
    told: list[str] = []

    def open_page(path: str, *, dark: bool = False, width: int = 1280, who: str = WHO) -> Page:
        context = visitor(machine, address, dark=dark, width=width, who=who)
        context.set_default_timeout(LONGEST)
        opened.append(context)
        page = context.new_page()
        page.on("console", lambda message: told.append(f"{page.url}: {message.text}"))
        page.on("pageerror", lambda error: told.append(f"{page.url}: {error}"))
        page.goto(path)
        return page

    yield open_page
    for context in opened:
        context.close()
    assert told == []
