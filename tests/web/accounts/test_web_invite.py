"""Everybody who came with an import is invited in one go, each by a link of their own (RHY-6)."""

from __future__ import annotations

import re

from starlette.testclient import TestClient
from tests.web.comers import another, have_account

from vitalfew import Workspace
from vitalfew.store.accounts import accounts
from vitalfew.store.outbox import messages


def test_all_who_have_an_address_and_no_account_are_invited_at_once(administrator: TestClient, own: Workspace) -> None:
    have_account(own, "lea@meridian.example", "viewer", "lea")
    html = administrator.get("/accounts").text
    found = re.search(r'name="people" value="([^"]+)"', html)
    assert found
    people = found[1].split()
    assert f"Invite {len(people)} people" in html
    assert not {"greta", "lea"} & {*people}
    told = {"do": "invite all", "people": found[1], "role": "contributor", "unit": ""}
    with another(administrator) as stranger:
        assert stranger.post("/accounts", data=told).headers["location"].startswith("/login")
    assert administrator.post("/accounts", data={**told, "role": "king"}).status_code == 404
    assert administrator.post("/accounts", data=told).status_code == 303
    with own.store.reading() as transaction:
        made = {each.person: each for each in accounts(transaction)}
        mailed = [each.person for each in messages(transaction) if "/password?ticket=" in each.body]
    assert {*people} <= {*made}
    assert {*people} <= {*mailed}
    assert made["lea"].grants[0].role == "viewer"
    assert 'value="invite all"' not in administrator.get("/accounts").text
    assert administrator.post("/accounts", data=told).status_code == 422
