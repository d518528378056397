"""The forecast of a sum: as plain Python has it, with an interval that holds, and silent without enough earlier sums."""

from __future__ import annotations

import runpy
from math import ceil, sqrt
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from vitalfew.judge.series.backtest import PLAIN, WARM, Candidate
from vitalfew.judge.series.forecast import METHODS, Question, forecasts
from vitalfew.judge.series.total import Totals, totals

Matrix = npt.NDArray[np.float64]
NONE = float("nan")
ROOT = Path(__file__).parents[2]
DATA = ROOT.parent / "shared" / "data"


def asked(rows: int, ahead: int, floor: float = NONE, ceiling: float = NONE) -> Question:
    return Question(np.full(rows, ahead), np.full(rows, floor), np.full(rows, ceiling))


def summed(matrix: Matrix, ahead: int, so_far: float = 0.0, season: int = 1, floor: float = NONE) -> Totals:
    return totals(matrix, season, asked(len(matrix), ahead, floor), np.full(len(matrix), so_far))


def carried(values: list[float], candidate: Candidate, ahead: int) -> list[float]:
    """Forecast so many periods after the last value, one value at a time."""
    level, slope = values[0], 0.0
    for place, value in enumerate(values[1:], 1):
        kept = candidate.fade * slope
        miss = value - (level + kept)
        level += kept + candidate.level * miss
        slope = kept + (candidate.level * candidate.slope + candidate.mean / place) * miss
    return [level + slope * sum(candidate.fade**power for power in range(1, step + 1)) for step in range(1, ahead + 1)]


def plain(values: list[float], candidate: Candidate, ahead: int, so_far: float) -> tuple[float, float]:
    """Give the sum and half the width of its interval, from sums of as many periods after each earlier origin."""
    errors = [
        abs(sum(values[end : end + ahead]) - sum(carried(values[:end], candidate, ahead)))
        for end in range(WARM, len(values) - ahead + 1)
    ]
    width = sorted(errors)[min(ceil(0.8 * (len(errors) + 1)), len(errors)) - 1]
    return so_far + sum(carried(values, candidate, ahead)), width * sqrt(1 + ahead / len(errors))


def loss(values: list[float], candidate: Candidate) -> float:
    """Sum the absolute errors one and three periods ahead."""
    return sum(
        abs(values[end - 1 + ahead] - carried(values[:end], candidate, ahead)[-1])
        for end in range(WARM, len(values))
        for ahead in (1, 3)
        if end - 1 + ahead < len(values)
    )


@pytest.mark.parametrize("ahead", [1, 4, 11])
def test_sum_and_interval_are_those_of_plain_python(ahead: int) -> None:
    rng = np.random.default_rng(17)
    matrix = np.concatenate(
        [rng.normal(50, 5, (4, 30)), rng.normal(1, 3, (4, 30)).cumsum(axis=1), 1e6 + rng.normal(size=(2, 30))]
    )

    found = summed(matrix, ahead, so_far=123.0).at_target

    for row, values in enumerate(matrix.tolist()):
        best = min(PLAIN, key=lambda candidate, values=values: loss(values, candidate))  # type: ignore[misc]  # bound at once
        value, width = plain(values, best, ahead, 123.0)
        assert found.value[row] == pytest.approx(value, rel=1e-9)
        assert found.high[row] - found.low[row] == pytest.approx(2 * width, rel=1e-6)


def test_a_sum_of_one_period_is_the_forecast_of_the_next() -> None:
    matrix = np.random.default_rng(3).normal(50, 5, (20, 60)) + 8 * np.sin(np.arange(60) * np.pi / 6)

    found, each = summed(matrix, 1, season=12, floor=52.0), forecasts(matrix, 12, asked(20, 1, 52.0))

    assert {METHODS[at] for at in each.method} & {"seasonal exponential smoothing", "seasonal damped Holt"}
    for ours, theirs in zip((*found.at_target, found.p_miss), (*each.next, each.p_miss), strict=True):
        assert ours == pytest.approx(theirs, rel=1e-9)


