"""The calibration on its page: opened, held, each lesson answered, closed; what leaders remember (RHY-4, RHY-5, AUD-9)."""

from __future__ import annotations

import re
from html import unescape

from starlette.testclient import TestClient

from vitalfew import Workspace
from vitalfew.rhythm.calibration import Answered, Held, current, lessons, open_calibrations
from vitalfew.rhythm.recall import recall, recalls
from vitalfew.store.journal import entries

PATH = "/calibration"


def words(html: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html)))


def come(browser: TestClient, person: str) -> None:
    assert browser.post("/me", data={"do": "choose", "person": person}).status_code == 303


def hold(browser: TestClient, own: Workspace) -> tuple[Answered, ...]:
    """Open the calibration that is due, and hold it."""
    with own.writing(by="rui") as desk:
        (due,) = open_calibrations(desk)
    assert browser.post(PATH, data={"do": "hold", "version": str(due.version)}).status_code == 303
    return found(own)[1]


def found(own: Workspace) -> tuple[Held, tuple[Answered, ...]]:
    with own.reading() as desk:
        held = current(desk)
        return held, lessons(desk, held.id)


def count(own: Workspace) -> int:
    with own.reading() as desk:
        return len(entries(desk.transaction))


def test_it_is_opened_held_answered_and_closed(browser: TestClient, own: Workspace) -> None:
    come(browser, "rui")
    assert "The first is due since 3 May 2026" in words(browser.get(PATH).text)
    assert browser.get(f"{PATH}?of=2026-05-03").status_code == browser.get(f"{PATH}?of=<b>").status_code == 404
    before = count(own)
    assert "nothing of it is kept" in words(browser.get(f"{PATH}?look=1").text)
    assert count(own) == before
    assert browser.post(PATH, data={"do": "open"}).status_code == 303
    assert browser.post(PATH, data={"do": "open"}).status_code == 422
    assert browser.post(PATH, data={"do": "hold", "version": "1"}).status_code == 303
    every = found(own)[1]
    html = browser.get(PATH).text
    assert "Is today better than day 1?" in html
    assert set(re.findall(r'id="lesson-([^"]+)"', html)) == {each.id for each in every}
    refused = browser.post(PATH, data={"do": "close", "version": str(found(own)[0].version)})
    assert (refused.status_code, found(own)[0].state) == (422, "held")
    change = next(each for each in every if each.lesson.edits)
    action = next(each for each in every if not each.lesson.edits and each.lesson.kind != "phantom")
    for each, more in ((change, {}), (action, {"owner": "greta", "due": "2026-08-03"})):
        said = {"do": "accept", "lesson": each.id, "version": str(each.version), **more}
        assert browser.post(PATH, data=said).headers["location"] == f"{PATH}#lesson-{each.id}"
    html = browser.get(PATH).text
    answered = {each.id: each for each in found(own)[1]}
    for each, path in ((change, "/proposal/"), (action, "/actions#action-")):
        follows = answered[each.id].follows
        assert follows
        assert f'href="{path}{follows.partition(":")[2]}"' in html
    assert "Greta Lind, by Monday 3 August 2026" in words(browser.get("/actions").text)
    for each in every:
        if each.id not in {change.id, action.id}:
            said = {"do": "dismiss", "lesson": each.id, "version": str(each.version), "reason": "Not now"}
            assert browser.post(PATH, data=said).status_code == 303
    assert browser.post(PATH, data={"do": "close", "version": str(found(own)[0].version)}).status_code == 303
    assert found(own)[0].state == "closed"


def test_a_lesson_is_not_dismissed_without_a_reason_nor_answered_twice(browser: TestClient, own: Workspace) -> None:
    come(browser, "rui")
    first, *_ = hold(browser, own)
    before, said = count(own), {"lesson": first.id, "version": str(first.version)}
    answer = browser.post(PATH, data={"do": "dismiss", "reason": "", **said})
    assert (answer.status_code, count(own)) == (422, before)
    assert browser.post(PATH, data={"do": "dismiss", "reason": "<b>Later</b>", **said}).status_code == 303
    assert browser.post(PATH, data={"do": "accept", **said}).status_code == 409
    html = browser.get(PATH).text
    assert "&lt;b&gt;Later&lt;/b&gt;" in html
    assert "<b>" not in html


def test_a_lesson_about_a_person_is_for_them_and_their_line(browser: TestClient, own: Workspace) -> None:
    with own.writing(by="rui") as desk:
        recall(desk, "ines", ["the weather"])
    come(browser, "rui")
    (about,) = [each for each in hold(browser, own) if each.lesson.person == "ines"]
    said = {"do": "dismiss", "lesson": about.id, "version": str(about.version), "reason": "No"}
    for person, is_shown in (("", False), ("lea", False), ("ines", True)):
        browser.cookies.clear()
        if person:
            come(browser, person)
        text = words(browser.get(PATH).text)
        assert ("a leader named 0 of" in text) == is_shown
        assert ("about people or private KPIs" in text) != is_shown
        assert (browser.post(PATH, data=said).status_code == 303) == is_shown


def test_what_a_leader_remembers_is_noted_and_told_to_them_alone(browser: TestClient, own: Workspace) -> None:
    come(browser, "rui")
    said = {"do": "recall", "person": "rui", "names": "gross margin\n\n<i>the weather</i>\n"}
    assert browser.post(PATH, data=said).headers["location"] == f"{PATH}#recall"
    with own.reading() as desk:
        (told,) = recalls(desk)
    assert (told.names, told.named) == (("gross margin", "<i>the weather</i>"), ("gross-margin",))
    assert f"you named 1 of {told.of}: Gross margin" in words(browser.get(PATH).text)
    come(browser, "lea")
    assert "you named" not in browser.get(PATH).text
    assert browser.post(PATH, data={"do": "recall", "person": "rui", "names": " \n"}).status_code == 422
    assert browser.post(PATH, data={"do": "recall", "person": "nobody", "names": "x"}).status_code == 404
