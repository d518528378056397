"""Signing in, in a real browser: by the organisation's provider and out again, and what a viewer then does not see (CAS-5)."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from argon2 import PasswordHasher
from playwright.sync_api import Browser, Page
from tests.web.accounts.provider import CLIENT, SECRET, Issuer, serving
from tests.web.browser.conftest import LONGEST
from tests.web.browser.test_browser_pages import found_by_axe, overflows
from tests.web.comers import WORDS, have_account

from bench.chromium import served, visitor
from vitalfew import Workspace
from vitalfew.rhythm import password as passwords
from vitalfew.rhythm.provider import CLIENT as CLIENT_VARIABLE
from vitalfew.rhythm.provider import ISSUER, JOIN, NAME
from vitalfew.rhythm.provider import SECRET as SECRET_VARIABLE


@pytest.fixture(scope="module")
def issuer() -> Iterator[Issuer]:
    """A provider that the environment names, in which Lea has an account."""
    with pytest.MonkeyPatch.context() as patch, serving() as found:
        patch.setattr(passwords, "HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        said = ((ISSUER, found.address), (CLIENT_VARIABLE, CLIENT), (SECRET_VARIABLE, SECRET), (NAME, "Okto"), (JOIN, "people"))
        for name, value in said:
            patch.setenv(name, value)
        found.users["lea"] = {"sub": "lea-1", "email": "lea@meridian.example", "email_verified": True}
        yield found


@pytest.fixture(scope="module")
def door(workspace: Workspace, issuer: Issuer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a copy that Greta administers."""
    target = tmp_path_factory.mktemp("door") / "own"
    shutil.copytree(workspace.root, target)
    opened = Workspace.open(target)
    have_account(opened, "greta@meridian.example", "administrator")
    assert issuer.address
    with served(opened) as address:
        yield address
    opened.store.close()


@pytest.fixture
def page(machine: Browser, door: str) -> Iterator[Page]:
    """A browser of nobody yet; at the end nothing may stand in its console."""
    told: list[str] = []
    context = visitor(machine, door, who="")
    context.set_default_timeout(LONGEST)
    opened = context.new_page()
    opened.on("console", lambda message: told.append(f"{opened.url}: {message.text}"))
    opened.on("pageerror", lambda error: told.append(f"{opened.url}: {error}"))
    yield opened
    context.close()
    assert told == []


def enter_by_provider(page: Page, name: str) -> None:
    page.get_by_role("link", name="Sign in with Okto").click()
    page.get_by_label("Name").fill(name)
    page.get_by_role("button", name="Enter").click()


def test_somebody_signs_in_with_the_provider_and_out_of_both(page: Page, door: str, issuer: Issuer) -> None:
    page.goto("/kpi/gross-margin")
    assert page.url.startswith(f"{door}/login?next=")
    assert found_by_axe(page) == []
    assert overflows(page, 390) == []
    enter_by_provider(page, "greta")
    assert page.url == f"{door}/kpi/gross-margin"
    assert page.get_by_role("link", name="Greta Lind").first.is_visible()
    assert all(each["httpOnly"] for each in page.context.cookies() if each["name"].startswith("vitalfew"))
    page.goto("/account")
    page.get_by_role("button", name="Sign out").click()
    assert page.url == f"{door}/login?out=1"
    page.get_by_role("link", name="Sign out of Okto too").click()
    assert page.url.startswith(f"{issuer.address}/end?")
    page.goto("/")
    assert page.url.startswith(f"{door}/login")


def test_the_key_is_a_picture_and_the_codes_are_shown_once(page: Page) -> None:
    page.goto("/login")
    page.get_by_label("Login").fill("greta@meridian.example")
    page.get_by_label("Password").fill(WORDS)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.goto("/account")
    picture = page.locator("svg.qr")
    assert picture.is_visible()
    box = picture.bounding_box()
    assert box
    assert box["width"] == box["height"] > 200
    drawn = page.locator("svg.qr path").last.bounding_box()
    assert drawn
    assert box["x"] < drawn["x"], "there is white around it, on each side"
    assert drawn["x"] + drawn["width"] < box["x"] + box["width"]
    assert drawn["y"] + drawn["height"] < box["y"] + box["height"]
    assert picture.locator("path").first.get_attribute("fill") == "#fff"
    assert found_by_axe(page) == []
    assert overflows(page, 390) == []


def test_a_signed_in_viewer_sees_no_private_figure(page: Page, workspace: Workspace) -> None:
    private = [kpi.id for kpi in workspace.framework.kpis if kpi.visibility == "line"]
    page.goto("/login")
    enter_by_provider(page, "lea")
    for id_ in private:
        page.goto(f"/kpi/{id_}")
        assert "private to the person and their line" in page.locator("main").inner_text()
        assert page.locator("svg.chart").count() == 0
