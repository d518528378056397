"""Forecasts of whole series: the recursion is that of statsmodels, the interval and the probability keep what they promise."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from vitalfew.judge.series.backtest import PLAIN, SEASONAL, WARM, Candidate
from vitalfew.judge.series.forecast import LEAST, METHODS, Forecasts, Question, forecasts
from vitalfew.judge.series.holt import Smoothing, Start, State, first_season, first_value, states

Matrix = npt.NDArray[np.float64]


def asked(rows: int, ahead: int = 1, floor: float = np.nan, ceiling: float = np.nan) -> Question:
    return Question(np.full(rows, ahead), np.full(rows, floor), np.full(rows, ceiling))


def method(found: Forecasts, row: int = 0) -> str:
    return METHODS[int(found.method[row])]


def last_state(values: Sequence[float], candidate: Candidate, season: int = 1) -> tuple[State, Smoothing]:
    column = np.array(values)[:, None]
    start: Start = first_value(column) if season == 1 else first_season(column, season)
    smoothing = Smoothing(*(np.array([setting]) for setting in candidate[1:]))
    *_, (_, state) = states(column, smoothing, start)
    return state, smoothing


def ahead(values: Sequence[float], candidate: Candidate, periods: Sequence[int], season: int = 1) -> list[float]:
    state, smoothing = last_state(values, candidate, season)
    return [float(state.ahead(smoothing, len(values) - 1, each)[0]) for each in periods]


VALUES = [float(value) for value in np.random.default_rng(3).normal(100, 12, 30) + 2 * np.arange(30)]
DAMPED = [candidate for candidate in PLAIN if candidate.slope]


@pytest.mark.parametrize("candidate", [DAMPED[0], DAMPED[7], DAMPED[-1]], ids=str)
def test_damped_holt_is_that_of_statsmodels(candidate: Candidate) -> None:
    holtwinters: Any = pytest.importorskip("statsmodels.tsa.holtwinters")
    model = holtwinters.Holt(
        VALUES, damped_trend=True, initialization_method="known", initial_level=VALUES[0], initial_trend=0.0
    ).fit(smoothing_level=candidate.level, smoothing_trend=candidate.slope, damping_trend=candidate.fade, optimized=False)

    assert ahead(VALUES, candidate, range(1, 9)) == pytest.approx(model.forecast(8), rel=1e-9)


@pytest.mark.parametrize("candidate", [each for each in SEASONAL if each.slope][:3], ids=str)
def test_the_seasonal_one_is_that_of_statsmodels(candidate: Candidate) -> None:
    holtwinters: Any = pytest.importorskip("statsmodels.tsa.holtwinters")
    level = float(np.mean(VALUES[:4]))
    model = holtwinters.ExponentialSmoothing(
        VALUES[4:],
        trend="add",
        damped_trend=True,
        seasonal="add",
        seasonal_periods=4,
        initialization_method="known",
        initial_level=level,
        initial_trend=0.0,
        initial_seasonal=[value - level for value in VALUES[:4]],
    ).fit(
        smoothing_level=candidate.level,
        smoothing_trend=candidate.slope,
        smoothing_seasonal=candidate.season,
        damping_trend=candidate.fade,
        optimized=False,
    )

    # Each fourth step is left out: there statsmodels forecasts with the deviation from before the last value.
    steps = [1, 2, 3, 5, 6, 7]
    assert ahead(VALUES, candidate, steps, season=4) == pytest.approx(model.forecast(8)[[each - 1 for each in steps]], rel=1e-9)


def test_the_plain_rules_are_corners_of_the_same_family() -> None:
    last, drift, season = PLAIN[0], PLAIN[1], SEASONAL[0]
    slope = (VALUES[-1] - VALUES[0]) / (len(VALUES) - 1)

    assert ahead(VALUES, last, [1, 5]) == pytest.approx([VALUES[-1]] * 2)
    assert ahead(VALUES, drift, [1, 5]) == pytest.approx([VALUES[-1] + slope, VALUES[-1] + 5 * slope])
    assert ahead(VALUES, season, [1, 4, 5], season=4) == pytest.approx([VALUES[-4], VALUES[-1], VALUES[-4]])


def test_a_missing_value_moves_nothing_but_time() -> None:
    line = [float(value) for value in range(20)]
    gap = [np.nan if place in {0, 9, 10} else value for place, value in enumerate(line)]

    assert ahead(gap, PLAIN[1], [1, 3]) == pytest.approx([20.0, 22.0])
    assert ahead([5.0, np.nan, np.nan], PLAIN[0], [1]) == [5.0]


def test_under_sixteen_values_nothing_is_said() -> None:
    matrix = np.random.default_rng(1).normal(size=(3, 40))
    matrix[0, : 40 - LEAST + 1] = np.nan
    matrix[1, ::2] = np.nan
    matrix[1, 1:9:2] = np.nan

    found = forecasts(matrix, 1, asked(3, floor=0.0))

    assert found.values.tolist() == [15, 16, 40]
    assert (found.method >= 0).tolist() == [False, True, True]
    assert np.isnan([*found.next, *found.at_target, found.p_miss])[:, 0].all()
    assert np.isfinite([*found.next, *found.at_target, found.p_miss])[:, 1:].all()


def test_nothing_is_said_farther_ahead_than_values_lie_behind() -> None:
    found = forecasts(np.random.default_rng(1).normal(size=(2, 20)), 1, Question(np.array([20, 21]), np.zeros(2), np.zeros(2)))

    assert np.isfinite(found.p_miss).tolist() == [True, False]
    assert np.isfinite(found.at_target.value).tolist() == [True, False]
    assert np.isfinite(found.next.value).all()


def test_without_a_target_there_is_no_probability() -> None:
    found = forecasts(np.random.default_rng(1).normal(size=(1, 20)), 1, asked(1, ahead=0))

    assert np.isnan(found.p_miss).all()
    assert np.isfinite(found.next.value).all()


def test_a_line_is_carried_on_and_a_season_repeated() -> None:
    place = np.arange(48.0)
    noise = np.random.default_rng(5).normal(0, 0.1, 48)
    matrix = np.stack([3 * place + noise, 10 * np.sin(place * np.pi / 6) + noise])

    found = forecasts(matrix, 12, asked(2, ahead=4))

    assert found.tried_season.tolist() == [True, True]
    assert method(found, 0) in {"drift", "damped Holt"}
    assert "season" in method(found, 1)
    assert found.at_target.value == pytest.approx([153.0, 10 * np.sin(51 * np.pi / 6)], abs=1.0)


def test_a_season_is_tried_from_two_full_ones_on() -> None:
    matrix = np.random.default_rng(5).normal(size=(2, 30))
    matrix[0, :7] = np.nan

    assert forecasts(matrix, 12, asked(2)).tried_season.tolist() == [False, True]


def test_a_constant_is_forecast_without_doubt() -> None:
    matrix = np.full((3, 20), 7.0)
    floors = np.array([7.0, 7.1, np.nan])

    found = forecasts(matrix, 1, Question(np.ones(3, dtype=np.int64), floors, np.array([np.nan, np.nan, 6.9])))

    assert found.next.low.tolist() == found.next.high.tolist() == [7.0, 7.0, 7.0]
    errors = 20 - WARM
    assert found.p_miss == pytest.approx([0.5 / (errors + 1), (errors + 0.5) / (errors + 1), (errors + 0.5) / (errors + 1)])


def test_eight_of_ten_values_lie_in_the_interval_and_misses_are_as_frequent_as_said() -> None:
    """1,500 series of noise and 1,500 of a wandering level, one and five periods ahead; seeded."""
    rng = np.random.default_rng(11)
    noise, steps = rng.normal(size=(2, 1_500, 41))
    for matrix in (50 + noise, 50 + steps.cumsum(axis=1)):
        for far in (1, 5):
            history, actual = matrix[:, :36], matrix[:, 35 + far]
            found = forecasts(history, 1, asked(len(matrix), far, floor=50.0))
            inside = (actual >= found.at_target.low) & (actual <= found.at_target.high)
            assert 0.75 <= inside.mean() <= 0.86
            assert found.p_miss.mean() == pytest.approx((actual < 50).mean(), abs=0.05)


def test_a_band_is_missed_on_either_side() -> None:
    matrix = np.random.default_rng(2).normal(50, 1, (1, 40))
    floor, ceiling = np.array([49.0]), np.array([51.0])
    one, none = np.ones(1, dtype=np.int64), np.array([np.nan])

    both = forecasts(matrix, 1, Question(one, floor, ceiling)).p_miss
    under, over = (forecasts(matrix, 1, Question(one, *ends)).p_miss for ends in ((floor, none), (none, ceiling)))

    assert both == pytest.approx(under + over - 0.5 / (40 - WARM + 1))


def test_units_change_no_probability() -> None:
    matrix = np.random.default_rng(4).normal(50, 5, (40, 36))

    plain = forecasts(matrix, 12, asked(40, 3, floor=52.0))
    scaled = forecasts(matrix * 1024, 12, asked(40, 3, floor=52.0 * 1024))

    assert (plain.method == scaled.method).all()
    assert scaled.p_miss == pytest.approx(plain.p_miss, rel=1e-9)
    assert scaled.next.high == pytest.approx(plain.next.high * 1024, rel=1e-9)


def test_a_series_is_forecast_the_same_alone_and_among_others() -> None:
    matrix = np.random.default_rng(6).normal(50, 5, (30, 36))
    matrix[3, :10] = np.nan
    whole = forecasts(matrix, 12, asked(30, 2, ceiling=55.0))

    for row in (0, 3, 29):
        alone = forecasts(matrix[row : row + 1], 12, asked(1, 2, ceiling=55.0))
        assert alone.next.value[0] == pytest.approx(whole.next.value[row], rel=1e-12)
        assert alone.p_miss[0] == pytest.approx(whole.p_miss[row], rel=1e-12)


def test_no_series_is_no_forecast() -> None:
    assert forecasts(np.empty((0, 36)), 12, asked(0)).method.tolist() == []


@pytest.mark.parametrize("size", [1e-300, 1e200, 1e308])
def test_numbers_of_any_size_are_forecast_alike(size: float) -> None:
    matrix = np.random.default_rng(9).normal(size=(20, 36)) / 4
    power = 2.0 ** np.floor(np.log2(size))

    plain, huge = (forecasts(matrix * each, 12, asked(20, 3, floor=0.1 * each)) for each in (1.0, power))

    assert (plain.method == huge.method).all()
    assert plain.p_miss == pytest.approx(huge.p_miss, rel=1e-12)
    assert np.isfinite([*huge.next, *huge.at_target]).all()


def test_a_target_out_of_all_proportion_is_surely_missed() -> None:
    found = forecasts(np.random.default_rng(9).normal(size=(1, 36)) * 1e-300, 1, asked(1, floor=1e300))

    assert found.p_miss[0] == pytest.approx(1, abs=0.03)
