"""The stories people live through, each by pointer and by keyboard alone: a first look, a value and its undoing, forced words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.web.browser.conftest import LONGEST, Look
from tests.web.browser.hand import Hand
from tests.web.test_web_forms import BY_HAND, GOAL

from bench.chromium import served, visitor
from vitalfew import Workspace
from vitalfew.rhythm.commentary import commentaries
from vitalfew.rhythm.comments import comments
from vitalfew.rhythm.cycle import turn_reviews
from vitalfew.store.entry import kept

REPORTING = date(2026, 7, 2)
"""A day on which the monthly review waits for words of Tomás alone about a red KPI."""
At = Callable[[Workspace, str], Page]


@pytest.fixture
def at(machine: Browser) -> Iterator[At]:
    """Open a workspace of the test's own in a browser for a person; nothing may stand in its console but a refusal."""
    told: list[str] = []
    with ExitStack() as stack:

        def open_page(workspace: Workspace, who: str) -> Page:
            address = stack.enter_context(served(workspace))
            context = visitor(machine, address, who=who)
            stack.callback(context.close)
            context.set_default_timeout(LONGEST)
            page = context.new_page()
            page.on("console", lambda message: told.append(message.text))
            page.on("pageerror", lambda error: told.append(str(error)))
            return page

        yield open_page
    assert [each for each in told if "422" not in each] == []


def test_from_the_first_look_at_the_demo_to_a_comment(look: Look, hand: Hand, copied: Workspace) -> None:
    """Scorecard, map, objective, KPI; whoever says who they are may say what is behind the number, and take it back."""
    page = look("/", who="")
    hand.follow(page, "Map")
    hand.follow(page, "Gross margin stays at 61 %")
    hand.follow(page, "Gross margin")
    assert page.get_by_role("img", name="Gross margin over the last").is_visible()
    hand.follow(page, "Say who you are")
    hand.fill(page, "I am", "In")
    hand.follow(page, "This is me")
    hand.follow(page, "Gross margin")
    hand.fill(page, "What is behind the number", "Green coffee got dearer in May")
    hand.follow(page, "Say it")
    said = page.locator(".talk li").filter(has_text="Green coffee got dearer in May")
    assert "Inês Duarte" in said.inner_text()
    expect(page.locator(".saved").filter(has_text="Done")).to_be_visible()
    hand.follow(page, "Take it back")
    assert said.count() == 0
    with copied.reading() as desk:
        assert comments(desk, copied.framework.kpi["gross-margin"].ref) == ()


def test_an_owner_updates_a_value_and_undoes_it(at: At, hand: Hand, tmp_path: Path) -> None:
    """Within one page; a red one asks for words at once, and the value before counts again (MON-1, MON-6)."""
    (tmp_path / "framework").mkdir()
    (tmp_path / "framework" / "main.yaml").write_text(BY_HAND.replace("unit: points}]", GOAL), encoding="utf-8")
    page = at(Workspace.open(tmp_path), "eva")
    page.goto("/me")
    row = page.locator("tr", has_text="Mood").last
    for value in ("7.25", "2.25"):
        assert row.get_by_label("What is behind it").count() == 0
        hand.fill(page, "Value of Mood", value)
        hand.follow(page, "Enter")
        assert f"{value} points" in row.inner_text()
    hand.fill(page, "What is behind it", "The oven broke")
    hand.fill(page, "What comes next", "Borrow one")
    hand.follow(page, "Say it")
    assert row.get_by_label("What is behind it").count() == 0
    hand.follow(page, "Undo")
    assert "2.25" not in row.inner_text()
    assert "7.25 points" in row.inner_text()
    page.goto("/kpi/mood")
    assert page.locator(".value strong").inner_text() == "7.25 points"
    assert "Borrow one" in page.locator(".talk").first.inner_text()
    import_and_take_back(page, hand, tmp_path / "data" / "manual" / "mood.csv")


def import_and_take_back(page: Page, hand: Hand, file: Path) -> None:
    """Cells that are pasted are looked at before anything is written, count at once, and are taken back together (MON-6)."""
    page.goto("/import")
    page.get_by_label("Paste them here").fill("KPI\tMar 2026\tApr 2026\nMood\t7,5\t8.25\n")
    before = file.read_text(encoding="utf-8")
    hand.follow(page, "Look at it")
    assert "7.5 points" in page.locator("#cell-B2").inner_text()
    assert file.read_text(encoding="utf-8") == before
    hand.follow(page, "Enter 2 values")
    assert {"2026-03": 7.5, "2026-04": 8.25}.items() <= {each.period: each.value for each in kept(file)}.items()
    hand.follow(page, "Take them back")
    assert {each.period for each in kept(file)} == {"2026-05"}


def test_a_red_kpi_forces_words(at: At, hand: Hand, own: Workspace) -> None:
    """Before its review both are asked for, by the form and behind it; then they stand on its agenda (RHY-1)."""
    workspace = Workspace.open(own.root, as_of=REPORTING)
    with workspace.writing(by="rui") as desk:
        turn_reviews(desk, workspace.judged())
        (asked,) = (each for each in commentaries(desk) if each.owner == "tomas" and each.state == "asked")
    page = at(workspace, "tomas")
    page.goto("/me")
    form = page.locator("form", has=page.locator(f"input[value='{asked.kpi}']")).filter(has_text="What is behind it")
    hand.fill(page, "What is behind it", "Roadworks keep people away")
    if hand.is_keyboard:
        page.keyboard.press("Tab")
    form.evaluate("(each) => each.noValidate = true")  # what the browser asks for, the server does too
    hand.follow(page, "Give it")
    assert "is red and has no next step yet" in page.get_by_role("alert").inner_text()
    page.goto("/me")
    hand.fill(page, "What is behind it", "Roadworks keep people away")
    hand.fill(page, "What comes next", "Open the side door until August")
    hand.follow(page, "Give it")
    assert form.count() == 0
    page.goto(f"/review/{asked.review}")
    assert "Roadworks keep people away" in page.get_by_role("main").inner_text()
    workspace.store.close()
    own.store.close()
