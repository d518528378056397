"""Targets missed again and again on their page, on the KPI's and at its review (RHY-7)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from starlette.testclient import TestClient

from vitalfew import Workspace
from vitalfew.rhythm.proposals import proposals
from vitalfew.web.pages import kpi, missed, review
from vitalfew.web.visit import Visit

BUY = "visit-conversion"


def test_each_says_why_and_what_would_change_it(workspace: Workspace, look: Callable[..., Visit]) -> None:
    view = missed.build(look(workspace))
    assert view.subtitle.startswith(f"{len(view.rows)} KPIs missed their targets again and again: ")
    cards, buy, *rest = view.rows
    assert [(each.kpi.name, each.mark.word) for each in (cards, buy)] == [
        ("Returning cards", "change the target or the process"),
        ("Visits that buy", "change the target or the process"),
    ]
    assert {each.mark.word for each in rest} == {"change the process"}
    assert "out of reach" in cards.why  # of what the rising target asks for by now
    assert "Push for the loyalty app was to move it, is over, and did not" in cards.beside[0][1]
    assert (cards.proposed[:5], buy.proposed[:8]) == ("reach", "at least")
    assert all(each.why and each.turns and each.owner for each in view.rows)
    assert not any(each.proposed for each in view.rows if each.mark.word == "change the process")


def test_a_target_that_is_proposed_becomes_a_proposal(browser: TestClient, own: Workspace) -> None:
    browser.post("/me", data={"do": "choose", "person": "rui"})
    page = browser.get("/missed").text
    assert page.count('name="do" value="propose"') == page.count(">Proposed target<") == 2
    answer = browser.post("/missed", data={"do": "propose", "kpi": BUY})
    with own.reading() as desk:
        made = proposals(desk)[-1]
    assert answer.headers["location"] == f"/proposal/{made.id}"
    assert (made.title or "").startswith("Target of Visits that buy: at least")
    refused = browser.post("/missed", data={"do": "propose", "kpi": "on-time-delivery"})
    assert (refused.status_code, "no other target is proposed" in refused.text) == (422, True)


def test_the_kpi_and_its_review_say_the_same(workspace: Workspace, look: Callable[..., Visit]) -> None:
    visit = look(workspace)
    page, other = kpi.build(visit, "repeat-visit-share"), kpi.build(visit, "second-order")
    assert page.asked
    assert page.asked.mark.word == "change the target or the process"
    assert [each.mark.word for each in page.worked] == ["no visible movement"]
    assert other.asked is None
    assert [(each.what, each.mark.word) for each in review.told("repeat-visit-share", visit)] == [
        ("Push for the loyalty app", "no visible movement"),
        (page.asked.stands, "change the target or the process"),
    ]


def test_where_nothing_is_measured_or_missed_it_is_said(tmp_path: Path, look: Callable[..., Visit]) -> None:
    (tmp_path / "framework").mkdir()
    (tmp_path / "framework" / "main.yaml").write_text("kpis: [{id: sold, name: Sold}]\n", encoding="utf-8")
    view = missed.build(look(Workspace.open(tmp_path)))
    assert (view.is_measured, view.rows, view.subtitle) == (False, (), "No KPI missed its target again and again")
