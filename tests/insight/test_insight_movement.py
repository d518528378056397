"""What an initiative was to bring against what was seen (INI-3)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from vitalfew.insight.movement import Outcome, movement
from vitalfew.model.course import Step
from vitalfew.model.rhythm import Initiative, Move

BEGINS, UNTIL = date(2026, 3, 2), date(2026, 6, 1)


def weeks(first: date, values: list[float | None]) -> list[Step]:
    starts = [first + timedelta(weeks=place) for place in range(len(values))]
    return [
        Step("", start, start + timedelta(days=7), value, None if value is not None else "no-rows", complete=True)
        for start, value in zip(starts, values, strict=True)
    ]


STEPS = weeks(date(2026, 1, 26), [90, 8, 9, 11, 12, 50, 50, 14, 15, None, 15, 16])
"""Five weeks before the second of March, of mean 10 in the last four; seven after, of mean 15 in the last four."""


@pytest.mark.parametrize(
    ("by", "in_", "today", "outcome", "expected"),
    [
        (5.0, "units", date(2026, 5, 1), "reached", 5.0),
        (50.0, "percent", date(2026, 5, 1), "reached", 5.0),
        (10.0, "units", date(2026, 5, 1), "on the way", 10.0),
        (10.0, "units", UNTIL, "short", 10.0),
        (-2.0, "units", UNTIL, "against", -2.0),
        (90.0, "units", UNTIL, "unmoved", 90.0),
        (5.0, "units", date(2026, 3, 1), "early", 5.0),
        (None, "units", UNTIL, "no-amount", None),
    ],
)
def test_the_mean_of_a_month_before_is_held_against_the_last_month(
    by: float | None, in_: str, today: date, outcome: Outcome, expected: float | None
) -> None:
    move = Move.model_validate({"kpi": "sales", "by": by, "in": in_, "from": BEGINS, "until": UNTIL})
    found = movement(Initiative(id="sign"), move, STEPS, "week", today=today)
    assert (found.outcome, found.expected, found.before) == (outcome, expected, 10.0)
    if outcome != "early":
        assert (found.after, found.seen) == (15.0, 5.0)
        assert found.share == (5.0 / expected if expected else None)


def test_where_nothing_was_measured_before_nothing_is_compared() -> None:
    move = Move.model_validate({"kpi": "sales", "by": 1.0, "from": date(2026, 1, 1)})
    assert movement(Initiative(id="sign"), move, STEPS, "week", today=UNTIL).outcome == "unknown"
    bare = Move.model_validate({"kpi": "sales", "by": 1.0})
    assert movement(Initiative(id="sign"), bare, STEPS, "week", today=UNTIL).outcome == "unknown"
    begun = Initiative(id="sign", starts=BEGINS)
    assert movement(begun, bare, STEPS, "week", today=UNTIL).before == 10.0
