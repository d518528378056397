"""How everything stands: verdicts, roll-ups, and what could not be measured, as far as the one who asks may see it."""

from __future__ import annotations

from vitalfew.api.route import Answer, Ask, Read


def _scorecard(ask: Ask) -> Answer:
    return ask.look.scorecard.as_json()


def _score(ask: Ask) -> Answer:
    return ask.look.score.as_json()


PARTS = ("as_of", "verdicts", "objectives", "perspectives", "incomplete")
WHOLE = ("as_of", "summary", "maturity", "qualities", "coverage")
ROUTES = (
    Read("/scorecard", "All verdicts as of the day, roll-ups, and what could not be measured", _scorecard, PARTS),
    Read(
        "/score",
        "Maturity, the qualities of the whole, and what the KPIs cover",
        _score,
        ("as_of", "summary", "maturity", "qualities", "coverage"),
    ),
)
