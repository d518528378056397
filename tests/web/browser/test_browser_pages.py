"""Every page in a real browser: nothing to find for axe in either theme, nothing that overflows, nothing cut off in print."""

from __future__ import annotations

import csv
import re
from hashlib import sha256
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from tests.web.browser.conftest import LONGEST, Look

from bench.chromium import visitor
from bench.scenes import SCENES, Scene
from vitalfew.web.page import pages

VENDOR = Path(__file__).parents[1] / "vendor"
OVERFLOW = (Path(__file__).parent / "overflow.js").read_text(encoding="utf-8")
AXE = (VENDOR / "axe.min.js").read_text(encoding="utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
COLOURS = ["color-contrast", "link-in-text-block"]
NAMES = [page.template.removesuffix(".html") for page in pages()]
WIDTHS = (360, 768, 1440)
PORTRAIT, LANDSCAPE = 703, 1031
"""How wide A4 is between margins of 12 mm, in pixels of 1/96 inch."""


def found_by_axe(page: Page, *rules: str) -> list[str]:
    page.evaluate(AXE)
    result = page.evaluate("(rules) => axe.run({ runOnly: rules, resultTypes: ['violations'] })", rules or TAGS)
    return [f"{each['id']}: {node['html']}" for each in result["violations"] for node in each["nodes"]]


def overflows(page: Page, width: int) -> list[str]:
    page.set_viewport_size({"width": width, "height": 900})
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    found: list[str] = page.evaluate(OVERFLOW)
    return found


def faults(page: Page) -> list[str]:
    """What axe finds in either theme, and what overflows at three widths. The themes differ in colours alone."""
    page.emulate_media(color_scheme="light")
    light = found_by_axe(page)
    page.emulate_media(color_scheme="dark")
    return light + found_by_axe(page, *COLOURS) + [each for width in WIDTHS for each in overflows(page, width)]


def test_axe_is_as_its_makers_made_it() -> None:
    rows = list(csv.DictReader((VENDOR / "manifest.csv").read_text(encoding="utf-8").splitlines()))
    assert {row["file"]: row["sha256"] for row in rows} == {
        path.name: sha256(path.read_bytes()).hexdigest() for path in VENDOR.glob("*.js")
    }
    assert all(row["version"] and row["licence"] for row in rows)


@pytest.mark.parametrize("name", NAMES)
def test_a_page_is_sound_in_both_themes_at_three_widths(walker: tuple[Page, list[str]], ways: dict[str, str], name: str) -> None:
    """WCAG 2.2 AA and what the makers of axe call good practice; nothing is wider than its box or the window; no word of trouble.

    The page is loaded once.
    """
    page, told = walker
    told.clear()
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(ways[name])
    assert faults(page) == []
    assert told == []


@pytest.mark.parametrize("scene", SCENES, ids=[scene.name for scene in SCENES])
def test_a_page_is_sound_in_the_midst_of_work(machine: Browser, address: str, scene: Scene) -> None:
    """What is refused, what is not there, what was sent and is looked at."""
    context = visitor(machine, address, who=scene.who)
    context.set_default_timeout(LONGEST)
    page = context.new_page()
    scene.lead(page)
    assert faults(page) == []
    context.close()


def test_axe_and_the_measure_find_what_is_wrong(look: Look) -> None:
    """A page that is spoilt is found out: the proof above can fail."""
    page = look("/")
    page.evaluate(
        """() => {
          const bad = document.createElement("p");
          bad.textContent = "Pale and without a break ".repeat(9);
          bad.style.cssText = "color: #eee; background: #fff; white-space: nowrap";
          document.querySelector(".card").append(bad);
        }"""
    )
    assert any("color-contrast" in each for each in found_by_axe(page, *COLOURS))
    assert len(overflows(page, 360)) > 1


def test_the_theme_is_switched_and_kept(look: Look) -> None:
    page = look("/")
    ground = "() => getComputedStyle(document.documentElement).backgroundColor"
    light = page.evaluate(ground)
    page.get_by_role("button", name="Theme").click()
    dark = page.evaluate(ground)
    page.goto("/map")
    assert light != dark == page.evaluate(ground)


@pytest.mark.parametrize(("name", "width", "most"), [("scorecard", PORTRAIT, 2), ("map", LANDSCAPE, 1), ("review", PORTRAIT, 2)])
def test_a_print_fits_the_paper(look: Look, ways: dict[str, str], name: str, width: int, most: int) -> None:
    page = look(ways[name])
    page.emulate_media(media="print", color_scheme="light")
    assert overflows(page, width) == []
    assert page.get_by_role("navigation").filter(visible=True).count() == 0
    drawn = page.pdf(prefer_css_page_size=True)
    sheets = re.findall(rb"/MediaBox \[([\d. ]+)\]", drawn)
    assert 1 <= len(sheets) <= most
    turned = [float(size.split()[2]) > float(size.split()[3]) for size in sheets]
    assert set(turned) == {width == LANDSCAPE}
