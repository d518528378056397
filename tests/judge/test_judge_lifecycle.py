"""Which KPIs have a verdict: live and paused ones, and drafts that have been measured."""

from __future__ import annotations

from typing import Any

from vitalfew.model.verdict import Scorecard

KPI = {
    "objectives": ["growth"],
    "every": "week",
    "direction": "up",
    "target": {"at_least": 10},
    "threshold": 5,
    "formula": "x",
}
GROWTH = [{"id": "growth", "statement": "Grow"}]


def scorecard(card: Any, observe: Any, **lifecycles: str) -> Scorecard:
    kpis = [{"id": name, "lifecycle": lifecycle, **KPI} for name, lifecycle in lifecycles.items()]
    rows = [row for name in lifecycles if name != "unmeasured" for row in observe(name, "week", [12.0, 12.0, "no-rows"])]
    found = card(kpis, rows, objectives=GROWTH)
    assert isinstance(found, Scorecard)
    return found


def test_a_measured_draft_is_shown_as_a_draft(card: Any, observe: Any) -> None:
    (verdict,) = scorecard(card, observe, idea="draft").verdicts

    assert (verdict.lifecycle, verdict.status, verdict.value) == ("draft", "green", 12.0)
    assert verdict.reasons[0] == "a draft, not yet live"


def test_a_draft_does_not_speak_for_its_objective(card: Any, observe: Any) -> None:
    (objective,) = scorecard(card, observe, idea="draft").objectives

    assert (objective.state, objective.status, objective.children) == ("no-data", None, 0)


def test_what_was_never_measured_and_what_is_retired_have_no_verdict(card: Any, observe: Any) -> None:
    found = scorecard(card, observe, unmeasured="draft", gone="retired", here="live", rests="paused")

    assert [(each.ref.id, each.state) for each in found.verdicts] == [("here", "ok"), ("rests", "paused")]


def test_a_framework_without_a_kpi_to_judge_has_an_empty_scorecard(card: Any, observe: Any) -> None:
    assert scorecard(card, observe, gone="retired").verdicts == ()
