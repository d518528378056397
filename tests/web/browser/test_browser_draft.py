"""A framework is drafted by keyboard: understood along the way, chosen where it may mean two things, taken on, gone back from."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser, Page, expect
from tests.web.browser.conftest import LONGEST
from tests.web.browser.hand import enter, tab_to
from tests.web.browser.test_browser_pages import faults

from bench.chromium import served, visitor
from bench.scenes import ANSWERS
from vitalfew import Workspace

ASKED = {
    "What is your organisation called?": "name",
    "What does it do?": "industry",
    "How many people work there?": "size",
    "What do you want to reach?": "goals",
    "How often do you report?": "reporting",
}


def test_eight_answers_by_keyboard_to_a_framework(machine: Browser, tmp_path: Path) -> None:
    (tmp_path / "framework").mkdir()
    workspace, told = Workspace.open(tmp_path), list[str]()
    with served(workspace) as address:
        context = visitor(machine, address, who="")
        context.set_default_timeout(LONGEST)
        page = context.new_page()
        page.on("console", lambda message: told.append(message.text))
        page.on("pageerror", lambda error: told.append(str(error)))
        _draft(page)
        context.close()
    workspace.store.close()
    assert told == []


def _draft(page: Page) -> None:
    page.goto("/draft")
    for label, name in ASKED.items():
        tab_to(page, label)
        page.keyboard.type(ANSWERS[name])
    expect.set_options(timeout=LONGEST)
    beside = page.get_by_role("complementary", name="How it is understood")
    expect(beside.get_by_role("status")).to_contain_text("goal")
    expect(beside.get_by_text("e-commerce").first).to_be_visible()
    assert page.evaluate("document.activeElement.name") == "reporting"
    expect(beside.get_by_role("heading", name="What would be drafted")).to_be_visible()
    choice = beside.get_by_role("radio").first
    choice.focus()
    page.keyboard.press("Space")
    expect(beside.get_by_text("you chose").first).to_be_visible()
    assert page.evaluate("document.activeElement.type") == "radio"
    page.evaluate("scrollTo(0, 0)")  # what lies under the bar is no fault
    assert faults(page) == []
    page.set_viewport_size({"width": 1280, "height": 900})
    page.locator("[name=reporting]").focus()
    enter(page, "See the draft")
    expect(page.get_by_role("heading", name="chosen for your goals")).to_be_visible()
    enter(page, "Why?")
    assert page.get_by_role("note").is_visible()
    page.go_back()
    page.go_back()
    for name, text in ANSWERS.items():
        expect(page.locator(f"[name={name}]")).to_have_value(text)
    page.go_forward()
    tab_to(page, "Who takes it on")
    page.keyboard.type("Ada Berg")
    enter(page, "Take it on")
    assert page.get_by_role("heading", name="The framework is here").is_visible()
    page.evaluate("scrollTo(0, 0)")  # what lies under the bar is no fault
    assert faults(page) == []
    page.set_viewport_size({"width": 1280, "height": 900})
    enter(page, "Head of")
    assert "/edit/person/" in page.url
