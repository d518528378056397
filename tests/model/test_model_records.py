"""Observations and scorecards as the JSON contract has them: a missing number is null with a reason, never 0."""

from __future__ import annotations

import json
from dataclasses import fields
from datetime import UTC, date, datetime

from vitalfew.base.finding import Smell
from vitalfew.base.ref import FRAMEWORK, Ref
from vitalfew.model.observation import COLUMNS, Observation
from vitalfew.model.verdict import SHAPES, Change, Changes, Judged, Rollup, Scorecard, Trend, Verdict

DAY = date(2026, 6, 1)
NONE = Change(None, missing="grain")
VERDICT = Verdict(
    ref=Ref("kpi", "churn"),
    name="Churn",
    lifecycle="live",
    level="company",
    tier=1,
    org_unit=None,
    unit="%",
    decimals=1,
    direction="within",
    owner="ana",
    objective="loyal",
    perspective="customer",
    period=Judged("month", DAY, date(2026, 7, 1), complete=True, label="2026-06"),
    value=None,
    missing="no-rows",
    status=None,
    state="no-data",
    last_status="red",
    score=None,
    target_now=(1.0, 2.0),
    target=(1.0, 2.0),
    threshold=None,
    progress=None,
    pace=None,
    change=Changes(Change(-0.5, None, better=True), NONE, NONE, NONE),
    trend=Trend("unknown", None, None, None, 3),
    recent=(None, 2.0),
    to_date=None,
    reasons=("no rows in the period",),
)


def observation(slice: str) -> Observation:
    recorded_at = datetime(2026, 7, 2, tzinfo=UTC)
    end = date(2026, 7, 1)
    numbers = (None, 3.0, 0.0, "division-by-zero")
    return Observation("churn", "month", 24317, DAY, end, True, 1.0, *numbers, slice, "recipe", "run", recorded_at)


def test_an_observation_has_the_columns_of_the_store_in_their_order() -> None:
    assert tuple(field.name for field in fields(Observation)) == tuple(COLUMNS)


def test_an_observation_has_the_fields_of_the_json_contract() -> None:
    assert observation("region=north").as_json() == {
        "ref": "kpi:churn",
        "grain": "month",
        "start": "2026-06-01",
        "end": "2026-07-01",
        "complete": True,
        "share": 1.0,
        "value": None,
        "numerator": 3.0,
        "denominator": 0.0,
        "missing": "division-by-zero",
        "slice": "region=north",
    }
    assert observation("").as_json()["slice"] is None


def test_a_scorecard_becomes_plain_json() -> None:
    rollup = Rollup(Ref("objective", "loyal"), "Loyal", "customer", None, "no-data", None, None, None, 1, 0, ())
    finding = Smell("DAT001", "slug", "error", "help", room="measure").at(FRAMEWORK, "is")
    written = Scorecard(date(2026, 6, 30), (VERDICT,), (rollup,), (), (finding,)).as_json()
    assert json.loads(json.dumps(written)) == written
    assert (written["version"], written["as_of"]) == (1, "2026-06-30")
    assert written["incomplete"] == [finding.as_json()]
    (verdict,) = json.loads(json.dumps(written))["verdicts"]
    assert verdict["ref"] == "kpi:churn"
    assert verdict["period"] == {
        "grain": "month",
        "start": "2026-06-01",
        "end": "2026-07-01",
        "complete": True,
        "label": "2026-06",
    }
    assert (verdict["value"], verdict["missing"], verdict["target_now"]) == (None, "no-rows", [1.0, 2.0])
    assert verdict["change"]["previous"] == {"value": -0.5, "relative": None, "better": True, "missing": None}
    assert verdict["change"]["yoy"]["missing"] == "grain"
    assert verdict["recent"] == [None, 2.0]


def test_every_status_has_a_shape_of_its_own() -> None:
    """Colour never stands alone (MON-2)."""
    assert len(set(SHAPES.values())) == len(SHAPES) == 4
