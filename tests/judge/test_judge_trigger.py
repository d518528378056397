"""Triggers and their memory: when they hold, since when, and what they open (MON-4)."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from vitalfew.model.verdict import Fired, Scorecard, Verdict

Observe = Callable[..., list[dict[str, object]]]
Card = Callable[..., Scorecard]
Series = Sequence[float | str | None]
LAST = date(2026, 6, 21)
PROMTOOL = shutil.which("promtool")


@pytest.fixture(scope="session")
def trigger_of(card: Card, observe: Observe) -> Callable[..., dict[str, Fired]]:
    """Judge one weekly KPI and give its triggers by pattern."""

    def judged(values: Series, escalate: Sequence[dict[str, Any]] = (), *, last: date = LAST, **kpi: Any) -> dict[str, Fired]:
        said = {"id": "k", "every": "week", "formula": "m", "escalate": list(escalate), **kpi}
        verdict = card([said], observe("k", "week", values, last=last)).verdicts[0]
        return {each.trigger: each for each in verdict.triggers}

    return judged


TriggerOf = Callable[..., dict[str, Fired]]
WORSE = [{"worse_in_a_row": 3}]
HOLDS: dict[str, tuple[Series, int]] = {
    "three worse moves": ([9, 8, 7, 6], 1),
    "four worse moves hold for two periods": ([9, 8, 7, 6, 5], 2),
    "two worse moves are not three": ([9, 8, 7], 0),
    "an equal value starts anew": ([9, 8, 7, 7, 6, 5], 0),
    "a better value starts anew": ([9, 8, 7, 8, 7, 6], 0),
    "one missing period is bridged": ([9, 8, None, 7, 6], 1),
    "a missing period with a reason is bridged alike": ([9, 8, "no-rows", "no-rows", 7, 6], 1),
    "three missing periods are not": ([9, 8, None, None, None, 7, 6], 0),
}


@pytest.mark.parametrize(("values", "periods"), HOLDS.values(), ids=HOLDS)
@pytest.mark.parametrize("sense", ["up", "down", "within"])
def test_worse_in_a_row(trigger_of: TriggerOf, values: Series, periods: int, sense: str) -> None:
    """For a KPI that is to go down mirrored; for a band worse is farther outside."""
    turned = [-each if sense == "down" and isinstance(each, float | int) else each for each in values]
    target = {"target": {"within": (100.0, 200.0)}} if sense == "within" else {}
    found = trigger_of([None if each is None else each for each in turned], WORSE, direction=sense, **target)
    assert (found["worse_in_a_row"].periods if found else 0) == periods


def test_inside_a_band_nothing_is_worse(trigger_of: TriggerOf) -> None:
    assert trigger_of([9, 8, 7, 6], WORSE, direction="within", target={"within": (0.0, 100.0)}) == {}


def test_a_trigger_says_since_when_it_holds(trigger_of: TriggerOf) -> None:
    """Missing periods do not count, and do not shift the day."""
    found = trigger_of([9, 8, 7, None, 6, 5], WORSE)["worse_in_a_row"]
    assert (found.text, found.periods, found.since) == ("worse 3 times in a row", 2, date(2026, 6, 8))


def test_a_run_is_forgotten_when_values_stop_coming(trigger_of: TriggerOf) -> None:
    stale = [{"stale": 1}, *WORSE]
    assert set(trigger_of([9, 8, 7, 6], stale, last=date(2026, 5, 31))) == {"worse_in_a_row", "stale"}
    assert set(trigger_of([9, 8, 7, 6], stale, last=date(2026, 5, 17))) == {"stale"}


MISSED: dict[str, tuple[Series, int | tuple[int, int], int]] = {
    "two misses in a row": ([10, 4, 4], 2, 1),
    "a hit ends it": ([4, 4, 10], 2, 0),
    "exactly the target is a hit": ([4, 4, 5], 2, 0),
    "two of the last three": ([4, 4, 10], (2, 3), 2),
    "two of three no longer": ([4, 10, 4, 10], (2, 3), 0),
    "the window goes by calendar": ([4, None, 10, 4], (2, 3), 0),
    "it has held since it first did": ([10, 4, 4, 10, 4], (2, 3), 3),
}


@pytest.mark.parametrize(("values", "setting", "periods"), MISSED.values(), ids=MISSED)
def test_missed(trigger_of: TriggerOf, values: Series, setting: object, periods: int) -> None:
    found = trigger_of(values, [{"missed": setting}], target={"at_least": 5.0})
    assert (found["missed"].periods if found else 0) == periods


def test_a_miss_is_against_the_target_of_its_own_period(trigger_of: TriggerOf) -> None:
    """A constant value meets the path at first and misses it from the week in which the path passes it."""
    target = {"reach": 20.0, "by": date(2026, 6, 21)}
    baseline = {"value": 0.0, "on": date(2026, 4, 12)}
    values = [11.0] * 10
    found = trigger_of(values, [{"missed": 1}], target=target, baseline=baseline)["missed"]
    assert (found.periods, found.since) == (5, date(2026, 5, 18))


def test_a_breach_is_always_told_and_stays_one_when_it_goes_stale(trigger_of: TriggerOf) -> None:
    bounds: dict[str, Any] = {"target": {"at_least": 10.0}, "threshold": 5.0}
    found = trigger_of([9, 4, None, 4], **bounds)["beyond_threshold"]
    assert (found.periods, found.since, found.opens) == (2, date(2026, 6, 1), "escalation")
    assert trigger_of([9, 4, 5], **bounds) == {}
    assert set(trigger_of([9, 4, 4], last=date(2026, 3, 1), **bounds)) == {"beyond_threshold"}


def test_a_paused_kpi_has_no_trigger(trigger_of: TriggerOf) -> None:
    assert trigger_of([9, 4], WORSE, target={"at_least": 10.0}, threshold=5.0, lifecycle="paused") == {}


def test_stale_counts_the_periods_that_are_due(trigger_of: TriggerOf) -> None:
    found = trigger_of([9, 8], [{"stale": 2}], last=date(2026, 5, 31))["stale"]
    assert (found.text, found.periods, found.since) == ("no value for 2 periods or longer", 1, date(2026, 6, 8))
    assert trigger_of([9, 8], [{"stale": 3}], last=date(2026, 5, 31)) == {}
    assert trigger_of([], [{"stale": 1}]) == {}


CALM = [10.0, 12.0, 11.0, 13.0, 10.0, 12.0, 11.0, 9.0, 12.0, 10.0, 13.0, 12.0, 11.0, 10.0]
OPENS: dict[str, tuple[list[float], float, str]] = {
    "green and inside the limits": (CALM, 5.0, "watch"),
    "green and below the limits": ([*CALM, 9.0, 8.0, 1.0], 0.5, "escalation"),
    "green and above the limits": ([*CALM, 33.0, 32.0, 31.0, 30.0], 5.0, "watch"),
    "amber, inside the limits, for the first time": (CALM, 10.5, "watch"),
    "amber for the second period": ([*CALM, 9.9], 10.5, "escalation"),
    "amber in the first period of a run that began in green": (CALM, 10.01, "watch"),
    "amber with a signal for the worse": ([*CALM, 9.0, 8.0, 1.0], 10.5, "escalation"),
    "amber with a signal for the worse not long ago": ([*CALM, 1.0, 12.5, 12.0, 11.0, 10.0], 10.5, "escalation"),
    "amber with a signal that is forgotten": ([*CALM, 1.0, *CALM], 10.5, "watch"),
    "amber with a signal for the better": ([*CALM, *CALM[:6], 40.0, 12.0, 12.5, 12.0, 11.0, 10.0], 10.5, "watch"),
    "amber with too few values to tell": ([13.0, 12.0, 11.0, 10.0], 10.5, "escalation"),
    "red": ([13.0, 12.0, 11.0, 10.0], 30.0, "escalation"),
}


@pytest.mark.parametrize(("values", "target", "opens"), OPENS.values(), ids=OPENS)
def test_a_run_that_may_be_chance_is_a_watch(trigger_of: TriggerOf, values: list[float], target: float, opens: str) -> None:
    found = trigger_of(values, WORSE, target={"at_least": target}, threshold=target - 19.0)
    assert found["worse_in_a_row"].opens == opens


def test_an_amber_run_that_leads_to_a_miss_at_the_target_s_date_is_no_watch(trigger_of: TriggerOf) -> None:
    """Twenty by the end of June is out of reach for what swings around eleven; ten is not."""
    baseline = {"value": 9.0, "on": date(2026, 1, 1)}
    found = {
        reach: trigger_of([*CALM, *CALM], WORSE, target={"reach": reach, "by": date(2026, 7, 12)}, baseline=baseline)
        for reach in (11.0, 20.0)
    }
    assert {reach: each["worse_in_a_row"].opens for reach, each in found.items()} == {11.0: "watch", 20.0: "escalation"}


def test_on_noise_few_escalations_are_false_wherever_the_target_lies() -> None:
    """At most two per 100 weeks of a KPI, as the bench counts them; with every run at once there would be more.

    With a threshold outside the process limits that holds for escalations of any kind, breaches included.
    """
    command = [sys.executable, "-m", "bench", "signal", "--share", "0.3"]
    found = subprocess.run(command, capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2])
    rows = [row for row in json.loads(found.stdout)["rows"] if row["what"].startswith("default, target")]
    assert len(rows) == 14
    assert max(row["escalations_begun_per_100_weeks"] for row in rows) <= 2.0
    assert max(row["of_any_kind"] for row in rows) > 10
    assert max(row["of_any_kind"] for row in rows if row["what"].endswith("threshold outside the limits")) <= 2.0
    assert max(row["at_once"] for row in rows) > 2.0


def test_a_signal_for_the_worse_is_told_where_it_is_asked_for(trigger_of: TriggerOf) -> None:
    asked = [{"signal_against": True}]
    assert set(trigger_of([*CALM, 2.0], asked)) == {"signal_against"}
    assert trigger_of([*CALM, 30.0], asked) == {}
    assert set(trigger_of([*CALM, 30.0], asked, direction="down")) == {"signal_against"}
    assert trigger_of([*CALM, 2.0]) == {}


def test_a_red_guard_breaks_however_good_the_kpi_looks(card: Card, observe: Observe) -> None:
    aim: dict[str, Any] = {"every": "week", "formula": "m", "target": {"at_least": 5.0}, "threshold": 2.0}
    kpis = [
        {"id": "k", **aim, "guards": ["g", "h"], "escalate": [{"guard_broken": True}]},
        {"id": "g", **aim},
        {"id": "h", **aim},
    ]
    rows = [
        row for id_, values in (("k", [9, 9]), ("g", [9, 1]), ("h", [9, 9])) for row in observe(id_, "week", values, last=LAST)
    ]
    verdict = card(kpis, rows).verdicts[0]
    assert [(each.trigger, each.text, each.opens) for each in verdict.triggers] == [
        ("guard_broken", "its guard `g` is red", "escalation")
    ]


SINCE: dict[str, tuple[Series, date | None]] = {
    "one period": ([4, 9], date(2026, 6, 15)),
    "a run": ([4, 9, 9, 8], date(2026, 6, 1)),
    "a bridged run": ([4, 9, None, None, 9], date(2026, 5, 25)),
    "not over three missing": ([9, None, None, None, 9], date(2026, 6, 15)),
}


@pytest.mark.parametrize(("values", "since"), SINCE.values(), ids=SINCE)
def test_status_since_is_the_start_of_the_run(card: Card, observe: Observe, values: Series, since: date) -> None:
    kpi = {"id": "k", "every": "week", "formula": "m", "target": {"at_least": 5.0}}
    assert card([kpi], observe("k", "week", values, last=LAST)).verdicts[0].status_since == since


def test_status_since_knows_sums_to_date_and_last_years_values(card: Card, observe: Observe) -> None:
    """Ten a month against nine is green from the first; from the third on against eleven, the sum so far runs out in May."""
    table = {f"2026-{month:02}": 9.0 if month < 3 else 11.0 for month in range(1, 13)}
    kpis = [
        {"id": "k", "formula": "m", "target": {"values": table, "applies_to": "to-date"}},
        {"id": "p", "formula": "m", "target": {"reach": 99.0, "by": date(2027, 12, 31), "path": "prior-year"}},
    ]
    may = date(2026, 5, 31)
    year = [*[10.0] * 7, *[10.0] * 5]
    rows = [*observe("k", "month", year, last=may), *observe("p", "month", [*[10.0] * 12, 9.0, 9.0, 10.0, 11.0, 12.0], last=may)]
    first, second = card(kpis, rows).verdicts
    assert (first.status, first.status_since) == ("amber", date(2026, 5, 1))
    assert (second.status, second.status_since) == ("green", date(2026, 3, 1))


def test_before_the_first_target_of_a_table_nothing_is_met_or_missed(card: Card, observe: Observe) -> None:
    """Of the first KPI as of any other."""
    target = {"values": {f"2026-{month:02}": 5.0 for month in range(3, 13)}}
    kpis = [{"id": id_, "formula": "m", "target": target} for id_ in ("first", "second")]
    rows = [row for kpi in kpis for row in observe(kpi["id"], "month", [9.0] * 5, last=date(2026, 5, 31))]
    assert [each.status_since for each in card(kpis, rows).verdicts] == [date(2026, 3, 1)] * 2


def weekly(count: int, *, holes: float) -> list[list[float | None]]:
    """Seeded weekly series on few levels, so that equal values and long runs happen."""
    random = np.random.default_rng(17)
    many: list[list[float | None]] = []
    for _ in range(count):
        length = int(random.integers(4, 26))
        values = random.integers(-2, 1, length).cumsum() + 20
        many.append([None if random.random() < holes else float(each) for each in values])
        many[-1][-1] = float(values[-1])
    return many


def promtool_says(folder: Path, rules: str, tests: str) -> str:
    """Run one file of rule tests; empty where all hold."""
    assert PROMTOOL is not None
    (folder / "rules.yml").write_text(rules, encoding="utf-8")
    (folder / "tests.yml").write_text(tests, encoding="utf-8")
    done = subprocess.run([PROMTOOL, "test", "rules", "tests.yml"], cwd=folder, capture_output=True, text=True, check=False)
    return "" if done.returncode == 0 else done.stdout + done.stderr


# A streak counts on from the newest of its last two holes or its last value; `<bool` gives 0 for an equal or a better value.
RULES = """
groups:
  - name: triggers
    interval: 1w
    rules:
      - {record: worse, expr: "value < bool last_over_time(value[20d] offset 1w)"}
      - {record: streak, expr: "worse * ((last_over_time(streak[20d] offset 1w) or worse * 0) + 1)"}
      - {alert: WorseInARow, expr: "streak >= 3"}
      - {alert: Beyond, expr: "whole < 15", for: 3w}
