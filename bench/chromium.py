"""The system's Chromium, and the way through every page of the web application that tests and pictures go."""

from __future__ import annotations

import re
import shutil
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from vitalfew.base.ref import Ref
from vitalfew.rhythm.proposals import Edit, propose_edits
from vitalfew.web.app import PERSON, make_app
from vitalfew.web.page import pages
from vitalfew.workspace import Workspace

NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--no-sandbox",  # it refuses to be run by root with one
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
SHOWN = {
    "kpi": "/kpi/gross-margin",
    "objective": "/objective/protect-margin",
    "rule": "/rule/missing-owner",
    "search": "/search?q=margin",
    "sight": "/sight?objective=grow-recurring-revenue",
}
"""Which of its things a page is shown of; where none stands here, it is the first that another page leads to."""
WHO = "greta"
"""The person of the demo who sees each page: something waits for her on most of them."""
HOST = "127.0.0.1"


def program() -> str | None:
    """Give the path of the system's Chromium; None where there is none."""
    return next(filter(None, map(shutil.which, NAMES)), None)


@contextmanager
def chromium(path: str) -> Iterator[Browser]:
    """Run Chromium without a window."""
    with sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=path, headless=True, args=list(FLAGS))
        try:
            yield opened
        finally:
            opened.close()


@contextmanager
def served(workspace: Workspace) -> Iterator[str]:
    """Serve a workspace from a thread on a free port, and give the address."""
    listening = socket.create_server((HOST, 0))
    server = uvicorn.Server(uvicorn.Config(make_app(workspace), log_level="warning", server_header=False))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    try:
        yield f"http://{HOST}:{listening.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()


def ask(workspace: Workspace) -> None:
    """Propose another target, so that there is a proposal to look at."""
    with workspace.writing(by=WHO) as desk:
        edit = Edit(Ref("kpi", "gross-margin"), "target.at_least", 63)
        propose_edits(desk, [edit], title="Aim higher", text="The beans got cheaper")


def visitor(browser: Browser, address: str, *, dark: bool = False, width: int = 1280, who: str = WHO) -> BrowserContext:
    """Open a browser of one's own for a person; an empty `who` is nobody in particular."""
    made = browser.new_context(
        base_url=address,
        color_scheme="dark" if dark else "light",
        viewport={"width": width, "height": 900},
        reduced_motion="reduce",
    )
    if who:
        made.add_cookies([{"name": PERSON, "value": who, "url": address}])
    return made


def way(context: BrowserContext) -> dict[str, str]:
    """Give an address for every page, by the name of its template: its own, or the first that another page leads to."""
    plain = [page.path for page in pages() if "{" not in page.path]
    links = list(dict.fromkeys(link for path in plain for link in _links(context, path)))
    names = {page.template.removesuffix(".html"): page.path for page in pages()}
    return {name: SHOWN.get(name) or _address(path, links) for name, path in names.items()}


def _links(context: BrowserContext, path: str) -> list[str]:
    return re.findall(r'href="(/[^"#?]*)', context.request.get(path).text())


def _address(path: str, links: list[str]) -> str:
    """Fill in what a page is about: where no page leads to it, it is about nothing, and not found."""
    fits = re.compile(re.sub(r"{\w+}", "[^/]+", path))
    return path if "{" not in path else next(filter(fits.fullmatch, links), re.sub(r"{\w+}", "nothing", path))
