"""Pages speak the language that was chosen, else the one that the browser asks for, else English."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient
from tests.language.pseudo import left

from vitalfew import Workspace
from vitalfew.model.wording import NEEDS, goal, mark, telling, trend, triggers, variance
from vitalfew.web.page import pages

FOOTING = {
    "en": "A missing number is shown as missing, never as zero.",
    "de": "Eine fehlende Zahl steht als fehlend da, nie als null.",
}


def spoken(text: str) -> str:
    """Give the language that a page says it is in, after seeing that its footing is."""
    found = re.search(r'<html lang="(\w+)">', text)
    assert found
    assert FOOTING[found[1]] in text
    return found[1]


@pytest.mark.parametrize(
    ("asked", "language"),
    [
        ("", "en"),
        ("fr", "en"),
        ("de-AT,de;q=0.9,en;q=0.8", "de"),
        ("en-GB,de;q=0.5", "en"),
        ("de;q=0, *", "en"),
        ("de;q=x", "en"),
    ],
)
def test_a_page_is_in_the_language_that_the_browser_asks_for(browser: TestClient, asked: str, language: str) -> None:
    assert spoken(browser.get("/audit", headers={"accept-language": asked}).text) == language


def test_what_is_chosen_at_the_foot_of_a_page_holds_from_then_on(browser: TestClient) -> None:
    assert 'name="next" value="/audit?severity=error"' in browser.get("/audit?severity=error").text
    answer = browser.post("/language", data={"language": "de", "next": "/audit?severity=error"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/audit?severity=error")
    assert spoken(browser.get("/audit", headers={"accept-language": "en"}).text) == "de"
    assert '<html lang="de">' in browser.get("/nowhere").text
    browser.post("/language", data={"language": "en", "next": "//elsewhere.example"})
    assert spoken(browser.get("/").text) == "en"


def test_a_language_that_is_not_there_is_refused(browser: TestClient) -> None:
    assert browser.post("/language", data={"language": "xx"}).status_code == 404
    browser.cookies.set("language", "../de")
    assert spoken(browser.get("/audit").text) == "en"


def test_no_other_site_chooses_it(browser: TestClient) -> None:
    assert browser.post("/language", data={"language": "de"}, headers={"origin": "https://elsewhere.example"}).status_code == 403


def test_every_page_can_be_read_in_german(browser: TestClient) -> None:
    paths = [page.path for page in pages() if "{" not in page.path]
    answers = {path: browser.get(path, headers={"accept-language": "de"}) for path in [*paths, "/kpi/churn", "/nowhere"]}
    assert {path: answer.status_code for path, answer in answers.items() if answer.status_code >= 500} == {}
    assert all('<html lang="de">' in answer.text for answer in answers.values() if answer.status_code == 200)


def test_findings_verdicts_and_scores_of_the_demo_are_said(workspace: Workspace) -> None:
    """A word that is left was put together instead of said, and stays English on every page."""
    assert left(_texts(workspace)) == []


def _texts(workspace: Workspace) -> Iterator[object]:
    for finding in workspace.check():
        yield from (finding.message, finding.help)
    scorecard = workspace.judged()
    for verdict in scorecard.verdicts:
        yield from (*verdict.reasons, mark(verdict).word, telling(verdict).text, trend(verdict).text, variance(verdict).text)
        yield triggers(verdict)
        yield NEEDS[verdict.attention] if verdict.attention else None
        yield goal(workspace.framework.kpi[verdict.ref.id])
    yield from (reason for rollup in scorecard.objectives for reason in rollup.reasons)
    score = workspace.score()
    for each in score.maturity:
        yield from (each.name, each.evidence, each.next_step)
    for quality in score.qualities:
        yield from (quality.name, quality.evidence)
    for matrix in score.coverage:
        yield from (matrix.name, *matrix.gaps)
