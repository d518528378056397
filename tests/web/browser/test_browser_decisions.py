"""The stories in which something is decided: a review is held, a proposal becomes history (RHY-2, RHY-6)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import pytest
from playwright.sync_api import Browser, Page
from tests.web.browser.conftest import LONGEST
from tests.web.browser.hand import Hand, enter, tab_to
from tests.web.browser.test_browser_pages import WIDTHS, found_by_axe, overflows

from bench.chromium import ask, served, visitor
from vitalfew import Workspace
from vitalfew.rhythm.reviews import find_review

DAY = date(2026, 7, 7)
WEEKLY = "weekly-business-review-2026-07-07"


@pytest.fixture
def chair(machine: Browser, own: Workspace) -> Iterator[Page]:
    """The browser of Rui, who chairs the weekly review, on its day; nothing may stand in its console."""
    told: list[str] = []
    ask(own)
    with served(Workspace.open(own.root, as_of=DAY)) as address:
        context = visitor(machine, address, who="rui")
        context.set_default_timeout(LONGEST)
        page = context.new_page()
        page.on("console", lambda message: told.append(message.text))
        page.on("pageerror", lambda error: told.append(str(error)))
        yield page
        context.close()
    own.store.close()
    assert [each for each in told if "422" not in each] == []  # a refusal is told there too


def test_a_review_is_held_and_not_closed_without_an_action(chair: Page, own: Workspace, hand: Hand) -> None:
    """The timer runs; what is promised at an item leads back to it; each width and theme fits while the review is live."""
    chair.goto(f"/review/{WEEKLY}")
    hand.follow(chair, "Begin the review")
    hand.follow(chair, "Close the review")
    assert chair.get_by_text("has no action with an owner and a deadline yet").first.is_visible()
    chair.goto(f"/review/{WEEKLY}")
    item = chair.locator("#item-kpi-wholesale-discount")
    if hand.is_keyboard:
        tab_to(chair, "Wholesale discount")
        hand.fold(chair, "Write it down")
    else:
        item.locator("summary").first.click()
    hand.fill(chair, "What was said, decided or promised", "Talk to the three cafés")
    hand.fill(chair, "Who sees to it", "Greta")
    hand.fill(chair, "By when", "07102026")
    hand.follow(chair, "Promise it")
    assert chair.url.endswith("#item-kpi-wholesale-discount")
    assert "Talk to the three cafés Greta Lind by 10 July" in item.inner_text()
    assert "is-now" in (item.get_attribute("class") or "")
    assert re.search(r"\d+:\d\d left", chair.locator(".timer").inner_text())
    assert re.search(r"\d+:\d\d left", item.inner_text())
    if not hand.is_keyboard:  # it is the same page whatever the hand
        light = found_by_axe(chair)
        chair.emulate_media(color_scheme="dark")
        assert (light, found_by_axe(chair, "cat.color")) == ([], [])
        assert {width: overflows(chair, width) for width in WIDTHS} == {width: [] for width in WIDTHS}
    hand.follow(chair, "Close the review")
    with own.reading() as desk:
        assert find_review(desk, WEEKLY).state == "closed"


def test_a_proposal_is_approved_made_live_and_history(chair: Page, hand: Hand) -> None:
    chair.goto("/")
    hand.follow(chair, "Proposals")
    hand.follow(chair, "Aim higher")
    hand.follow(chair, "Approve it")
    hand.fill(chair, "Why what stands against it may stand", "It stood before")
    hand.follow(chair, "Make it live")
    hand.follow(chair, "revision 2")
    text = chair.get_by_role("main").inner_text()
    for said in ("Proposal 1: Aim higher", "at least 61", "at least 63", "It stood before"):
        assert said in text
    assert found_by_axe(chair) == []


def test_a_document_is_published_and_had_again_as_it_was(chair: Page, hand: Hand) -> None:
    chair.goto("/publish")
    if hand.is_keyboard:
        tab_to(chair, "Audit report")
        chair.keyboard.press("Space")
        enter(chair, "Publish")
    else:
        chair.get_by_label(re.compile("^Audit report")).check()
        chair.get_by_role("button", name="Publish", exact=True).click()
    edition = chair.locator("[id^=edition-]").first
    assert "Rui Sá" in edition.inner_text()
    with chair.expect_download() as kept:
        edition.get_by_role("link", name="audit-report").first.click()
    assert (kept.value.suggested_filename, kept.value.path().read_bytes()[:5]) == ("2026-07-07-audit-report.pdf", b"%PDF-")
