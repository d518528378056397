"""Forms do what a person asks for, once, under their name; what is refused says why and loses no words (MON-6, DEF-5, RHY-2)."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from vitalfew import Workspace
from vitalfew.rhythm.actions import actions
from vitalfew.rhythm.commentary import commentaries
from vitalfew.rhythm.comments import comments
from vitalfew.rhythm.escalations import Escalation, escalations
from vitalfew.rhythm.reviews import plan_reviews
from vitalfew.store.journal import entries
from vitalfew.web.app import make_app

HOME = "http://localhost"


def words(html: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html)))


def come(browser: TestClient, person: str) -> None:
    """Say who is at the browser."""
    answer = browser.post("/me", data={"do": "choose", "person": person})
    assert (answer.status_code, answer.headers["location"]) == (303, "/me")


def open_one(own: Workspace) -> Escalation:
    with own.reading() as desk:
        return next(each for each in escalations(desk) if each.kpi == "wholesale-discount")


def count(own: Workspace) -> int:
    with own.reading() as desk:
        return len(entries(desk.transaction))


def test_whoever_says_who_they_are_has_their_page(browser: TestClient) -> None:
    assert "Who are you?" in browser.get("/me").text
    come(browser, "greta")
    text = words(browser.get("/me").text)
    assert "Greta Lind" in text
    assert "Wholesale discount" in text


def test_somebody_unknown_is_nobody(browser: TestClient) -> None:
    assert browser.post("/me", data={"do": "choose", "person": "nobody"}).status_code == 422
    browser.cookies.set("person", "<script>")
    assert "Who are you?" in browser.get("/me").text


def test_a_persons_own_figures_are_theirs_and_their_lines(browser: TestClient, own: Workspace) -> None:
    """CAS-5: the same page, by who looks."""
    (private,) = [kpi.id for kpi in own.framework.kpis if kpi.visibility == "line"][:1]
    assert '<svg class="chart"' not in browser.get(f"/kpi/{private}").text
    come(browser, "sofia")
    assert '<svg class="chart"' in browser.get(f"/kpi/{private}").text
    come(browser, "lea")
    assert '<svg class="chart"' not in browser.get(f"/kpi/{private}").text


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "http://localhost:8000"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
def test_a_form_from_another_site_does_nothing(browser: TestClient, own: Workspace, headers: dict[str, str]) -> None:
    come(browser, "greta")
    before, path = count(own), f"/escalation/{open_one(own).id}"
    answer = browser.post(path, data={"do": "acknowledge"}, headers=headers)
    assert (answer.status_code, count(own)) == (403, before)


def test_a_form_without_an_origin_does_nothing(browser: TestClient, own: Workspace) -> None:
    come(browser, "greta")
    del browser.headers["origin"]
    assert browser.post(f"/escalation/{open_one(own).id}", data={"do": "acknowledge"}).status_code == 403


def test_more_than_fits_is_not_read(browser: TestClient, own: Workspace) -> None:
    come(browser, "greta")
    answer = browser.post(f"/escalation/{open_one(own).id}", data={"do": "comment", "text": "x" * 70_000})
    assert answer.status_code == 413


def test_an_escalation_is_answered_commented_and_given_an_action(browser: TestClient, own: Workspace) -> None:
    come(browser, "greta")
    found = open_one(own)
    path = f"/escalation/{found.id}"
    assert browser.post(path, data={"do": "acknowledge", "version": str(found.version)}).headers["location"] == path
    assert browser.post(path, data={"do": "comment", "text": "Three cafés asked for it"}).status_code == 303
    told = {"do": "attach", "text": "Talk to the three", "owner": "sofia", "due": "2026-07-10"}
    assert browser.post(path, data=told).status_code == 303
    with own.reading() as desk:
        now = next(each for each in escalations(desk) if each.id == found.id)
        assert (now.state, now.person) == ("acknowledged", "greta")
        assert [(each.text, each.by) for each in comments(desk, found.ref)] == [("Three cafés asked for it", "greta")]
        assert [(each.text, each.owner) for each in actions(desk, about=found.ref)] == [("Talk to the three", "sofia")]
    text = words(browser.get(path).text)
    assert "Three cafés asked for it" in text
    assert "Talk to the three" in text


def test_whoever_acts_on_what_is_no_more_is_told_and_nothing_happens(browser: TestClient, own: Workspace) -> None:
    come(browser, "greta")
    found = open_one(own)
    path, seen = f"/escalation/{found.id}", {"version": str(found.version)}
    assert browser.post(path, data={"do": "acknowledge", **seen}).status_code == 303
    before = count(own)
    answer = browser.post(path, data={"do": "resolve", "reason": "It is over", **seen})
    assert (answer.status_code, count(own)) == (409, before)
    assert "somebody else was first" in words(answer.text)


def test_what_is_refused_says_why_and_keeps_the_words(browser: TestClient, own: Workspace) -> None:
    come(browser, "greta")
    path = f"/escalation/{open_one(own).id}"
    before = count(own)
    answer = browser.post(path, data={"do": "attach", "text": "Talk & listen", "owner": "sofia", "due": "soon"})
    assert (answer.status_code, count(own)) == (422, before)
    assert "soon is no day" in words(answer.text)
    assert 'value="Talk &amp; listen"' in answer.text
    assert re.search(r'<option value="sofia" selected>', answer.text)


def test_without_a_name_nothing_is_decided(browser: TestClient, own: Workspace) -> None:
    before = count(own)
    answer = browser.post(f"/escalation/{open_one(own).id}", data={"do": "acknowledge"})
    assert (answer.status_code, count(own)) == (422, before)
    assert "say on your page who you are" in answer.text


@pytest.mark.parametrize("asked", ["", "drop table matter", "__init__"])
def test_what_no_button_asks_for_is_refused(browser: TestClient, own: Workspace, asked: str) -> None:
    come(browser, "greta")
    assert browser.post(f"/escalation/{open_one(own).id}", data={"do": asked}).status_code == 422


def test_an_escalation_about_private_figures_is_shown_to_their_line_alone(browser: TestClient, own: Workspace) -> None:
    private = {kpi.id for kpi in own.framework.kpis if kpi.visibility == "line"}
    with own.reading() as desk:
        found = next(each for each in escalations(desk) if each.kpi in private)
    for person, status in (("lea", 422), ("greta", 200)):
        come(browser, person)
        answer = browser.get(f"/escalation/{found.id}")
        assert answer.status_code == status
        assert (own.framework.kpi[found.kpi].title in words(answer.text)) == (status == 200)


BY_HAND = """\
calendar: {today: 2026-06-15}
preset: small-business
people: [{id: eva, name: Eva}]
objectives: [{id: loved, statement: People come back, owner: eva}]
sources: [{id: hand, kind: manual}]
measures: [{id: mood_value, source: hand, table: mood, date: date, value: avg(value)}]
kpis: [{id: mood, name: Mood, objectives: [loved], level: company, owner: eva, formula: mood_value, every: month, unit: points}]
"""


def test_an_owner_enters_a_value_and_corrects_it(tmp_path: Path) -> None:
    """The page shows the value at once; both entries stay in the file."""
    (tmp_path / "framework").mkdir()
    (tmp_path / "framework" / "main.yaml").write_text(BY_HAND, encoding="utf-8")
    with TestClient(
        make_app(Workspace.open(tmp_path)), base_url=HOME, follow_redirects=False, headers={"origin": HOME}
    ) as browser:
        come(browser, "eva")
        assert 'name="period" required aria-label="Period" value="2026-05"' in browser.get("/me").text
        for value in ("7.25", "8.25"):
            said = {"do": "enter", "kpi": "mood", "value": value, "period": "2026-05", "note": "asked at lunch"}
            assert browser.post("/me", data=said).status_code == 303
        assert "8.25 points" in words(browser.get("/kpi/mood").text)
        (file,) = (tmp_path / "data" / "manual").glob("*.csv")
        kept = file.read_text(encoding="utf-8").splitlines()
        assert [line.count(each) for line, each in zip(kept[1:], ("7.25", "8.25"), strict=True)] == [1, 1]
        assert all("eva" in line for line in kept[1:])
        answer = browser.post("/me", data={"do": "enter", "kpi": "mood", "value": "many", "period": "2026-05"})
        assert answer.status_code == 422
        assert file.read_text(encoding="utf-8").splitlines() == kept


GOAL = "unit: points, target: {at_least: 8}, threshold: 6}]"
MONTHLY = "cadences: [{id: monthly, name: Monthly, rhythm: monthly, chair: eva, tiers: [1]}]\n"


@pytest.mark.parametrize("cadence", [MONTHLY, ""], ids=["a-review-comes", "no-review-comes"])
def test_a_value_that_turns_red_asks_for_words_at_once(tmp_path: Path, cadence: str) -> None:
    """MON-6: on the page where it is entered; they are for the next review that looks at it, else a comment, and undo works."""
    (tmp_path / "framework").mkdir()
    main = BY_HAND.replace("unit: points}]", GOAL) + cadence
    (tmp_path / "framework" / "main.yaml").write_text(main, encoding="utf-8")
    opened, asked = Workspace.open(tmp_path), 'value="tell"'
    with opened.writing(by="eva") as desk:
        plan_reviews(desk)
    told = {"do": "tell", "kpi": "mood", "analysis": "The oven broke", "next_step": "Borrow one"}
    with TestClient(make_app(opened), base_url=HOME, follow_redirects=False, headers={"origin": HOME}) as browser:
        come(browser, "eva")
        for value, is_red in (("9", False), ("2", True)):
            said = {"do": "enter", "kpi": "mood", "value": value, "period": "2026-05"}
            assert browser.post("/me", data=said).headers["location"] == "/me#own-mood"
            assert [asked in browser.get(page).text for page in ("/me", "/kpi/mood")] == [is_red, is_red]
        assert ("Monthly" in words(browser.get("/me").text)) == bool(cadence)
        assert browser.post("/kpi/mood", data={**told, "next_step": ""}).status_code == 422
        assert browser.post("/kpi/mood", data=told).headers["location"] == "/kpi/mood"
        assert asked not in browser.get("/me").text
        shown = browser.get("/kpi/mood").text
        assert "Borrow one" in words(shown)
        (at,) = re.findall(r'name="at" value="([^"]+)"', shown)
        assert browser.post("/kpi/mood", data={"do": "undo", "kpi": "mood", "at": at}).status_code == 303
        assert "9 points" in words(browser.get("/kpi/mood").text)
    with opened.reading() as desk:
        given = [(each.state, each.analysis, each.by) for each in commentaries(desk, kpi="mood")]
        assert given == ([("given", "The oven broke", "eva")] if cadence else [])


@pytest.mark.parametrize("version", ["", "one", "-1", "9" * 40])
def test_a_version_that_is_none_is_refused(browser: TestClient, version: str) -> None:
    come(browser, "greta")
    told = {"do": "finish", "action": "1", "version": version}
    assert browser.post("/me", data=told).status_code in {404, 409, 422}
