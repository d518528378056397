"""What governs the workspace is told in words with its place, no secret among it; a number is changed by a proposal (RHY-6)."""

from __future__ import annotations

import re
from html import unescape

import pytest
from starlette.testclient import TestClient

from vitalfew import Workspace
from vitalfew.model.policy import NUMBERS
from vitalfew.rhythm.proposals import proposals, texts_of


def words(html: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html)))


def test_it_says_what_holds_and_where_it_is_changed_and_no_secret(browser: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VITALFEW_SMTP_URL", "smtp://mailer:s3cret@mail.example.org:587?from=kpi@example.org")
    monkeypatch.setenv("VITALFEW_NOTIFY_ANA", "https://hooks.example.org/s3cret")
    monkeypatch.setenv("VITALFEW_OIDC_ISSUER", "https://id.example.org")
    monkeypatch.setenv("VITALFEW_OIDC_CLIENT_SECRET", "s3cret")
    html = browser.get("/settings").text
    for text in (
        "Meridian Roasters",
        "Europe/Lisbon",
        "1 February",
        "Monday, Tuesday",
        "framework/organisation.yaml:",
        "1 person has one",
        "Apache-2.0",
    ):
        assert text in words(html), text
    assert "s3cret" not in html
    assert "hooks.example" not in html
    assert all(key in html for key in NUMBERS)


def test_a_number_of_ones_own_is_asked_for_by_a_proposal(browser: TestClient, own: Workspace) -> None:
    browser.post("/me", data={"do": "choose", "person": "rui"})
    answer = browser.post("/settings", data={"do": "policy", "key": "kpis-per-owner", "value": "5"})
    assert answer.status_code == 303
    with own.reading() as desk:
        made = proposals(desk)[-1]
        _, changed = texts_of(desk, made.id)
    assert answer.headers["location"] == f"/proposal/{made.id}"
    assert any(b"kpis-per-owner: 5" in (text or b"") for text in changed.values())
    for key, value in (("kpis-per-owner", "many"), ("kpis-per-owner", "-1"), ("nothing", "5"), ("", "")):
        refused = browser.post("/settings", data={"do": "policy", "key": key, "value": value})
        assert refused.status_code == 422
        assert not value or f'value="{value}"' in refused.text
