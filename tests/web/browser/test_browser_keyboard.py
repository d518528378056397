"""The stories by keyboard alone: what is reached is seen, named and in sight (WCAG 2.1.1, 2.4.7, 2.4.11)."""

from __future__ import annotations

from datetime import timedelta

from tests.web.browser.conftest import Look
from tests.web.browser.hand import enter, tab_to
from tests.web.browser.test_browser_pages import found_by_axe

from vitalfew import Workspace
from vitalfew.rhythm.actions import actions
from vitalfew.rhythm.escalations import escalations


def test_from_the_first_page_to_the_cause_of_an_effect(look: Look) -> None:
    """First page, map, objective, KPI: each by Tab and Enter."""
    page = look("/")
    enter(page, "Map")
    assert page.get_by_role("heading", level=1).inner_text() == "Strategy map"
    enter(page, "Gross margin stays at 61 %")
    enter(page, "Wholesale margin")
    assert page.url.endswith("/kpi/wholesale-margin")
    tab_to(page, "Values of")
    page.keyboard.press("Enter")
    assert page.get_by_role("table").first.is_visible()


def test_the_first_stop_skips_to_the_content(look: Look) -> None:
    page = look("/")
    tab_to(page, "Skip to the content")
    page.keyboard.press("Enter")
    tab_to(page, "Recurring revenue")
    assert page.url.endswith("#main")


def test_more_pages_are_opened_and_left_by_keys(look: Look) -> None:
    page = look("/", width=360)
    tab_to(page, "More")
    page.keyboard.press("Enter")
    tab_to(page, "Initiatives")
    assert found_by_axe(page) == []
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.innerText") == "More"
    page.keyboard.press("Enter")
    enter(page, "Data")
    assert page.get_by_role("heading", level=1).inner_text() == "Data"


def test_an_objective_that_has_the_focus_lights_its_causes_and_effects(look: Look) -> None:
    page = look("/map")
    tab_to(page, "First-time buyers become regulars")
    near = page.eval_on_selector_all(".box.is-near", "(all) => all.map((each) => each.dataset.id)")
    assert 1 < len(near) < page.locator(".box").count()


def test_whoever_says_who_they_are_answers_an_escalation_and_promises_an_action(look: Look, copied: Workspace) -> None:
    page = look("/", who="")
    enter(page, "Who are you?")
    tab_to(page, "I am")
    page.keyboard.type("Tom")
    enter(page, "This is me")
    assert page.get_by_role("heading", level=1).inner_text() == "Tomás Vidal"
    enter(page, "Returning cards")
    enter(page, "I have it")
    tab_to(page, "What is to be done")
    page.keyboard.type("Ask thirty regulars why they stay away")
    tab_to(page, "Who does it")
    page.keyboard.type("Tom")
    tab_to(page, "By when")
    due = copied.today + timedelta(days=7)
    page.keyboard.type(due.strftime("%m%d%Y"))
    enter(page, "Promise it")
    assert page.get_by_text("Ask thirty regulars").is_visible()
    with copied.reading() as desk:
        (promised,) = actions(desk, owner="tomas")
        answered = next(each for each in escalations(desk) if each.kpi == "repeat-visit-share")
    assert (promised.text, promised.due) == ("Ask thirty regulars why they stay away", due)
    assert answered.state != "open"


def test_the_keys_are_shown_and_can_be_switched_off(look: Look) -> None:
    """A key without Ctrl or Alt can be switched off (WCAG 2.1.4); the dialog gives the focus back."""
    page = look("/")
    page.keyboard.press("?")
    assert page.get_by_role("dialog", name="Keys").is_visible()
    page.keyboard.press("Space")  # the box has the focus
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.type") != "search"
    page.reload()
    page.keyboard.press("?")
    assert page.get_by_role("dialog").count() == 0
    page.get_by_role("button", name="Keys").click()
    page.get_by_label("Keys without Ctrl or Alt").check()
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.type") == "search"


TWICE = """() => {
  let sent = 0;
  addEventListener("submit", (event) => { sent += event.defaultPrevented ? 0 : 1; event.preventDefault(); });
  const form = document.querySelector("form.talk"), button = form.querySelector("button");
  form.elements.text.value = "Twice is once too often";
  form.requestSubmit(button);
  form.requestSubmit(button);
  return [sent, button.className];
}"""
"""Presses a button twice while nothing is answered yet."""


def test_what_is_sent_is_sent_once_and_says_that_it_is_under_way(look: Look) -> None:
    assert look("/kpi/wholesale-volume").evaluate(TWICE) == [1, "is-busy"]