@pytest.mark.parametrize(("ahead", "season", "length"), [(3, 12, 60), (6, 12, 60), (11, 12, 60), (26, 1, 156)])
def test_eight_of_ten_sums_lie_in_the_interval_and_misses_are_as_frequent_as_said(ahead: int, season: int, length: int) -> None:
    """300 origins each of noise, of a wandering level, and of noise on a season of twelve; seeded."""
    rng = np.random.default_rng(23)
    noise, steps, third = rng.normal(size=(3, 300, length + ahead))
    repeats = 3 * np.sin(np.arange(length + ahead) * np.pi / 6) if season > 1 else 0
    for whole in (50 + noise, 50 + noise + 0.3 * steps.cumsum(axis=1), 50 + third + repeats):
        history, actual = whole[:, :length], whole[:, length:].sum(axis=1) + 100
        floor = float(np.quantile(actual, 0.4))
        found = summed(history, ahead, so_far=100.0, season=season, floor=floor)
        inside = (actual >= found.at_target.low) & (actual <= found.at_target.high)
        assert 0.70 <= inside.mean() <= 0.90
        assert found.p_miss.mean() == pytest.approx(0.4, abs=0.1)


@pytest.mark.skipif(not DATA.is_dir(), reason="real data is not on this machine: no folder ../shared/data beside the checkout")
def test_real_sums_lie_in_the_interval_as_often_as_said() -> None:
    """Six days of the 19 daily series of a published review, each sum after the one before."""
    days = runpy.run_path(str(ROOT / "bench" / "forecast.py"))["groups"]()[0]
    history, inside = days.history, []
    for series in days.series:
        ends = range(history, len(series) - 5, 6)
        found = summed(np.stack([series[end - history : end] for end in ends]), 6, season=days.season).at_target
        actual = np.array([series[end : end + 6].sum() for end in ends])
        inside += ((actual >= found.low) & (actual <= found.high)).tolist()

    assert len(inside) >= 200
    assert 0.75 <= np.mean(inside) <= 0.85


def test_more_so_far_never_makes_a_floor_likelier_to_be_missed_nor_a_ceiling_less_likely() -> None:
    matrix = np.random.default_rng(29).normal(50, 5, (30, 40))
    so_far = np.linspace(-500, 900, 57)

    under, over = (
        np.array([totals(matrix, 12, asked(30, 5, *ends), np.full(30, each)).p_miss for each in so_far])
        for ends in ((400.0, NONE), (NONE, 400.0))
    )

    assert (np.diff(under, axis=0) <= 1e-12).all()
    assert (np.diff(over, axis=0) >= -1e-12).all()
    assert under[0].min() > 0.9
    assert under[-1].max() < 0.1


def test_under_eight_earlier_sums_nothing_is_said() -> None:
    matrix = np.random.default_rng(31).normal(50, 5, (2, 30))
    matrix[1, 20] = np.nan  # a sum with a missing period is none
    most = 30 - WARM - 8 + 1

    said = [np.isfinite(summed(matrix, ahead, floor=1.0).p_miss).tolist() for ahead in (0, 1, 8, most, most + 1, 400)]

    assert said == [[False, False], [True, True], [True, False], [True, False], [False, False], [False, False]]
    assert np.isnan(summed(matrix[:, :15], 1).at_target.value).all()
    assert np.isnan(summed(matrix, 1, so_far=NONE).at_target.value).all()


def test_units_change_no_probability_of_a_sum_and_neighbours_no_forecast() -> None:
    matrix = np.random.default_rng(37).normal(50, 5, (40, 48))
    matrix[5, :9] = np.nan

    whole = summed(matrix, 4, so_far=300.0, season=12, floor=505.0)
    scaled = summed(matrix * 1024, 4, so_far=300.0 * 1024, season=12, floor=505.0 * 1024)
    alone = summed(matrix[5:6], 4, so_far=300.0, season=12, floor=505.0)

    assert scaled.p_miss == pytest.approx(whole.p_miss, rel=1e-9)
    assert scaled.at_target.low == pytest.approx(whole.at_target.low * 1024, rel=1e-9)
    assert (alone.p_miss[0], alone.at_target.high[0]) == pytest.approx((whole.p_miss[5], whole.at_target.high[5]), rel=1e-9)
