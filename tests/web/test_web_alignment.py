"""How well KPIs are aligned on their page: sorted and narrowed, each score with its parts, what fits better proposed (AUD-14)."""

from __future__ import annotations

import re

from starlette.testclient import TestClient

from vitalfew import Workspace
from vitalfew.rhythm.proposals import proposals, texts_of


def names(page: str) -> list[str]:
    return re.findall(r'<td><a href="/kpi/([a-z0-9-]+)#alignment">', page)


def test_scores_are_sorted_and_narrowed_and_what_fits_better_is_proposed(browser: TestClient, own: Workspace) -> None:
    assert browser.post("/me", data={"do": "choose", "person": "ines"}).status_code == 303
    page = browser.get("/alignment").text
    first = names(page)[0]
    assert first == "energy-per-kilo"
    assert "weakly aligned" in page
    assert re.search(r'aria-label="Structure: [\d.]+ of [\d.]+; Definition: [\d.]+ of [\d.]+', page)
    assert names(browser.get("/alignment?sort=best").text)[-1] == first
    assert names(browser.get("/alignment?band=weak").text) == [first]
    near = browser.get("/alignment?band=near").text
    assert near.count("too close to tell</small>") == len(names(near)) > 0
    kpi = browser.get(f"/kpi/{first}").text
    assert 'id="alignment"' in kpi
    assert "to raise it:" in kpi
    change = next(id_ for id_ in re.findall(r'name="change" value="([^"]+)"', page) if id_.startswith("link:"))
    before = own.framework
    answer = browser.post("/alignment", data={"change": change, "do": "propose"})
    assert answer.status_code == 303
    with own.reading() as desk:
        made = proposals(desk)[-1]
        assert desk.framework.kpis == before.kpis
        _, texts = texts_of(desk, made.id)
    _, kpi, objective = change.split(":")
    assert answer.headers["location"] == f"/proposal/{made.id}"
    assert any(kpi.encode() in (text or b"") and objective.encode() in (text or b"") for text in texts.values())
    assert browser.post("/alignment", data={"change": "link:gone:gone", "do": "propose"}).status_code == 422
