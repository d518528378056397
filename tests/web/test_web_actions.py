"""What was promised, on one page by its day: done, postponed and dropped in place (RHY-2)."""

from __future__ import annotations

import re
from datetime import date
from html import unescape

from starlette.testclient import TestClient

from vitalfew import Workspace
from vitalfew.base.ref import FRAMEWORK, Ref
from vitalfew.rhythm.actions import Action, actions, add_action
from vitalfew.store.journal import entries
from vitalfew.web.app import make_app

LATER = date(2026, 7, 20)
REFUSED = (
    ({"do": "postpone", "due": "soon", "reason": "The <fair>"}, "`soon` is no day"),
    ({"do": "postpone", "due": "2026-07-01", "reason": "The <fair>"}, "is no later than the day it is due on"),
    ({"do": "drop", "reason": ""}, "there are no words to it"),
    ({"do": "burn"}, "nothing was asked for"),
    ({"do": "finish", "version": ""}, "does not say which version"),
)


def words(html: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html)))


def come(browser: TestClient, person: str) -> None:
    assert browser.post("/me", data={"do": "choose", "person": person}).status_code == 303


def promise(own: Workspace, text: str, *, day: int = 10, owner: str = "greta", about: Ref = FRAMEWORK) -> Action:
    with own.writing(by="rui") as desk:
        return add_action(desk, about=about, text=text, owner=owner, due=date(2026, 7, day))


def now(own: Workspace, made: Action) -> Action:
    with own.reading() as desk:
        return next(each for each in actions(desk) if each.id == made.id)


def count(own: Workspace) -> int:
    with own.reading() as desk:
        return len(entries(desk.transaction))


def test_they_stand_by_their_days_and_the_late_ones_are_marked(own: Workspace) -> None:
    promise(own, "Second", day=8, owner="ana")
    promise(own, "First", day=6)
    promise(own, "Third", day=9, about=Ref("kpi", "gross-margin"))
    later = Workspace.open(own.root, as_of=date(2026, 7, 8))
    with TestClient(make_app(later), base_url="http://localhost") as browser:
        html = browser.get("/actions").text
        assert re.findall(r"<strong>(First|Second|Third)</strong>", html) == ["First", "Second", "Third"]
        assert "3 open, 1 late" in words(html)
        assert html.count("2 days late") == 1
        assert 'href="/kpi/gross-margin"' in html
        assert re.findall(r"<strong>(\w+)</strong>", browser.get("/actions?show=late").text) == ["First"]
        assert re.findall(r"<strong>(\w+)</strong>", browser.get("/actions?show=<b>").text) == ["First", "Second", "Third"]


def test_one_is_done_one_postponed_and_one_dropped(browser: TestClient, own: Workspace) -> None:
    one, two, three = (promise(own, text) for text in ("One", "Two", "Three"))
    come(browser, "greta")
    told = [
        (one, {"do": "finish"}),
        (two, {"do": "postpone", "due": LATER.isoformat(), "reason": "The fair"}),
        (three, {"do": "drop", "reason": "No need"}),
    ]
    for made, said in told:
        answer = browser.post("/actions", data={"action": made.id, "version": str(made.version), **said})
        assert (answer.status_code, answer.headers["location"]) == (303, "/actions")
    assert [now(own, made).state for made, _ in told] == ["done", "open", "dropped"]
    assert (now(own, two).due, now(own, two).reason, now(own, three).reason) == (LATER, "The fair", "No need")
    text = words(browser.get("/actions?show=mine").text)
    assert "Two" in text
    assert "postponed 1 time: The fair" in text
    assert "Three" not in text


def test_what_is_refused_says_why_and_keeps_the_words(browser: TestClient, own: Workspace) -> None:
    made = promise(own, "One")
    come(browser, "greta")
    before = count(own)
    for said, why in REFUSED:
        answer = browser.post("/actions", data={"action": made.id, "version": str(made.version), **said})
        assert (answer.status_code, count(own)) == (422, before)
        assert why in unescape(answer.text)
        assert ('value="The &lt;fair&gt;"' in answer.text) == ("fair" in said.get("reason", ""))


def test_whoever_ends_what_somebody_else_has_moved_is_told(browser: TestClient, own: Workspace) -> None:
    made = promise(own, "One")
    come(browser, "greta")
    said = {"action": made.id, "version": str(made.version)}
    browser.post("/actions", data={"do": "postpone", "due": LATER.isoformat(), "reason": "The fair", **said})
    answer = browser.post("/actions", data={"do": "finish", **said})
    assert (answer.status_code, now(own, made).state) == (409, "open")


def test_what_is_about_private_figures_is_for_their_line_alone(browser: TestClient, own: Workspace) -> None:
    private = next(kpi for kpi in own.framework.kpis if kpi.visibility == "line")
    made = promise(own, "Talk to Ana about it", about=private.ref)
    for person, is_shown in (("", False), ("lea", False), ("sofia", True)):
        if person:
            come(browser, person)
        assert ("Talk to Ana" in browser.get("/actions").text) == is_shown
        said = {"do": "drop", "reason": "No", "action": made.id, "version": str(made.version)}
        assert (browser.post("/actions", data=said).status_code == 303) == is_shown


def test_words_of_users_are_never_markup(browser: TestClient, own: Workspace) -> None:
    promise(own, "<script>alert(1)</script>")
    html = browser.get("/actions").text
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert" in html
