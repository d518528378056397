"""Limits and signals against a plain reading of the published rules, one series at a time (MON-2)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, get_args

import numpy as np
import pytest

from vitalfew.model.kpi import RuleSet
from vitalfew.model.verdict import Scorecard, Verdict

Observe = Callable[..., list[dict[str, object]]]
Card = Callable[..., Scorecard]
LAST = date(2026, 6, 21)
SETS: tuple[RuleSet, ...] = get_args(RuleSet)


def plain_limits(values: Sequence[float | None]) -> tuple[float, float, float] | None:
    """Centre, lower and upper limit after Wheeler (2000): 2.66 mean moving ranges about the mean of the first twenty."""
    base: list[float] = []
    ranges: list[float] = []
    before: float | None = None
    for value in values:
        if value is not None:
            if len(base) == 20:
                break
            base.append(value)
            if before is not None:
                ranges.append(abs(value - before))
        before = value
    if len(base) < 6 or len(ranges) < 5:
        return None
    centre, reach = sum(base) / len(base), 2.66 * sum(ranges) / len(ranges)
    return centre, centre - reach, centre + reach


def plain_rules(rules: RuleSet, values: Sequence[float | None]) -> list[tuple[str, int]]:
    """Names and ways of the rules that fire at the last value: each set spelt out as its source does, in sigmas."""
    found = plain_limits(values)
    if found is None:
        return []
    centre, _, upper = found
    sigma = (upper - centre) / 3
    z = [(value - centre) / sigma for value in values if value is not None]
    shown = []
    for way in (1, -1):
        up = [way * each for each in z]

        def some(count: int, of: int, beyond: float, up: list[float] = up) -> bool:
            return up[-1] > beyond and sum(each > beyond for each in up[-of:]) >= count

        def row(count: int, up: list[float] = up) -> bool:
            return len(up) >= count and all(each > 0 for each in up[-count:])

        tests = {
            "wheeler": {
                "beyond a limit": up[-1] > 3,
                "8 in a row on a side": row(8),
                "3 of 4 nearer a limit than the centre": some(3, 4, 1.5),
            },
            "pump": {"beyond a limit": up[-1] > 3, "8 in a row on a side": row(8), "10 of 12 on a side": some(10, 12, 0)},
            "nhs": {
                "beyond a limit": up[-1] > 3,
                "7 in a row on a side": row(7),
                "6 moves in a row one way": len(up) >= 7 and all(b > a for a, b in zip(up[-7:], up[-6:], strict=False)),
                "2 of 3 in the outer third": some(2, 3, 2) and row(3),
            },
            "western-electric": {
                "beyond a limit": up[-1] > 3,
                "2 of 3 beyond two sigma": some(2, 3, 2),
                "4 of 5 beyond one sigma": some(4, 5, 1),
                "8 in a row on a side": row(8),
            },
        }
        shown += [(name, way) for name, fires in tests[rules].items() if fires]
    return shown


def seeded(count: int = 200) -> list[list[float | None]]:
    """Series of 5 to 60 values: noise, drifts, shifts and walks, a sixth of them with holes."""
    random = np.random.default_rng(5)
    many: list[list[float | None]] = []
    for at in range(count):
        length = int(random.integers(5, 60))
        noise = random.normal(0, 1, length)
        shift = np.where(np.arange(length) > length * 0.6, random.normal(0, 2), 0)
        drift = np.linspace(0, random.normal(0, 3), length)
        value = 50 + [noise, noise + shift, noise + drift, noise.cumsum()][at % 4]
        holes = random.random(length) < (0.1 if at % 6 == 0 else 0)
        many.append([None if hole else float(each) for each, hole in zip(value, holes, strict=True)])
        many[-1][-1] = float(value[-1])
    return many


@pytest.fixture(scope="module")
def judged(card: Card, observe: Observe) -> dict[RuleSet, list[Verdict]]:
    """The verdicts of two hundred series under each rule set."""
    rows = [
        row for at, values in enumerate(seeded()) for name in SETS for row in observe(f"{name}-{at}", "week", values, last=LAST)
    ]
    kpis = [
        {"id": f"{name}-{at}", "every": "week", "formula": "m", "signals": {"rules": name}} for name in SETS for at in range(200)
    ]
    verdicts = card(kpis, rows).verdicts
    return {name: list(verdicts[place * 200 : place * 200 + 200]) for place, name in enumerate(SETS)}


@pytest.mark.parametrize("rules", SETS)
def test_limits_and_signals_agree_with_the_published_rules(judged: dict[RuleSet, list[Verdict]], rules: RuleSet) -> None:
    fired = set()
    for values, verdict in zip(seeded(), judged[rules], strict=True):
        signal, wanted = verdict.signal, plain_rules(rules, values)
        assert signal is not None
        assert signal.rules == rules
        limits = plain_limits(values)
        if limits is None:
            assert (signal.limits, signal.missing) == (None, "too-few")
            continue
        assert signal.limits is not None
        assert (signal.limits.centre, signal.limits.lower, signal.limits.upper) == pytest.approx(limits, rel=1e-9)
        assert set(signal.fired) == {name for name, _ in wanted}
        assert (signal.direction is None) == (not wanted)
        if len({way for _, way in wanted}) == 1:
            assert signal.direction == ("up" if wanted[0][1] > 0 else "down")
        fired |= set(signal.fired)
    assert len(fired) >= 3, "the series show at least three of the set's rules"


@pytest.fixture(scope="session")
def signal_of(card: Card, observe: Observe) -> Callable[..., Verdict]:
    """Judge one monthly KPI whose last value is of May."""

    def judged(values: Sequence[float | None], *, last: date = date(2026, 5, 31), **kpi: Any) -> Verdict:
        return card([{"id": "k", "formula": "m", **kpi}], observe("k", "month", values, last=last)).verdicts[0]

    return judged


SignalOf = Callable[..., Verdict]
CALM = [10.0, 12.0, 11.0, 13.0, 10.0, 12.0, 11.0, 9.0, 12.0, 10.0, 11.0, 13.0]


def test_the_first_value_is_tested_too(signal_of: SignalOf) -> None:
    """A first point of 500 among 41s is the limits' own fault, and the limits are wide for it, not silent."""
    verdict = signal_of([41.0, 42.0, 40.0, 41.0, 42.0, 40.0, 41.0, 500.0])
    assert verdict.signal is not None
    assert verdict.signal.fired == ("beyond a limit",)


