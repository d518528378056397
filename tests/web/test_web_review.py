"""The room of a review: begun on its day, written down in place, closed with an action or the reason why none is (RHY-2)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from html import unescape

import pytest
from starlette.testclient import TestClient

from vitalfew import Workspace
from vitalfew.rhythm.actions import actions, add_action
from vitalfew.rhythm.decisions import decisions, notes
from vitalfew.rhythm.reviews import Review, find_review
from vitalfew.rhythm.session import note
from vitalfew.store.journal import entries
from vitalfew.web.app import make_app

HOME = "http://localhost"
DAY = date(2026, 7, 7)
WEEKLY = "weekly-business-review-2026-07-07"
PATH = f"/review/{WEEKLY}"
RED = "item-kpi-wholesale-discount"


def words(html: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html)))


@pytest.fixture
def room(own: Workspace) -> Iterator[TestClient]:
    """A browser on the day of the weekly review, at which Rui sits."""
    on_the_day = Workspace.open(own.root, as_of=DAY)
    with TestClient(make_app(on_the_day), base_url=HOME, follow_redirects=False, headers={"origin": HOME}) as client:
        client.post("/me", data={"do": "choose", "person": "rui"})
        yield client
    own.store.close()


def item_of(html: str) -> str:
    """Cut the red item out of the page."""
    return html.partition(f'<li id="{RED}"')[2].partition('<li id="item-')[0]


def held(own: Workspace) -> Review:
    with own.reading() as desk:
        return find_review(desk, WEEKLY)


def say(room: TestClient, own: Workspace, do: str, **fields: str) -> tuple[int, str]:
    """Send a form of the room, made for the review as it is; gives the status, and where to go on or what is shown."""
    answer = room.post(PATH, data={"do": do, "version": str(held(own).version), **fields})
    return answer.status_code, answer.headers.get("location", words(answer.text))


def count(own: Workspace) -> int:
    with own.reading() as desk:
        return len(entries(desk.transaction))


def test_a_review_is_held_from_beginning_to_end(room: TestClient, own: Workspace) -> None:
    """Each thing that is written down leads back to its item, and stands there and in the minutes."""
    assert "Begin the review" in room.get(PATH).text
    assert say(room, own, "start") == (303, f"{PATH}#room")
    assert say(room, own, "attend", **{"here:greta": "yes", "other": "dev", "item": "people"}) == (303, f"{PATH}#people")
    assert say(room, own, "note", item=RED, text="Three cafés asked") == (303, f"{PATH}#{RED}")
    assert say(room, own, "decide", item=RED, text="No discount above ten")[0] == 303
    promised = {"text": "Talk to the three", "owner": "greta", "due": "2026-07-10"}
    assert say(room, own, "promise", item=RED, **promised) == (303, f"{PATH}#{RED}")
    html = room.get(PATH).text
    with own.reading() as desk:
        about = held(own).ref
        assert [(each.text, each.kpi, each.by) for each in notes(desk, about)] == [
            ("Three cafés asked", "wholesale-discount", "rui")
        ]
        assert [each.text for each in decisions(desk, about)] == ["No discount above ten"]
        assert [(each.text, each.owner, each.due) for each in actions(desk, about)] == [
            ("Talk to the three", "greta", date(2026, 7, 10))
        ]
    item = item_of(html)
    text, minutes = words(item), words(html.partition('id="minutes"')[2])
    for said in ("Three cafés asked", "No discount above ten", "Talk to the three", "Greta Lind by 10 July"):
        assert said in text
    assert "Present: Rui" in minutes
    assert "Talk to the three" in minutes
    assert say(room, own, "close", item="close") == (303, f"{PATH}#close")
    assert (held(own).state, held(own).present) == ("closed", ("rui", "greta", "dev"))
    assert "Write it down" not in room.get(PATH).text


def test_it_is_not_closed_without_an_action_or_a_reason(room: TestClient, own: Workspace) -> None:
    say(room, own, "start")
    before = count(own)
    status, text = say(room, own, "close", item="close")
    assert (status, count(own)) == (422, before)
    assert "has no action with an owner and a deadline yet" in text
    assert say(room, own, "close", item="close", none_needed="All is on track")[0] == 303
    assert (held(own).state, held(own).none_needed) == ("closed", "All is on track")


def test_an_action_without_owner_or_day_is_refused_and_keeps_its_words(room: TestClient, own: Workspace) -> None:
    say(room, own, "start")
    before = count(own)
    for fields, why in (({"due": "2026-07-10"}, "`owner` is empty"), ({"owner": "greta"}, "`due` is empty")):
        answer = room.post(PATH, data={"do": "promise", "item": RED, "text": "Talk & listen", **fields})
        assert (answer.status_code, count(own)) == (422, before)
        item = item_of(answer.text)
        assert why in words(item)
        assert "Talk &amp; listen" in item
        assert '<details class="write" open>' in item
        assert answer.text.count("Talk &amp; listen") == 1


def test_it_begins_on_its_day_and_is_moved_or_taken_off_before(browser: TestClient, own: Workspace) -> None:
    browser.post("/me", data={"do": "choose", "person": "rui"})
    assert "Begin the review" not in browser.get(PATH).text
    status, text = say(browser, own, "start")
    assert (status, held(own).state) == (422, "planned")
    assert "is on 2026-07-07" in text
    assert say(browser, own, "move", day="2026-07-08", time="quarter past")[0] == 422
    assert say(browser, own, "move", day="2026-07-08", time="10:15")[0] == 303
    assert "Wednesday 8 July 2026, 10:15" in words(browser.get(PATH).text)
    assert say(browser, own, "cancel", reason="")[0] == 422
    assert say(browser, own, "cancel", reason="The fair")[0] == 303
    assert (held(own).state, held(own).reason) == ("cancelled", "The fair")


def test_whoever_closes_what_has_changed_meanwhile_is_told(room: TestClient, own: Workspace) -> None:
    say(room, own, "start")
    stale = held(own).version
    say(room, own, "attend", **{"here:greta": "yes"})
    for version, status in ((str(stale), 409), ("", 422), ("٣", 422), ("9" * 30, 422)):
        answer = room.post(PATH, data={"do": "close", "none_needed": "Quiet", "version": version})
        assert (answer.status_code, held(own).state) == (status, "in-session")


def test_what_comes_back_is_answered_in_place(room: TestClient, own: Workspace) -> None:
    """An action of before is stood by, which closes the review, or done; a decision is carried out or taken back."""
    with own.writing(by="rui") as desk:
        kpi = own.framework.kpi["wholesale-discount"].ref
        first, second = (add_action(desk, about=kpi, text=f"Ask {each}", owner="greta", due=DAY) for each in ("Ana", "Bo"))
    say(room, own, "start")
    assert "Ask Ana" in room.get(PATH).text
    assert say(room, own, "confirm", id=first.id, item=f"item-action-{first.id}")[0] == 303
    assert say(room, own, "finish", id=second.id, item=f"item-action-{second.id}", version=str(second.version))[0] == 303
    with own.reading() as desk:
        assert {each.id: each.state for each in actions(desk, kpi)} == {first.id: "open", second.id: "done"}
    assert say(room, own, "close")[0] == 303


def test_what_was_said_of_a_figure_is_restated_with_a_reason(room: TestClient, own: Workspace) -> None:
    say(room, own, "start")
    assert say(room, own, "restate", item=RED, analysis="It was one café", reason="")[0] == 422
    assert say(room, own, "restate", item=RED, analysis="It was one café", reason="Counted again")[0] == 303
    assert "It was one café (Counted again)" in words(room.get(PATH).text)


def test_nothing_is_written_about_what_is_on_no_agenda(room: TestClient, own: Workspace) -> None:
    say(room, own, "start")
    before = count(own)
    private = next(kpi.id for kpi in own.framework.kpis if kpi.visibility == "line")
    for item in (f"item-kpi-{private}", "", "item-kpi-nowhere", "<b>"):
        assert say(room, own, "note", item=item, text="Hm")[0] == 422
    assert count(own) == before


def test_words_of_users_are_never_markup(room: TestClient, own: Workspace) -> None:
    say(room, own, "start")
    say(room, own, "note", item=RED, text="<script>alert(1)</script> [x](javascript:alert(1)) **b**")
    html = room.get(PATH).text
    assert "<script>alert" not in html
    assert 'href="javascript' not in html
    assert html.count("&lt;script&gt;") == 2


def test_a_note_about_a_private_figure_is_shown_to_its_line_alone(room: TestClient, own: Workspace) -> None:
    """CAS-5: what stands in the minutes about a private figure is counted, and not shown."""
    private = next(kpi.id for kpi in own.framework.kpis if kpi.visibility == "line")
    say(room, own, "start")
    with Workspace.open(own.root, as_of=DAY).writing(by="sofia") as desk:
        note(desk, WEEKLY, "Down to nothing", kpi=private)
    for person, is_shown in (("lea", False), ("sofia", True)):
        room.post("/me", data={"do": "choose", "person": person})
        text = words(room.get(PATH).text)
        assert ("Down to nothing" in text) == is_shown
        assert ("Left out, since they are about private KPIs: 1" in text) != is_shown


def test_nobody_in_particular_writes_nothing_down(room: TestClient, own: Workspace) -> None:
    """They read the agenda and the minutes, without a form."""
    room.cookies.clear()
    assert say(room, own, "start")[0] == 422
    assert held(own).state == "planned"
    room.post("/me", data={"do": "choose", "person": "rui"})
    say(room, own, "start")
    room.cookies.clear()
    html = room.get(PATH).text
    assert "Say on your page who you are" in words(html)
    assert "Minutes so far" in html
    assert '<form method="post"' not in html
