"""What the pages show in the midst of work: states that no address leads to, for pictures and for the proofs in a browser.

Each scene leads a window to where it is to be looked at. What is done on the way is done as `who`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from playwright.sync_api import Page

from bench.chromium import WHO

CELLS = "KPI\tTarget\nGross margin\t>= 62\nSecond order\tas much as we can\nNet promoter score\t>= 50\nReturning card\t>= 40\n"
AIM = "[name='target.at_least']"


class Scene(NamedTuple):
    """A state of a page, what it is called, and the way to it."""

    name: str
    title: str
    lead: Callable[[Page], object]
    who: str = WHO


def _wrong(page: Page) -> None:
    page.goto("/edit/kpi/gross-margin")
    page.locator(AIM).fill("much")
    _press(page, "Look at the change")


def _change(page: Page) -> None:
    page.goto("/edit/kpi/gross-margin")
    page.locator(AIM).fill("62")
    _press(page, "Look at the change")


def _preview(page: Page) -> None:
    page.goto("/import")
    page.get_by_role("radio", name="Targets").check()
    page.locator("[name=cells]").fill(CELLS)
    _press(page, "Look at it")


def _press(page: Page, name: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).last.click()


SCENES = (
    Scene("missing", "What is not there", lambda page: page.goto("/kpi/nothing")),
    Scene("me-unknown", "Who are you?", lambda page: page.goto("/me"), who=""),
    Scene("edit-wrong", "An edit that cannot be sent", _wrong),
    Scene("import-preview", "An import, looked at", _preview),
    Scene("change-made", "A change, looked at", _change, who="ines"),
)