"""


@pytest.mark.skipif(PROMTOOL is None, reason="promtool is not installed (Debian package prometheus)")
def test_triggers_agree_with_prometheus(tmp_path: Path, card: Card, observe: Observe) -> None:
    """Five hundred series, judged at their last week: worse three times in a row, and beyond the threshold for four weeks."""
    holed, whole = weekly(250, holes=0.15), weekly(250, holes=0.0)
    kpis: list[dict[str, Any]] = [{"id": f"h{at}", "escalate": WORSE} for at in range(250)]
    kpis += [{"id": f"w{at}", "target": {"at_least": 18.0}, "threshold": 15.0} for at in range(250)]
    named = [*zip(kpis, [*holed, *whole], strict=True)]
    rows = [row for kpi, values in named for row in observe(str(kpi["id"]), "week", values, last=LAST)]
    verdicts = card([{"every": "week", "formula": "m", **kpi} for kpi in kpis], rows).verdicts
    lines = ["rule_files: [rules.yml]", "evaluation_interval: 1w", "tests:", "  - interval: 1w", "    input_series:"]
    lines += [_input(kpi["id"], values) for kpi, values in named]
    lines += ["    alert_rule_test:", *_expected("WorseInARow", verdicts[:250], 1), *_expected("Beyond", verdicts[250:], 4)]
    assert promtool_says(tmp_path, RULES, "\n".join(lines)) == ""
    told = [each.trigger for verdict in verdicts for each in verdict.triggers]
    assert told.count("worse_in_a_row") > 20
    assert told.count("beyond_threshold") > 20


WEEKS = 26


def _input(id_: object, values: Sequence[float | None]) -> str:
    """A series that ends at the last week, `_` where it has no value."""
    written = " ".join("_" if each is None else f"{each:g}" for each in [*[None] * (WEEKS - len(values)), *values])
    name = "value" if str(id_).startswith("h") else "whole"
    return f"      - {{series: '{name}{{kpi=\"{id_}\"}}', values: '{written}'}}"


def _expected(alert: str, verdicts: Sequence[Verdict], least: int) -> list[str]:
    """Ours is what Prometheus is expected to say at the last week; a breach of four weeks has been pending for three."""
    firing = [each.ref.id for each in verdicts if any(trigger.periods >= least for trigger in each.triggers)]
    labels = ", ".join(f"{{exp_labels: {{kpi: {id_}}}}}" for id_ in firing)
    return [f"      - {{eval_time: {WEEKS - 1}w, alertname: {alert}, exp_alerts: [{labels}]}}"]


def test_prometheus_would_see_a_difference(tmp_path: Path) -> None:
    """The comparison can fail: an expectation that is wrong is told."""
    if PROMTOOL is None:
        pytest.skip("promtool is not installed (Debian package prometheus)")
    tests = "rule_files: [rules.yml]\nevaluation_interval: 1w\ntests:\n"
    tests += "  - {interval: 1w, input_series: [{series: value, values: '9 8 7 6'}], "
    tests += "alert_rule_test: [{eval_time: 3w, alertname: WorseInARow, exp_alerts: []}]}"
    assert "WorseInARow" in promtool_says(tmp_path, RULES, tests)