def test_limits_stay_as_the_first_twenty_values_made_them(signal_of: SignalOf) -> None:
    first = (CALM * 2)[:20]
    now, later = signal_of(first).signal, signal_of([*first, 30.0, 31.0, 29.0, 30.0]).signal
    assert now is not None
    assert later is not None
    assert now.limits is not None
    assert later.limits is not None
    assert (now.limits.lower, now.limits.upper, now.limits.values) == (later.limits.lower, later.limits.upper, 20)
    assert later.direction == "up"
    assert later.since == date(2026, 2, 1)


def test_a_declared_segment_starts_limits_anew_and_forgets_the_signal(signal_of: SignalOf) -> None:
    """The month that holds the day is the first of the new segment."""
    values = [*CALM, *(value + 30 for value in CALM)]
    old = signal_of(values).signal
    new = signal_of(values, signals={"segments": [date(2025, 6, 15)]}).signal
    assert old is not None
    assert old.direction == "up"
    assert new is not None
    assert new.limits is not None
    assert (new.direction, new.limits.since, new.limits.values) == (None, date(2025, 6, 1), 12)
    assert new.limits.centre == pytest.approx(sum(CALM) / 12 + 30)


@pytest.mark.parametrize(("count", "stand"), [(5, "none"), (6, "provisional"), (11, "provisional"), (12, "firm")])
def test_limits_need_six_values_and_are_provisional_under_twelve(signal_of: SignalOf, count: int, stand: str) -> None:
    signal = signal_of(CALM[:count]).signal
    assert signal is not None
    assert signal.missing == ("too-few" if stand == "none" else None)
    assert (signal.limits is not None and signal.limits.provisional) == (stand == "provisional")


def test_the_moving_range_has_its_own_limit(signal_of: SignalOf) -> None:
    signal = signal_of([1.0, 2.0, 1.0, 2.0, 1.0, 2.0]).signal
    assert signal is not None
    assert signal.limits is not None
    assert signal.limits.moving_range == pytest.approx(3.27)


@pytest.mark.parametrize("level", [0.1, 0.7, 1e9 / 3, -1e-7])
def test_a_series_that_never_varies_has_no_signal_from_rounding(signal_of: SignalOf, level: float) -> None:
    signal = signal_of([level] * 14).signal
    assert signal is not None
    assert signal.fired == ()
    moved = signal_of([level] * 14 + [level * 1.001]).signal
    assert moved is not None
    assert moved.fired == ("beyond a limit",)


def test_no_limits_are_drawn_for_a_sum_to_date(signal_of: SignalOf) -> None:
    values = {f"2026-{month:02}": 10.0 for month in range(1, 7)}
    verdict = signal_of(CALM, target={"values": values, "applies_to": "to-date"}, threshold=1.0)
    assert verdict.signal is not None
    assert (verdict.signal.limits, verdict.signal.missing, verdict.attention) == (None, "to-date", None)


def test_a_partial_value_makes_no_signal(card: Card, observe: Observe) -> None:
    rows = observe("k", "month", CALM, last=date(2026, 5, 31)) + observe("k", "month", [500.0], complete=False, share=0.7)
    signal = card([{"id": "k", "formula": "m"}], rows).verdicts[0].signal
    assert signal is not None
    assert signal.fired == ()


