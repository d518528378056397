"""The framework is edited by keyboard: an error at its field, the proposal, its approval, history; a line of the map (RHY-6)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page
from tests.web.browser.conftest import LONGEST
from tests.web.browser.hand import enter, tab_to
from tests.web.browser.test_browser_pages import WIDTHS, found_by_axe, overflows

from bench.chromium import served, visitor
from vitalfew import Workspace


@pytest.fixture
def two(machine: Browser, own: Workspace) -> Iterator[tuple[Page, Page]]:
    """The browsers of Greta, who proposes, and of Rui, who is asked; nothing may stand in their consoles."""
    told: list[str] = []

    def come(address: str, who: str) -> tuple[BrowserContext, Page]:
        context = visitor(machine, address, who=who)
        context.set_default_timeout(LONGEST)
        page = context.new_page()
        page.on("console", lambda message: told.append(message.text))
        page.on("pageerror", lambda error: told.append(str(error)))
        return context, page

    with served(own) as address:
        contexts, pages = zip(*(come(address, who) for who in ("greta", "rui")), strict=True)
        yield pages
        for context in contexts:
            context.close()
    own.store.close()
    assert [each for each in told if "422" not in each] == []  # a refusal is told there too


def test_a_target_is_edited_proposed_approved_and_history(two: tuple[Page, Page]) -> None:
    greta, rui = two
    greta.goto("/kpi/gross-margin")
    enter(greta, "Edit")
    tab_to(greta, "At least")
    greta.keyboard.press("ControlOrMeta+a")
    greta.keyboard.type("much")
    said = greta.locator("[id='notes-target.at_least']")
    said.get_by_text("where a number belongs").wait_for()
    assert greta.evaluate("document.activeElement.name") == "target.at_least"
    assert greta.locator("[name='target.at_least']").get_attribute("aria-invalid") == "true"
    assert found_by_axe(greta) == []
    with greta.expect_navigation():
        greta.keyboard.press("Enter")
    assert "it cannot be sent like this" in greta.get_by_role("alert").inner_text()
    tab_to(greta, "At least")
    greta.keyboard.press("ControlOrMeta+a")
    greta.keyboard.type("63")
    said.get_by_text("where a number belongs").wait_for(state="detached")
    with greta.expect_navigation():
        greta.keyboard.press("Enter")
    assert greta.url.endswith("/change")
    assert "at least 63" in greta.get_by_role("main").inner_text()
    light = found_by_axe(greta)
    greta.emulate_media(color_scheme="dark")
    assert (light, found_by_axe(greta, "cat.color")) == ([], [])
    assert {width: overflows(greta, width) for width in WIDTHS} == {width: [] for width in WIDTHS}
    tab_to(greta, "What it is, in a few words")
    greta.keyboard.type("Aim higher")
    enter(greta, "Propose it")
    rui.goto("/proposals")
    enter(rui, "Aim higher")
    enter(rui, "Approve it")
    tab_to(rui, "Why what stands against it may stand")
    rui.keyboard.type("It stood before")
    enter(rui, "Make it live")
    enter(rui, "revision 2")
    assert "at least 63" in rui.get_by_role("main").inner_text()


def test_a_line_is_drawn_and_the_cards_are_moved_by_keyboard(two: tuple[Page, Page]) -> None:
    page = two[0]
    page.goto("/map")
    enter(page, "Edit lines")
    count = page.locator(".edge").count()
    tab_to(page, "Gross margin stays at 61")
    page.keyboard.press("Enter")
    assert "Cause: Gross margin stays" in page.locator("[data-told]").inner_text()
    enter(page, "Monthly recurring revenue")
    assert page.locator(".edge").count() == count + 1
    page.goto("/order/kpi")
    before = page.locator("[name=ids]").input_value().split()
    tab_to(page, "Down")
    page.keyboard.press("Enter")
    assert page.locator("[name=ids]").input_value().split() == [before[1], before[0], *before[2:]]
    page.keyboard.press("Alt+ArrowUp")
    assert page.locator("[name=ids]").input_value().split() == before
    page.locator("li[data-id]").nth(2).drag_to(page.locator("li[data-id]").nth(0), target_position={"x": 40, "y": 2})
    assert page.locator("[name=ids]").input_value().split() == [before[2], before[0], before[1], *before[3:]]
    with page.expect_navigation():
        page.get_by_role("button", name="Look at the change").press("Enter")
    text = page.get_by_role("main").inner_text()
    assert "the order of" in text
    assert "Drives of objective" in text
