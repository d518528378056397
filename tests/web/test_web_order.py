"""The order of cards, and the lines of the map: each a change that is looked at, by plain forms too (STR-4, RHY-6)."""

from __future__ import annotations

import re

from starlette.testclient import TestClient
from tests.web.comers import words

from vitalfew import Workspace
from vitalfew.base.ref import Ref
from vitalfew.rhythm.drafts import draft, look


def come(browser: TestClient, person: str) -> None:
    assert browser.post("/me", data={"do": "choose", "person": person}).status_code == 303


def test_cards_are_moved_and_the_order_is_a_change(browser: TestClient, own: Workspace) -> None:
    come(browser, "rui")
    html = browser.get("/order/kpi").text
    ids = re.findall(r'<li data-id="([^"]+)"', html)
    assert len(ids) > 2
    moved = browser.post("/order/kpi", data={"do": f"check:up:{ids[1]}", "ids": " ".join(ids)}).text
    assert re.findall(r'<li data-id="([^"]+)"', moved) == [ids[1], ids[0], *ids[2:]]
    part = browser.post("/order/kpi", data={"do": f"check:down:{ids[0]}", "ids": " ".join(ids)}, headers={"x-part": "form"}).text
    assert part.strip().startswith("<form")
    assert browser.post("/order/kpi", data={"do": "send", "ids": " ".join(ids)}).status_code == 422
    answer = browser.post("/order/kpi", data={"do": "send", "ids": f"{ids[1]} {ids[0]} nothing"})
    assert answer.headers["location"] == "/change"
    assert "the order of" in words(browser.get("/change").text)
    with own.reading(by="rui") as desk:
        found = draft(desk)
        assert found is not None
        framework = look(desk, found, lambda _: []).loaded.framework
    now = [kpi.id for kpi in framework.current_kpis if framework.tier_of(kpi) == 1]
    assert now == [ids[1], ids[0], *ids[2:]]
    assert framework.kpi.keys() == own.framework.kpi.keys()


def test_objectives_and_the_kpis_of_one_are_put_in_order_too(browser: TestClient) -> None:
    come(browser, "rui")
    assert len(re.findall(r"<li data-id=", browser.get("/order/objective").text)) == 10
    assert 1 < len(re.findall(r"<li data-id=", browser.get("/order/kpi?of=protect-margin").text)) < 10
    assert browser.get("/order/kpi?of=nothing").status_code == 404
    assert browser.get("/order/person").status_code == 404


def test_a_line_is_drawn_and_taken_away(browser: TestClient, own: Workspace) -> None:
    come(browser, "rui")
    cause, effect = "protect-margin", own.framework.objectives[-1].id
    line = {"cause": cause, "effect": effect}
    assert f"{cause}>{effect}" not in browser.get("/map/lines").text
    assert browser.post("/map/lines", data={"do": "draw", **line}).headers["location"] == "/map/lines"
    html = browser.get("/map/lines").text
    assert f"{cause}&gt;{effect}" in html
    assert "Look at the change: 1 part so far" in words(html)
    assert browser.post("/map/lines", data={"do": "draw", **line}).status_code == 422
    with own.reading(by="rui") as desk:
        found = draft(desk)
    assert found is not None
    assert (found.wanted[0].ref, found.wanted[0].field, found.wanted[0].value[-1]) == (Ref("objective", cause), "drives", effect)
    assert browser.post("/map/lines", data={"do": "take", **line}).status_code == 303
    assert "Nothing is changed" in browser.get("/change").text


def test_a_line_to_itself_to_nothing_or_from_nowhere_is_refused(browser: TestClient) -> None:
    come(browser, "rui")
    for cause, effect in (
        ("protect-margin", "protect-margin"),
        ("protect-margin", "nothing"),
        ("", "protect-margin"),
        ("a", "b"),
    ):
        answer = browser.post("/map/lines", data={"do": "draw", "cause": cause, "effect": effect})
        assert answer.status_code == 422, (cause, effect)


def test_everything_that_is_declared_leads_to_its_form(browser: TestClient, own: Workspace) -> None:
    come(browser, "rui")
    html = browser.get("/framework").text
    for path in ("/edit/cadence/executive-look", "/new/stakeholder", "/new/value_stream", "/edit/kpi/gross-margin"):
        assert f'href="{path}"' in html, path
    assert html.count('href="/edit/kpi/') == len(own.framework.kpis)
