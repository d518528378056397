"""What a page is, and which there are: found by walking `pages/`, so that adding one edits no list."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

FOLDER = Path(__file__).parent / "pages"
Build = Callable[..., object]
"""Makes the view of a visit and the path's parts."""


class Leave(NamedTuple):
    """What a form leads to: the path to go on with, and the session that the browser is to hold, empty to let go of it.

    `told` is a secret that is shown this once, on the page itself, instead of going on; `language` is what is spoken from then
    on.
    """

    path: str
    session: str | None = None
    told: str = ""
    stays: bool = False
    """Whether the page is shown again with what was sent, instead of going on."""
    language: str = ""
    is_midway: bool = False
    """Whether it goes on and nothing is done yet, so that none is told."""


Act = Callable[..., str | Leave]
"""Does what a form of the page asks for, of a visit with that form, and gives the path to go on with."""


class Page(NamedTuple):
    """A page: its path, what it is called, the view's maker, its place in the navigation, what its forms do.

    Places from 20 on are at the foot of the page; none: not there.
    """

    path: str
    title: str
    build: Build
    nav: int | None = None
    act: Act | None = None
    template: str = ""
    check: str = ""
    """The block that a form which asks to be checked is answered by, where its page is wanted in parts."""
    longest: int = 0
    """How many bytes its forms may have, a file among them; none where it is 0, and then they are short."""


@cache
def pages() -> tuple[Page, ...]:
    """Give every page, those of the navigation first and in order; the template is named as the module is."""
    found = []
    for path in sorted(FOLDER.glob("[!_]*.py")):
        page: Page = import_module(f"vitalfew.web.pages.{path.stem}").PAGE
        found.append(page._replace(template=f"{path.stem}.html"))
    return tuple(sorted(found, key=lambda page: (page.nav is None, page.nav or 0, page.path)))
