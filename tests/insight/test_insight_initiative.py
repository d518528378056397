"""What is said of initiatives: each verdict from a series that shows it, what is left out, and what to ask (INI-3)."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pyarrow as pa
import pytest

from vitalfew.insight.initiative import Effect, Said, effects
from vitalfew.insight.told_effect import questions, rests, seen
from vitalfew.load.read import load_texts
from vitalfew.model.framework import Framework

FIRST, TODAY = date(2024, 1, 1), date(2026, 1, 5)  # Mondays, 105 weeks apart
WEEKS = (TODAY - FIRST).days // 7
BEGAN = 78
"""The week in which the work begins."""


def framework_of(moves: str, *, more: str = "", milestones: str = "[]") -> Framework:
    text = f"""
objectives: [{{id: loyal, statement: People come back, headline: downloads}}]
kpis:
  - {{id: again, name: Second orders, every: week, direction: up, unit: "%"}}
  - {{id: elsewhere, name: Second orders elsewhere, every: week, direction: up, unit: "%"}}
  - {{id: downloads, name: Downloads, every: week, direction: up}}
initiatives:
  - id: box
    name: Welcome box
    objective: loyal
    starts: {FIRST + timedelta(weeks=BEGAN)}
    status: done
    milestones: {milestones}
    moves: {moves}
{more}
"""
    return load_texts({"framework/main.yaml": text}).framework


def weekly(planted: float, *, seed: int = 3, spread: float = 1.0) -> list[float]:
    noise = np.random.default_rng(seed).normal(size=WEEKS) * spread
    return [50 + float(noise[week]) + (planted if week >= BEGAN else 0.0) for week in range(WEEKS)]


def latest(framework: Framework, recipes: dict[int, str] | None = None, **series: list[float]) -> pa.Table:
    first = framework.calendar.calendar.period("week", FIRST).number
    rows = [
        {"kpi": kpi, "grain": "week", "number": first + week, "value": value, "slice": "", "complete": True,
         "recipe": "" if recipes is None else max((at, text) for at, text in recipes.items() if at <= week)[1]}
        for kpi, values in series.items()
        for week, value in enumerate(values)
    ]  # fmt: skip
    return pa.Table.from_pylist(rows)


def one(framework: Framework, table: pa.Table, today: date = TODAY) -> Effect:
    return effects(framework, table, today)[0]


@pytest.mark.parametrize(
    ("move", "planted", "said"),
    [
        ("{kpi: again, by: 3, in: points}", 3.0, "as-expected"),
        ("{kpi: again, by: 9, in: points}", 3.0, "less"),
        ("{kpi: again, by: 3, in: points}", 0.0, "not-seen"),
        ("{kpi: again, by: 3, in: points}", -3.0, "wrong-way"),
        ("{kpi: again}", 3.0, "moved"),
        ("{kpi: again}", -3.0, "wrong-way"),
        ("{kpi: again, by: 6, in: percent}", 3.0, "as-expected"),
        ("{kpi: again, by: 3, in: points, until: 2026-06-30}", 0.0, "too-early"),
        ("{kpi: again, by: 3, in: points, from: 2026-02-01}", 0.0, "too-early"),
        ("{kpi: again, by: 3, in: points, from: 2025-12-15}", 3.0, "too-early"),
    ],
)
def test_a_movement_is_held_against_what_was_expected(move: str, planted: float, said: Said) -> None:
    framework = framework_of(f"[{move}]")
    found = one(framework, latest(framework, again=weekly(planted)))
    assert found.said == said, found
    assert found.reason
    if found.effect is not None:
        assert (found.low or 0) <= planted <= (found.high or 0)
        assert "90 %" in seen(found, framework)


def test_a_history_too_short_is_said_to_be_so() -> None:
    framework = framework_of("[{kpi: again, by: 3, in: points}]")
    short = latest(framework, again=[*([float("nan")] * 70), *weekly(3.0)[70:]])
    found = one(framework, short.filter(pa.compute.is_finite(short["value"])))
    assert found.said == "not-enough"
    assert found.effect is None
    assert "8 weeks before it began" in found.reason


def test_what_the_data_cannot_tell_from_what_was_expected_is_said() -> None:
    framework = framework_of("[{kpi: again, by: 0.3, in: points}]")
    found = one(framework, latest(framework, again=weekly(0.0)))
    assert found.said == "not-enough"
    assert found.reason == "the data can tell it neither from chance nor from what was expected"
    assert questions(found, (found,), framework, {}, TODAY) == ()


def test_periods_before_a_changed_definition_do_not_count() -> None:
    framework = framework_of("[{kpi: again, by: 3, in: points}]")
    values = [value - 20 if week < 40 else value for week, value in enumerate(weekly(3.0))]
    found = one(framework, latest(framework, {0: "old", 40: "new"}, again=values))
    assert (found.said, found.before) == ("as-expected", BEGAN - 40)


@pytest.mark.parametrize("week", [BEGAN - 1, BEGAN, BEGAN + 1, BEGAN + 3])
def test_a_definition_that_changed_as_the_work_began_is_no_effect(week: int) -> None:
    framework = framework_of("[{kpi: again, by: 3, in: points}]")
    found = one(framework, latest(framework, {0: "old", week: "new"}, again=weekly(3.0)))
    assert (found.said, found.effect) == ("not-enough", None)


def test_an_interval_that_holds_what_was_expected_is_never_told_as_nothing() -> None:
    framework = framework_of("[{kpi: again, by: 3, in: points}]")
    for seed in range(20):
        found = one(framework, latest(framework, again=weekly(3.0, seed=seed, spread=5.0)))
        holds = (found.low or 0) <= 3 <= (found.high or 0)
        assert not (found.said == "not-seen" and holds), found


def test_what_moved_the_comparison_too_is_no_effect() -> None:
    shock = [20.0 if week >= BEGAN else 0.0 for week in range(WEEKS)]
    both = {
        "again": [value + more for value, more in zip(weekly(3.0), shock, strict=True)],
        "elsewhere": [value + more for value, more in zip(weekly(0.0, seed=9, spread=0.2), shock, strict=True)],
    }
    alone = framework_of("[{kpi: again, by: 3, in: points}]")
    assert (one(alone, latest(alone, None, **both)).effect or 0) > 15
    beside = framework_of("[{kpi: again, by: 3, in: points, compared_with: elsewhere}]")
    found = one(beside, latest(beside, None, **both))
    assert (found.said, found.compared) == ("as-expected", True)
    assert (found.low or 0) <= 3 <= (found.high or 0)
    assert "compared with is taken off" in rests(found)


def test_what_others_move_at_the_same_time_is_said() -> None:
    more = f"  - {{id: app, starts: {FIRST + timedelta(weeks=80)}, status: running, moves: [{{kpi: again, by: 1, in: points}}]}}"
    framework = framework_of("[{kpi: again, by: 3, in: points}]", more=more)
    table = latest(framework, again=weekly(3.0))
    found = one(framework, table)
    assert found.beside == ("app",)
    assert any("cannot be told apart" in each for each in questions(found, (found,), framework, {}, TODAY))


def test_where_the_work_shows_elsewhere_its_idea_is_asked_about() -> None:
    framework = framework_of("[{kpi: again, by: 3, in: points}, {kpi: downloads, by: 5}]")
    found = effects(framework, latest(framework, again=weekly(0.0), downloads=weekly(5.0, seed=4)), TODAY)
    assert [each.said for each in found] == ["not-seen", "as-expected"]
    asked = questions(found[0], found, framework, {("again", "loyal"): "clear"}, TODAY)
    assert "The work shows in Downloads, and Second orders does not follow" in asked[0]
    assert asked[1] == "Second orders is known to move “People come back”, so the KPI is not what is in doubt."
    assert questions(found[1], found, framework, {("downloads", "loyal"): "broken"}, TODAY)[0].startswith("Downloads moved; that")


def test_where_nothing_moved_the_question_is_which_of_the_two_failed() -> None:
    framework = framework_of("[{kpi: again, by: 3, in: points}]", milestones="[{name: Sent, on: 2025-08-01, done: false}]")
    found = one(framework, latest(framework, again=weekly(0.0)))
    asked = questions(found, (found,), framework, {("again", "loyal"): "unclear"}, TODAY)
    assert asked[0] == "1 milestone is due and not reached: was the work done at all?"
    assert "hold the KPI against the strategy" in asked[1]
    done = framework_of("[{kpi: again, by: 3, in: points}]")
    assert "does Second orders not measure it?" in questions(found, (found,), done, {}, TODAY)[0]


def test_one_period_that_carries_it_all_is_named() -> None:
    framework = framework_of("[{kpi: again}]")
    values = weekly(0.0, spread=0.1)
    values[BEGAN + 10] += 30
    found = one(framework, latest(framework, again=values))
    assert found.said == "not-seen" or "one single period carries it" in rests(found)


def test_what_cannot_be_seen_is_not_known() -> None:
    framework = framework_of("[{kpi: again, by: 3, in: points}]")
    found = one(framework, latest(framework, downloads=weekly(0.0)))
    assert (found.said, found.effect) == ("not-enough", None)
