"""What the pages show in the midst of work: states that no address leads to, for pictures and for the proofs in a browser.

Each scene leads a window to where it is to be looked at. What is done on the way is done as `who`.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from playwright.sync_api import Page

from bench.chromium import WHO

CELLS = "KPI\tTarget\nGross margin\t>= 62\nSecond order\tas much as we can\nNet promoter score\t>= 50\nReturning card\t>= 40\n"
ANSWERS = {
    "name": "Lindqvist Bikes",
    "industry": "online shop for bicycles",
    "size": "120",
    "goals": "Customers come back without being asked\nDeliver in two days\nEarn more on each order",
    "reporting": "every month",
}
"""What an organisation says of itself that has no framework yet."""
DAY = date(2026, 7, 7)
"""The day of the weekly review."""
AIM = "[name='target.at_least']"


def press(page: Page, name: str, within: str = "main") -> None:
    """Press a button that leads to a page, the last of its name."""
    with page.expect_navigation():
        page.locator(within).get_by_role("button", name=name, exact=True).last.click()


def promise_at_review(page: Page) -> None:
    """Begin the weekly review as who chairs it, and promise an action at an item of its agenda."""
    page.goto(f"/review/weekly-business-review-{DAY}")
    press(page, "Begin the review")
    at = "#item-kpi-wholesale-margin"
    item = page.locator(at)
    item.locator("summary").first.click()
    item.get_by_label("What was said, decided or promised").fill("Talk to the three cafés")
    item.get_by_label("By when").fill("2026-07-10")
    item.get_by_label("Who sees to it").select_option(label="Greta Lind")
    press(page, "Promise it", at)


def set_up_accounts(page: Page) -> None:
    """Make whoever sits there the first administrator."""
    page.goto("/setup")
    for field in page.locator("input[type=password]").all():
        field.fill("four or five words")
    press(page, "Make me administrator")


class Scene(NamedTuple):
    """A state of a page, what it is called, and the way to it."""

    name: str
    title: str
    lead: Callable[[Page], object]
    who: str = WHO


def _wrong(page: Page) -> None:
    page.goto("/edit/kpi/gross-margin")
    page.locator(AIM).fill("much")
    press(page, "Look at the change")


def _change(page: Page) -> None:
    page.goto("/edit/kpi/gross-margin")
    page.locator(AIM).fill("62")
    press(page, "Look at the change")


def _preview(page: Page) -> None:
    page.goto("/import")
    page.get_by_role("radio", name="Targets").check()
    page.locator("[name=cells]").fill(CELLS)
    press(page, "Look at it")


def _draft(page: Page) -> None:
    page.goto("/draft")
    for name, text in ANSWERS.items():
        page.locator(f"[name={name}]").fill(text)
    press(page, "See the draft")


SCENES = (
    Scene("missing", "What is not there", lambda page: page.goto("/kpi/nothing")),
    Scene("me-unknown", "Who are you?", lambda page: page.goto("/me"), who=""),
    Scene("edit-wrong", "An edit that cannot be sent", _wrong),
    Scene("import-preview", "An import, looked at", _preview),
    Scene("draft-framework", "A draft, looked at", _draft),
    Scene("change", "A change, looked at", _change, who="ines"),
)
