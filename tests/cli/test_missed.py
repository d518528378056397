"""`missed` says what KPIs ask for that missed their target again and again, to whoever may see them (RHY-7, CAS-5)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from tests.cli.conftest import Run
from tests.cli.test_privacy import BAD, FAIR, GOOD, SHOP, bakery

from vitalfew import Workspace
from vitalfew.web.app import make_app


@pytest.fixture
def shop(run: Run, tmp_path: Path) -> Path:
    """A bakery where three misses in a row ask for a decision."""
    folder = bakery(tmp_path / "bakery", {"shop": SHOP, "max": BAD, "ida": GOOD, "jon": FAIR})
    file = folder / "framework" / "main.yaml"
    file.write_text(file.read_text(encoding="utf-8") + "policy: {misses-to-decision: 3}\n", encoding="utf-8")
    assert "Nothing is measured yet" in run("-C", folder, "missed").output
    run("-C", folder, "measure")
    return folder


def test_a_private_kpi_that_is_missed_is_told_of_to_its_line_alone(run: Run, shop: Path) -> None:
    seen, hidden = (run("-C", shop, "--viewer", person, "missed") for person in ("max", "ida"))
    assert "not enough data" in seen.output
    assert "why: 4 periods are known of it as it is measured now, 8 are needed" in seen.output
    assert "No KPI missed its target 3 times in a row" in hidden.output
    said = json.loads(run("-C", shop, "--viewer", "max", "missed", "kpi:max-sales", "--format", "json").output)
    (found,) = said["missed"]
    assert (found["kpi"], found["said"], found["run"], found["words"]["said"]) == (
        "max-sales",
        "not-enough",
        4,
        "not enough data",
    )
    with TestClient(make_app(Workspace.open(shop)), base_url="http://localhost/api/v1") as client:
        one, other = (client.get("/insight/missed", headers={"x-vitalfew-person": person}).json() for person in ("max", "ida"))
    assert [each["kpi"] for each in one["missed"]] == ["max-sales"]
    assert other["missed"] == []


def test_a_kpi_that_did_not_miss_is_said_so_and_one_that_there_is_not(run: Run, shop: Path) -> None:
    assert "`ida-sales` did not miss its target" in run("-C", shop, "missed", "ida-sales").output
    assert "no KPI `max-sale`" in run("-C", shop, "missed", "max-sale").output