def test_what_holds_for_all_is_said_once_and_otherwise_by_a_kpi(card: Card, observe: Observe) -> None:
    """Rules and segments each on their own; an empty list of segments is said, too."""
    said = [{}, {"rules": "pump"}, {"segments": []}, {"segments": ["2025-10-01"]}]
    kpis = [{"id": f"k{at}", "formula": "m", "signals": each} for at, each in enumerate(said)]
    months = [row for kpi in kpis for row in observe(str(kpi["id"]), "month", [*CALM, *CALM], last=date(2026, 5, 31))]
    plain = [*card(kpis, months).verdicts]
    told = [*card(kpis, months, signals={"rules": "nhs", "segments": ["2025-05-01"]}).verdicts]
    found = [(each.signal.rules, each.signal.limits.since) for each in told if each.signal and each.signal.limits]
    assert found == [
        ("nhs", date(2025, 5, 1)),
        ("pump", date(2025, 5, 1)),
        ("nhs", _first(plain[0])),
        ("nhs", date(2025, 10, 1)),
    ]
    assert [each.signal.rules for each in plain if each.signal] == ["wheeler", "pump", "wheeler", "wheeler"]


def _first(verdict: Verdict) -> date:
    """The first day of the chart."""
    assert verdict.signal is not None
    assert verdict.signal.limits is not None
    return verdict.signal.limits.since


def test_a_seasonal_series_says_whether_it_was_adjusted(signal_of: SignalOf) -> None:
    """Three seasons of a segment are enough, two are not."""
    year = [1.0, 1.2, 2.0, 3.0, 5.0, 8.0, 9.0, 8.0, 5.0, 3.0, 2.0, 20.0]
    values = [value + step / 50 for step, value in enumerate(year * 4)]
    for since, words in (("2020-01-01", "(adjusted for the season"), ("2024-06-01", "(not adjusted for the season")):
        verdict = signal_of([*values[1:], 26.0], signals={"segments": [since]})
        assert verdict.signal is not None
        assert verdict.signal.seasonal is True
        assert any(words in reason for reason in verdict.reasons)
    short = signal_of(values[:20]).signal
    assert short is not None
    assert short.seasonal is None
    noise = np.random.default_rng(3).normal(0, 1, 48).tolist()
    plain = signal_of(noise).signal
    assert plain is not None
    assert plain.seasonal is False


STATUS_AND_SIGNAL = {
    "red with a signal for the worse asks for action": ([*CALM, 2.0], 9.0, 11.0, "act-now"),
    "red by routine variation asks for another process or target": (CALM, 14.0, 20.0, "change-process"),
    "amber without a signal is passed over": (CALM, 1.0, 20.0, "pass-over"),
    "amber with a signal for the worse is looked into": ([*CALM, 2.0], 1.0, 11.0, "investigate"),
    "green with a signal for the worse is looked into": ([*CALM, 2.0], 0.0, 1.0, "investigate"),
    "green without is passed over": (CALM, 0.0, 1.0, "pass-over"),
    "a signal for the better is kept": ([*CALM, 30.0], 0.0, 1.0, "learn"),
}


@pytest.mark.parametrize(("values", "threshold", "target", "attention"), STATUS_AND_SIGNAL.values(), ids=STATUS_AND_SIGNAL)
def test_attention_joins_status_and_signal(
    signal_of: SignalOf, values: list[float], threshold: float, target: float, attention: str
) -> None:
    assert signal_of(values, target={"at_least": target}, threshold=threshold).attention == attention


@pytest.mark.parametrize(
    ("target", "assurance"),
    [(1.0, "consistently-meets"), (11.0, "hit-or-miss"), (30.0, "consistently-fails")],
)
@pytest.mark.parametrize("sign", [1, -1], ids=["up", "down"])
def test_assurance_is_where_the_target_lies_against_the_limits(
    signal_of: SignalOf, target: float, assurance: str, sign: int
) -> None:
    kind = "at_least" if sign > 0 else "at_most"
    verdict = signal_of([sign * value for value in CALM], target={kind: sign * target}, direction="up" if sign > 0 else "down")
    assert verdict.assurance == assurance


def test_assurance_of_a_path_is_that_of_todays_process(signal_of: SignalOf) -> None:
    target = {"reach": 40.0, "by": date(2026, 12, 31)}
    verdict = signal_of(CALM, target=target, baseline={"value": 9.0, "on": date(2025, 1, 1)}, threshold=1.0)
    assert verdict.assurance == "consistently-fails"
    assert "at today's process it consistently fails the target: the process or the target has to change" in verdict.reasons


@pytest.mark.parametrize(
    ("band", "assurance"),
    [((0.0, 30.0), "consistently-meets"), ((10.0, 12.0), "hit-or-miss"), ((50.0, 60.0), "consistently-fails")],
)
def test_assurance_of_a_band(signal_of: SignalOf, band: tuple[float, float], assurance: str) -> None:
    assert signal_of(CALM, target={"within": band}).assurance == assurance
