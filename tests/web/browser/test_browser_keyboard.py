"""The stories by keyboard alone: what is reached is seen, named and in sight (WCAG 2.1.1, 2.4.7, 2.4.11)."""

from __future__ import annotations

from datetime import timedelta

from playwright.sync_api import Page
from tests.web.browser.conftest import Look

from vitalfew import Workspace
from vitalfew.rhythm.actions import actions
from vitalfew.rhythm.escalations import escalations

MOST = 160
"""After how many presses of Tab a thing counts as out of reach."""
FOCUSED = """async () => {
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  const each = document.activeElement, style = getComputedStyle(each);
  const above = [...each.getClientRects()].map(({ x, y, width, height }) =>
    document.elementFromPoint(x + width / 2, y + height / 2));
  return {
    name: (each.getAttribute("aria-label") || each.labels?.[0]?.innerText || each.innerText || "").trim(),
    isShown: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
    isInSight: above.some((top) => top && (each.contains(top) || top.contains(each))),
  };
}"""
"""What has the focus: its name, whether an outline shows it, and whether nothing lies over all of it."""


def tab_to(page: Page, name: str) -> None:
    """Press Tab until a thing of that name has the focus; on the way every stop is outlined and in sight."""
    passed = []
    for _ in range(MOST):
        page.keyboard.press("Tab")
        here = page.evaluate(FOCUSED)
        passed.append(here["name"])
        assert here["isShown"], here
        assert here["isInSight"], here
        if here["name"].startswith(name):
            return
    raise AssertionError((name, passed))


def enter(page: Page, name: str) -> None:
    """Go to a thing and press Enter on it, which leads to a page."""
    tab_to(page, name)
    with page.expect_navigation():
        page.keyboard.press("Enter")


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
    assert page.get_by_role("table").is_visible()


def test_the_first_stop_skips_to_the_content(look: Look) -> None:
    page = look("/")
    tab_to(page, "Skip to the content")
    page.keyboard.press("Enter")
    tab_to(page, "Recurring revenue")
    assert page.url.endswith("#main")


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
