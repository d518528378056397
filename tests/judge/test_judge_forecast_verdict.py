"""The forecast on the verdict: which target it is held against, what it says, when it is silent, and the trigger it fires."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest

from vitalfew.model.outlook import Forecast, Shift
from vitalfew.model.verdict import Verdict

LAST = date(2026, 6, 21)  # the Sunday of the judged week
NOISE = [float(value) for value in 50 + np.random.default_rng(8).normal(0, 2, 40)]


def judged(card: Any, observe: Any, values: Sequence[float], grain: str = "week", **kpi: Any) -> Verdict:
    last = LAST if grain == "week" else date(2026, 5, 31)
    (found,) = card([{"id": "k", "every": grain, "direction": "up", **kpi}], observe("k", grain, values, last=last)).verdicts
    assert isinstance(found, Verdict)
    return found


def forecast(card: Any, observe: Any, values: Sequence[float], **kpi: Any) -> Forecast:
    found = judged(card, observe, values, **kpi).forecast
    assert found is not None
    return found


def test_a_floor_is_asked_of_the_next_period(card: Any, observe: Any) -> None:
    found = forecast(card, observe, NOISE, target={"at_least": 40})

    assert found.next is not None
    assert found.at_target is not None
    assert (found.next.label, found.at_target.label) == ("2026-W26", "2026-W26")
    assert (found.at_target.by, found.at_target.target) == (date(2026, 6, 28), 40)
    assert found.next.low < found.next.value < found.next.high
    assert found.p_miss is not None
    assert found.p_miss < 0.05
    assert (found.periods, found.missing, found.seasonal) == (40, None, None)


def test_a_target_by_a_date_is_asked_of_the_period_that_holds_it(card: Any, observe: Any) -> None:
    target = {"reach": 80, "by": date(2026, 8, 2)}
    found = judged(card, observe, NOISE, target=target, baseline={"value": 50, "on": date(2026, 1, 1)})

    assert found.forecast is not None
    assert found.forecast.at_target is not None
    assert (found.forecast.at_target.label, found.forecast.at_target.by) == ("2026-W31", date(2026, 8, 2))
    assert found.forecast.p_miss is not None
    assert found.forecast.p_miss > 0.9
    share = f"{100 * found.forecast.p_miss:.0f} %"
    assert found.reasons[-1] == f"likely to miss 80 by 2026-08-02 ({share}, {found.forecast.method})"


def test_after_its_date_a_target_is_asked_of_the_next_period(card: Any, observe: Any) -> None:
    found = judged(card, observe, NOISE, target={"reach": 80, "by": date(2026, 5, 1)}, baseline={"value": 50})

    assert found.forecast is not None
    assert found.forecast.at_target is not None
    assert found.forecast.at_target.label == "2026-W26"
    assert "likely to miss 80 in 2026-W26" in found.reasons[-1]


def test_a_band_is_left_on_either_side(card: Any, observe: Any) -> None:
    found = judged(card, observe, NOISE, direction="within", target={"within": [49.9, 50.1]})

    assert found.forecast is not None
    assert found.forecast.at_target is not None
    assert found.forecast.at_target.target == (49.9, 50.1)
    assert "likely to leave 49.9 to 50.1 in 2026-W26" in found.reasons[-1]


def test_a_ceiling_is_missed_above(card: Any, observe: Any) -> None:
    kpi = {"direction": "down", "target": {"at_most": 40}}

    assert (forecast(card, observe, NOISE, **kpi).p_miss or 0) > 0.95


def test_a_table_of_values_is_asked_at_the_next_period_or_not_at_all(card: Any, observe: Any) -> None:
    listed = forecast(card, observe, NOISE, grain="month", target={"values": {"2026-05": 40, "2026-06": 90}})
    ended = forecast(card, observe, NOISE, grain="month", target={"values": {"2026-05": 40}})

    assert listed.at_target is not None
    assert (listed.at_target.label, listed.at_target.target) == ("2026-06", 90)
    assert (listed.seasonal is not None, ended.at_target, ended.p_miss, ended.missing) == (True, None, None, "no-target")


@pytest.mark.parametrize(
    ("values", "target", "missing"),
    [
        ([], {"at_least": 1}, "no-data"),
        (NOISE[:15], {"at_least": 1}, "too-few"),
        (NOISE, None, "no-target"),
        (NOISE, {"at_least": 1, "applies_to": "to-date"}, "too-far"),
        (NOISE, {"reach": 60, "by": date(2027, 12, 31)}, "too-far"),
    ],
    ids=["no value", "fifteen values", "no target", "27 weeks of a year after 40", "farther ahead than behind"],
)
def test_why_nothing_is_said_of_the_target(card: Any, observe: Any, values: Any, target: Any, missing: str) -> None:
    kpi = {} if target is None else {"target": target}
    found = forecast(card, observe, values, baseline={"value": 50}, **kpi)

    assert (found.missing, found.p_miss, found.at_target, found.needed) == (missing, None, None, 16)
    assert (found.next is None) == (found.method is None) == (len(values) < 16)


def test_what_cannot_be_is_not_forecast(card: Any, observe: Any) -> None:
    rising = [60.0 + place for place in range(40)]
    found = forecast(card, observe, rising, natural={"min": 0, "max": 100}, target={"at_least": 90})

    assert found.next is not None
    assert (found.next.value, found.next.high) == (100.0, 100.0)


def test_a_likely_miss_fires_from_its_own_probability(card: Any, observe: Any) -> None:
    kpi: dict[str, Any] = {"target": {"at_least": 48.5}}  # missed about once in five weeks
    quiet = judged(card, observe, NOISE, escalate=[{"likely_miss": 0.9}], **kpi)
    fired = judged(card, observe, NOISE, escalate=[{"likely_miss": 0.1}], **kpi)

    assert quiet.forecast is not None
    assert 0.1 < (quiet.forecast.p_miss or 0) < 0.5
    assert (quiet.triggers, [each for each in quiet.reasons if "likely" in each]) == ((), [])
    (trigger,) = fired.triggers
    assert (trigger.trigger, trigger.opens) == ("likely_miss", "escalation")
    assert trigger.text == fired.reasons[-1]


def test_a_likely_miss_remembers_since_when_it_is_likely(card: Any, observe: Any) -> None:
    kpi: dict[str, Any] = {"target": {"at_least": 45}, "escalate": [{"likely_miss": 0.5}]}  # five below the mean of the noise

    (always,) = judged(card, observe, [value - 20 for value in NOISE], **kpi).triggers
    (late,) = [
        each for each in judged(card, observe, [*NOISE[:37], 20.0, 20.0, 20.0], **kpi).triggers if each.trigger == "likely_miss"
    ]

    assert (always.periods, always.since) == (12, date(2026, 3, 30))
    assert 1 <= late.periods <= 3
    assert late.since == date(2026, 6, 15) - timedelta(weeks=late.periods - 1)


def test_a_run_that_is_forecast_to_miss_is_no_watch_for_the_owner_alone(card: Any, observe: Any) -> None:
    falling = [100.0 - place for place in range(40)]  # 61 now, and 60 next
    kpi: dict[str, Any] = {"direction": "up", "escalate": [{"worse_in_a_row": 3}]}

    (watch,) = judged(card, observe, [*NOISE[:36], 53.0, 52.0, 51.0, 50.0], target={"at_least": 40}, **kpi).triggers
    (escalation,) = judged(card, observe, falling, target={"at_least": 60.5}, **kpi).triggers

    assert (watch.opens, escalation.opens) == ("watch", "escalation")


@pytest.mark.parametrize(("lifecycle", "last"), [("paused", LAST), ("live", date(2026, 5, 3))], ids=["paused", "stale"])
def test_a_paused_or_stale_kpi_fires_nothing(card: Any, observe: Any, lifecycle: str, last: date) -> None:
    kpi = {"id": "k", "every": "week", "lifecycle": lifecycle, "target": {"at_least": 90}, "escalate": [{"likely_miss": 0.1}]}
    (found,) = card([kpi], observe("k", "week", NOISE, last=last)).verdicts

    assert found.forecast.p_miss > 0.9
    assert found.triggers == ()
    assert [each for each in found.reasons if "likely" in each] == []


def test_a_shift_is_dated_and_judged_by_the_direction(card: Any, observe: Any) -> None:
    values = [*NOISE[:30], *(value - 10 for value in NOISE[30:])]

    worse, better = (judged(card, observe, values, direction=way).shift for way in ("up", "down"))

    assert isinstance(worse, Shift)
    assert isinstance(better, Shift)
    assert (worse.since, worse.better, better.better) == (date(2026, 4, 13), False, True)
    assert worse.before == pytest.approx(np.mean(NOISE[:30]))
    assert worse.after == pytest.approx(np.mean(NOISE[30:]) - 10)


def test_no_evidence_of_a_shift_differs_from_no_data(card: Any, observe: Any) -> None:
    calm, short = judged(card, observe, NOISE).shift, judged(card, observe, NOISE[:11]).shift

    assert isinstance(calm, Shift)
    assert isinstance(short, Shift)
    assert (calm.since, calm.periods, calm.p is None) == (None, 40, False)
    assert (short.since, short.periods, short.p) == (None, 11, None)


def test_years_have_no_season_to_try(card: Any, observe: Any) -> None:
    kpi = {"id": "k", "every": "year", "target": {"at_least": 40}}
    (found,) = card([kpi], observe("k", "year", NOISE[:20], last=date(2025, 6, 1))).verdicts

    assert (found.forecast.seasonal, found.forecast.next.label) == (False, "2026")
