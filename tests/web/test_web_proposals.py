"""Proposals on their pages: shown in terms of the strategy, answered by those who are asked, merged, and then history (RHY-6)."""

from __future__ import annotations

import re
from html import unescape

from starlette.testclient import TestClient

from vitalfew import Workspace
from vitalfew.base.ref import Ref
from vitalfew.rhythm.proposals import Edit, Proposal, proposal, propose_edits
from vitalfew.store.journal import entries
from vitalfew.store.revisions import live

MARGIN = Ref("kpi", "gross-margin")


def words(html: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html)))


def come(browser: TestClient, person: str) -> None:
    assert browser.post("/me", data={"do": "choose", "person": person}).status_code == 303


def ask(own: Workspace, *, title: str = "Aim higher", text: str = "", by: str = "greta") -> Proposal:
    """Propose another target, which its reviewer is asked about."""
    with own.writing(by=by) as desk:
        return propose_edits(desk, [Edit(MARGIN, "target.at_least", 63)], title=title, text=text)


def now(own: Workspace, made: Proposal) -> Proposal:
    with own.reading() as desk:
        return proposal(desk, made.id)[0]


def count(own: Workspace) -> int:
    with own.reading() as desk:
        return len(entries(desk.transaction))


def test_a_proposal_is_approved_merged_and_history(browser: TestClient, own: Workspace) -> None:
    """From the page of whoever is asked to the revision that it became; the files hold it, and every page shows it."""
    made = ask(own, text="The beans got cheaper")
    come(browser, "rui")
    assert f'href="/proposal/{made.id}"' in browser.get("/me").text
    assert "Your approval is asked for" in browser.get("/proposals").text
    path = f"/proposal/{made.id}"
    text = words(browser.get(path).text)
    for said in ("Aim higher", "by Greta Lind", "The beans got cheaper", "1 KPI changed", "at least 61", "at least 63"):
        assert said in text
    assert "target of Gross margin, as reviewer" in text
    answer = browser.post(path, data={"do": "approve", "digest": made.digest, "text": "Gladly"})
    assert (answer.status_code, answer.headers["location"], now(own, made).state) == (303, path, "approved")
    assert "Gladly" in browser.get(path).text
    version = str(now(own, made).version)
    assert browser.post(path, data={"do": "merge", "version": version}).status_code == 422
    merged = {"do": "merge", "version": version, "waived": "They were there before"}
    assert browser.post(path, data=merged).status_code == 303
    with own.reading() as desk:
        revision = live(desk.transaction)
        assert desk.framework.kpi["gross-margin"].target.at_least == 63  # type: ignore[union-attr]  # it has one
    assert revision is not None
    history = words(browser.get(f"/history?revision={revision.number}").text)
    for said in ("Proposal 1: Aim higher", "by Rui Sá", "They were there before", "at least 61", "at least 63"):
        assert said in history
    text = words(browser.get(path).text)
    assert f"became revision {revision.number}" in text
    assert "Answer" not in text
    assert "The files are not what is shown" not in text
    assert "at least 63" in words(browser.get("/kpi/gross-margin").text)


def test_whoever_is_not_asked_is_refused(browser: TestClient, own: Workspace) -> None:
    made = ask(own)
    before, path = count(own), f"/proposal/{made.id}"
    for person in ("", "lea", "greta"):
        browser.cookies.clear()
        if person:
            come(browser, person)
        assert 'value="approve"' not in browser.get(path).text
        assert browser.post(path, data={"do": "approve", "digest": made.digest}).status_code == 422
    assert count(own) == before


def test_it_is_returned_with_words_or_taken_back(browser: TestClient, own: Workspace) -> None:
    made = ask(own)
    path, seen = f"/proposal/{made.id}", {"version": str(made.version)}
    come(browser, "rui")
    assert browser.post(path, data={"do": "return", "reason": "", **seen}).status_code == 422
    assert browser.post(path, data={"do": "return", "reason": "Say why", **seen}).status_code == 303
    assert (now(own, made).state, now(own, made).reason) == ("returned", "Say why")
    assert "Say why" in words(browser.get(path).text)
    stale = browser.post(path, data={"do": "withdraw", "reason": "No", **seen})
    assert (stale.status_code, now(own, made).state) == (409, "returned")
    come(browser, "greta")
    fresh = {"version": str(now(own, made).version)}
    assert browser.post(path, data={"do": "withdraw", "reason": "No", **fresh}).status_code == 303
    assert now(own, made).state == "withdrawn"
    assert "Aim higher" in words(browser.get("/proposals").text)


def test_nobody_approves_other_texts_than_they_saw(browser: TestClient, own: Workspace) -> None:
    made = ask(own)
    come(browser, "rui")
    answer = browser.post(f"/proposal/{made.id}", data={"do": "approve", "digest": "0" * 64})
    assert (answer.status_code, now(own, made).state) == (409, "open")
    assert browser.post(f"/proposal/{made.id}", data={"do": "approve"}).status_code == 422


def test_what_is_not_approved_is_not_merged_whatever_is_said(browser: TestClient, own: Workspace) -> None:
    made = ask(own)
    come(browser, "rui")
    assert "still needs the approval of rui" in words(browser.get(f"/proposal/{made.id}").text)
    asked = {"do": "merge", "waived": "Now", "version": str(made.version)}
    assert browser.post(f"/proposal/{made.id}", data=asked).status_code == 422
    assert now(own, made).state == "open"


def test_words_of_users_are_never_markup(browser: TestClient, own: Workspace) -> None:
    made = ask(own, title="<script>alert(1)</script>", text="<img src=x> `<b>`")
    come(browser, "rui")
    browser.post(f"/proposal/{made.id}", data={"do": "approve", "digest": made.digest, "text": "<i>yes</i>"})
    merge = {"do": "merge", "version": str(now(own, made).version), "waived": "<b>so</b>"}
    assert browser.post(f"/proposal/{made.id}", data=merge).status_code == 303
    for path in ("/proposals", f"/proposal/{made.id}", "/history", "/history?revision=2"):
        html = browser.get(path).text
        assert not re.search(r"<script>|<img|<i>|<b>", html)
        assert "&lt;script&gt;" in html


def test_the_first_revision_has_nothing_before_it_and_what_does_not_exist_is_not_found(browser: TestClient) -> None:
    text = words(browser.get("/history?revision=1").text)
    assert "The files as they were when the rhythm began" in text
    assert "It is the first one" in text
    assert browser.get("/proposal/7").status_code == 404
    for number in ("99", "-1", "٣", "1e3", "9" * 40, "<b>"):
        assert browser.get("/history", params={"revision": number}).status_code == 404
    assert "Nobody asks for a change" in browser.get("/proposals").text
