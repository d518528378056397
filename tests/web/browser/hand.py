"""The two ways to do a thing in a browser: by pointer, and by keyboard alone. A story is told once and done both ways."""

from __future__ import annotations

import re
from typing import NamedTuple

from playwright.sync_api import Page

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
"""What has the focus: its name, whether an outline shows it, and whether nothing lies over all of it (WCAG 2.4.7, 2.4.11)."""


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


class Hand(NamedTuple):
    """One of the two ways."""

    is_keyboard: bool

    def follow(self, page: Page, name: str) -> None:
        """Follow a link or press a button by the beginning of its name, which leads to a page."""
        if self.is_keyboard:
            enter(page, name)
            return
        with page.expect_navigation():
            begins = re.compile(rf"^\s*{re.escape(name)}")
            page.locator(":is(a, button)").filter(visible=True, has_text=begins).first.click()

    def fold(self, page: Page, name: str) -> None:
        """Open what is folded away."""
        if self.is_keyboard:
            tab_to(page, name)
            page.keyboard.press("Enter")
        else:
            page.locator("summary").filter(has_text=re.compile(f"^{re.escape(name)}")).first.click()

    def fill(self, page: Page, label: str, text: str) -> None:
        """Write into a field, or choose in a list, by the beginning of its label."""
        if self.is_keyboard:
            tab_to(page, label)
        else:
            page.get_by_label(re.compile(f"^{re.escape(label)}")).filter(visible=True).first.click()
        page.keyboard.type(text)
        if not self.is_keyboard:
            page.keyboard.press("Escape")  # a list that the pointer opened
