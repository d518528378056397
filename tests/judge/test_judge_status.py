"""Status, score and state as truth tables (MON-1, TGT-2)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from math import nextafter

import pytest

from vitalfew.base.finding import Finding
from vitalfew.base.ref import Ref
from vitalfew.model.verdict import Scorecard, Verdict

UP: dict[str, object] = {"target": {"at_least": 30.0}, "threshold": 20.0}
DOWN: dict[str, object] = {"target": {"at_most": 20.0}, "threshold": 30.0, "direction": "down"}
BAND: dict[str, object] = {"target": {"within": [20.0, 30.0], "best": 24.0}, "threshold": [15.0, 40.0], "direction": "within"}
JudgeOne = Callable[..., Verdict]
Card = Callable[..., Scorecard]
Observe = Callable[..., list[dict[str, object]]]

TABLE: list[tuple[str, dict[str, object], float, str, float]] = [
    ("at the target is green", UP, 30.0, "green", 20 / 3),
    ("a hair below the target is amber", UP, nextafter(30.0, 0), "amber", nextafter(20 / 3, 0)),
    ("at the threshold is amber", UP, 20.0, "amber", 10 / 3),
    ("a hair below the threshold is red", UP, nextafter(20.0, 0), "red", nextafter(10 / 3, 0)),
    ("half way from threshold to target scores 5", UP, 25.0, "amber", 5.0),
    ("as far beyond the target as the threshold lies before it scores 10", UP, 40.0, "green", 10.0),
    ("far beyond is still 10", UP, 4000.0, "green", 10.0),
    ("far below is 0", UP, -4000.0, "red", 0.0),
    ("less: at the target is green", DOWN, 20.0, "green", 20 / 3),
    ("less: a hair above the target is amber", DOWN, nextafter(20.0, 99), "amber", nextafter(20 / 3, 0)),
    ("less: at the threshold is amber", DOWN, 30.0, "amber", 10 / 3),
    ("less: a hair above the threshold is red", DOWN, nextafter(30.0, 99), "red", nextafter(10 / 3, 0)),
    ("less: nothing at all scores 10", DOWN, 0.0, "green", 10.0),
    ("band: at best scores 10", BAND, 24.0, "green", 10.0),
    ("band: at the lower end is green", BAND, 20.0, "green", 20 / 3),
    ("band: at the upper end is green", BAND, 30.0, "green", 20 / 3),
    ("band: half way from best to the end", BAND, 27.0, "green", 25 / 3),
    ("band: a hair under the lower end is amber", BAND, nextafter(20.0, 0), "amber", nextafter(20 / 3, 0)),
    ("band: at the lower threshold is amber", BAND, 15.0, "amber", 10 / 3),
    ("band: at the upper threshold is amber", BAND, 40.0, "amber", 10 / 3),
    ("band: a hair over the upper threshold is red", BAND, nextafter(40.0, 99), "red", nextafter(10 / 3, 0)),
    ("band: far outside is 0", BAND, 400.0, "red", 0.0),
]


@pytest.mark.parametrize(("kpi", "value", "status", "score"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE])
def test_status_and_score(verdict_of: JudgeOne, kpi: dict[str, object], value: float, status: str, score: float) -> None:
    verdict = verdict_of(value, **kpi)
    assert (verdict.state, verdict.status) == ("ok", status)
    assert verdict.score == pytest.approx(score, rel=1e-12)
    assert verdict.score is not None
    assert (verdict.score >= 20 / 3) == (status == "green")
    assert (verdict.score < 10 / 3) == (status == "red")


UNSCORED: list[tuple[str, dict[str, object], float, str, str]] = [
    ("no threshold: green at the target", {"target": {"at_least": 30.0}}, 30.0, "green", "no threshold is set"),
    ("no threshold: amber under it", {"target": {"at_least": 30.0}}, 1.0, "amber", "no threshold is set"),
    ("threshold at the target", {**UP, "threshold": 30.0}, 30.0, "green", "is not worse than the target"),
    ("threshold beyond the target is tested first", {**UP, "threshold": 35.0}, 32.0, "red", "is not worse than the target"),
    ("a band without threshold", {**BAND, "threshold": None}, 99.0, "amber", "no threshold is set"),
    ("a band with one number for threshold", {**BAND, "threshold": 15.0}, 1.0, "amber", "the threshold is no pair"),
    ("a pair for a simple target", {**UP, "threshold": [1.0, 2.0]}, 0.0, "amber", "the threshold is a pair"),
    ("a threshold inside the band", {**BAND, "threshold": [15.0, 29.0]}, 29.5, "red", "is not worse than the target"),
]


@pytest.mark.parametrize(("kpi", "value", "status", "reason"), [row[1:] for row in UNSCORED], ids=[row[0] for row in UNSCORED])
def test_no_score_without_a_sound_threshold(
    verdict_of: JudgeOne, kpi: dict[str, object], value: float, status: str, reason: str
) -> None:
    verdict = verdict_of(value, **kpi)
    assert (verdict.status, verdict.score) == (status, None)
    assert any(reason in sentence for sentence in verdict.reasons)


WORDS: list[tuple[str, dict[str, object], float, str]] = [
    ("red", {**UP, "unit": "%"}, 12.0, "below the threshold 20 % in 2026-W25"),
    ("red where less is better", {**DOWN, "unit": "EUR"}, 31.0, "above the threshold €30 in 2026-W25"),
    ("amber", UP, 21.0, "below the target 30 in 2026-W25"),
    ("green", UP, 31.0, "at the target 30 or better in 2026-W25"),
    ("in the band", BAND, 21.0, "between 20 and 30 in 2026-W25"),
    ("under the band", BAND, 16.0, "below the band's end 20 in 2026-W25"),
    ("over the band's threshold", BAND, 41.0, "above the threshold 40 in 2026-W25"),
]


@pytest.mark.parametrize(("kpi", "value", "sentence"), [row[1:] for row in WORDS], ids=[row[0] for row in WORDS])
def test_reasons_are_sentences(verdict_of: JudgeOne, kpi: dict[str, object], value: float, sentence: str) -> None:
    assert verdict_of(value, **kpi).reasons == (sentence,)


def test_no_target_is_a_state_and_no_status(verdict_of: JudgeOne) -> None:
    verdict = verdict_of(3.0, threshold=20.0)
    assert (verdict.state, verdict.status, verdict.score, verdict.value) == ("no-target", None, None, 3.0)
    assert verdict.reasons == ("no target is set",)


def test_a_paused_kpi_shows_its_number_and_no_status(verdict_of: JudgeOne) -> None:
    verdict = verdict_of(3.0, **UP, lifecycle="paused")
    assert (verdict.state, verdict.status, verdict.last_status, verdict.value) == ("paused", None, None, 3.0)
    assert verdict.reasons[0] == "paused"


def test_drafts_and_retired_kpis_have_no_verdict(card: Card) -> None:
    kpis = [{"id": word, "lifecycle": word} for word in ("draft", "retired", "live", "paused")]
    assert [each.ref.id for each in card(kpis, []).verdicts] == ["live", "paused"]


@pytest.mark.parametrize(
    ("today", "state"),
    [
        pytest.param(date(2026, 6, 22), "ok", id="on the first day after the period"),
        pytest.param(date(2026, 6, 23), "ok", id="on the due day"),
        pytest.param(date(2026, 6, 24), "stale", id="on the day after the due day"),
    ],
)
def test_a_kpi_is_stale_once_the_due_day_of_a_period_without_value_is_over(
    card: Card, observe: Observe, today: date, state: str
) -> None:
    rows = observe("k", "week", [10.0, "no-data-yet"], last=date(2026, 6, 21))
    verdict = card([{"id": "k", "every": "week", "formula": "m", **UP}], rows, today=today).verdicts[0]
    assert (verdict.state, verdict.status) == (state, None if state == "stale" else "red")
    assert verdict.value == 10.0


def test_a_longer_due_time_keeps_a_kpi_fresh(card: Card, observe: Observe) -> None:
    rows = observe("k", "week", [10.0, None], last=date(2026, 6, 21))
    kpi = {"id": "k", "every": "week", "formula": "m", **UP, "due": "3 business days"}
    assert [card([kpi], rows, today=date(2026, 6, day)).verdicts[0].state for day in (25, 26)] == ["ok", "stale"]


def test_stale_red_stays_an_exception(card: Card, observe: Observe) -> None:
    rows = observe("k", "week", [10.0, "no-rows"], last=date(2026, 6, 21))
    verdict = card([{"id": "k", "every": "week", "formula": "m", **UP}], rows, today=date(2026, 6, 24)).verdicts[0]
    assert (verdict.last_status, verdict.score) == ("red", None)
    assert verdict.reasons == (
        "red, stale: no value for 2026-W25 (no rows in the period), the last one is of 2026-W24",
        "below the threshold 20 in 2026-W24",
    )


def test_stale_green_is_not_shown_as_green(card: Card, observe: Observe) -> None:
    rows = observe("k", "week", [31.0, None], last=date(2026, 6, 21))
    verdict = card([{"id": "k", "every": "week", "formula": "m", **UP}], rows, today=date(2026, 6, 24)).verdicts[0]
    assert (verdict.status, verdict.last_status) == (None, "green")
    assert verdict.reasons[0] == "stale: no value for 2026-W25 (not measured yet), the last one is of 2026-W24"


def test_a_newer_value_that_is_not_yet_due_is_fresh(card: Card, observe: Observe) -> None:
    rows = observe("k", "week", ["no-rows", 31.0], last=date(2026, 6, 21))
    verdict = card([{"id": "k", "every": "week", "formula": "m", **UP}], rows, today=date(2026, 6, 22)).verdicts[0]
    assert (verdict.state, verdict.status) == ("ok", "green")


FAULT = Finding("DAT001", "source-unreadable", "error", Ref("source", "shop"), "`shop.csv` is not there", "put it there")
SHOP = {
    "sources": [{"id": "shop", "kind": "files", "path": "shop.csv"}],
    "measures": [{"id": "m", "source": "shop", "date": "day", "value": "count(*)"}],
}


@pytest.mark.parametrize(
    ("rows", "fault", "word", "sentence"),
    [
        pytest.param(["no-rows"], None, "no-rows", "no rows in the period", id="the newest observation says why"),
        pytest.param([], None, "not-measured", "not measured yet", id="nothing was measured"),
        pytest.param([], FAULT, "source-failed", "`shop.csv` is not there", id="its source failed"),
        pytest.param(
            [],
            Finding("DAT002", "bad-column", "error", Ref("kpi", "k"), "no column `x`", ""),
            "measure-failed",
            "no column `x`",
            id="the finding names the KPI",
        ),
        pytest.param(
            [],
            Finding("DAT003", "odd", "error", Ref("measure", "other"), "elsewhere", ""),
            "not-measured",
            "not measured yet",
            id="a finding about something else says nothing",
        ),
    ],
)
def test_no_data_has_its_reason(
    card: Card, observe: Observe, rows: list[str], fault: Finding | None, word: str, sentence: str
) -> None:
    kpi = {"id": "k", "every": "week", "formula": "m", **UP}
    observed = observe("k", "week", rows, last=date(2026, 6, 21))
    scorecard = card([kpi], observed, incomplete=(fault,) if fault else (), **SHOP)
    verdict = scorecard.verdicts[0]
    assert (verdict.state, verdict.status, verdict.value, verdict.missing) == ("no-data", None, None, word)
    assert verdict.reasons[0] == sentence
    assert scorecard.incomplete == ((fault,) if fault else ())


def test_a_formula_that_cannot_be_read_leaves_the_kpi_without_data(card: Card) -> None:
    verdict = card([{"id": "k", "formula": "a +"}], [], incomplete=(FAULT,), **SHOP).verdicts[0]
    assert (verdict.state, verdict.missing) == ("no-data", "not-measured")


def test_a_kpi_without_formula_says_so(card: Card) -> None:
    assert card([{"id": "k"}], []).verdicts[0].missing == "no-formula"


def test_a_failed_run_is_said_beside_the_last_good_value(card: Card, observe: Observe) -> None:
    kpi = {"id": "k", "every": "week", "formula": "m", **UP}
    verdict = card([kpi], observe("k", "week", [31.0], last=date(2026, 6, 21)), incomplete=(FAULT,), **SHOP).verdicts[0]
    assert (verdict.status, verdict.missing, verdict.reasons[0]) == ("green", None, "`shop.csv` is not there")


def test_the_partial_period_is_shown_and_not_judged(card: Card, observe: Observe) -> None:
    rows = observe("k", "week", [31.0], last=date(2026, 6, 21))
    rows += observe("k", "week", [2.0], last=date(2026, 6, 23), complete=False)
    verdict = card([{"id": "k", "every": "week", **UP}], rows).verdicts[0]
    assert (verdict.value, verdict.status, verdict.to_date) == (31.0, "green", 2.0)
    assert verdict.period is not None
    assert verdict.period.label == "2026-W25"


def test_only_a_partial_period_is_no_data_yet(card: Card, observe: Observe) -> None:
    verdict = card([{"id": "k", "every": "week", **UP}], observe("k", "week", [2.0], complete=False)).verdicts[0]
    assert (verdict.state, verdict.missing, verdict.to_date) == ("no-data", "partial", 2.0)


def test_as_of_an_earlier_day_later_observations_do_not_exist(card: Card, observe: Observe) -> None:
    rows = observe("k", "week", [21.0, 25.0, 31.0], last=date(2026, 6, 21))
    verdict = card([{"id": "k", "every": "week", **UP}], rows, today=date(2026, 6, 9)).verdicts[0]
    assert (verdict.value, verdict.status, verdict.to_date) == (21.0, "amber", None)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -float("inf")])
def test_what_is_no_number_is_never_green(verdict_of: JudgeOne, value: float) -> None:
    verdict = verdict_of(value, **UP)
    assert (verdict.state, verdict.status, verdict.value, verdict.missing) == ("no-data", None, None, "not-measured")


def test_slices_and_coarser_grains_are_not_judged(card: Card, observe: Observe) -> None:
    rows = observe("k", "week", [31.0], last=date(2026, 6, 14))
    rows += observe("k", "week", [1.0], last=date(2026, 6, 21), slice="region=north")
    rows += observe("k", "month", [2.0], last=date(2026, 5, 31))
    assert card([{"id": "k", "every": "week", **UP}], rows).verdicts[0].value == 31.0
