"""One change point per series: the split of ruptures, and a guard that noise does not pass."""

from __future__ import annotations

import numpy as np
import pytest

from vitalfew.judge.series.shift import ALPHA, LEAST, SIDE, shifts

RNG = np.random.default_rng(7)


def noisy(rows: int, periods: int, step: float = 0.0, at: int = 0) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    matrix = RNG.normal(50.0, 2.0, (rows, periods))
    matrix[:, at:] += step
    return matrix


def test_the_split_is_that_of_ruptures() -> None:
    ruptures = pytest.importorskip("ruptures")
    matrix = np.concatenate([noisy(40, 36), noisy(40, 36, 4.0, 20), RNG.normal(size=(20, 36)).cumsum(axis=1)])

    found = shifts(matrix)

    for row, place in zip(matrix, found.place, strict=True):
        oracle = ruptures.Dynp(model="l2", min_size=SIDE, jump=1).fit(row[:, None])
        assert oracle.predict(n_bkps=1)[0] == place


def test_a_step_of_two_deviations_is_found_where_it_is() -> None:
    found = shifts(noisy(300, 36, 4.0, 18))

    assert found.holds.mean() > 0.9
    assert abs(np.median(found.place) - 18) <= 1
    assert np.median(found.after - found.before) == pytest.approx(4.0, abs=0.4)


def test_noise_is_called_a_shift_no_more_often_than_is_said() -> None:
    found = shifts(noisy(4_000, 24))

    assert (found.p <= ALPHA).mean() == pytest.approx(ALPHA, abs=0.006)
    assert (found.p <= 0.5).mean() == pytest.approx(0.5, abs=0.04)
    assert found.holds.mean() <= 0.015


def test_a_straight_line_is_a_trend_and_no_shift() -> None:
    slow, steep = (rise * np.arange(36.0) + RNG.normal(size=(400, 36)) for rise in (0.12, 10.0))

    found = shifts(slow)

    assert (found.p <= ALPHA).mean() > 0.7
    assert found.holds.mean() < 0.2  # a slow line in noise cannot always be told from a step
    assert not shifts(steep).holds.any()


def test_missing_values_drop_out_and_the_shift_begins_at_a_value() -> None:
    matrix = noisy(1, 30, 10.0, 15)
    matrix[0, [3, 15, 16, 29]] = np.nan

    found = shifts(matrix)

    assert (found.place[0], found.values[0], bool(found.holds[0])) == (17, 26, True)
    assert found.before[0] == pytest.approx(np.nanmean(matrix[0, :15]))
    assert found.after[0] == pytest.approx(np.nanmean(matrix[0, 15:]))


def test_a_constant_has_no_shift_and_an_exact_step_has() -> None:
    matrix = np.full((2, 20), 0.1)
    matrix[1, 12:] = 0.3

    found = shifts(matrix)

    assert found.holds.tolist() == [False, True]
    assert found.p.tolist() == [1.0, 1 / 2_000]


def test_under_twelve_values_nothing_is_said() -> None:
    matrix = noisy(2, 20, 50.0, 10)
    matrix[0, : 20 - LEAST + 1] = np.nan
    matrix[1] = np.nan

    found = shifts(matrix)

    assert found.place.tolist() == [-1, -1]
    assert np.isnan(found.p).all()
    assert not found.holds.any()


def test_units_change_nothing() -> None:
    matrix = noisy(50, 36, 3.0, 20)

    plain, scaled = shifts(matrix), shifts(matrix * 1e6)

    assert (plain.place == scaled.place).all()
    assert (plain.p == scaled.p).all()


def test_values_that_hang_on_each_other_are_seldom_called_a_shift() -> None:
    """An autocorrelation of 0.6 would be called a shift in one of three series if it were taken for independent."""
    noise = RNG.normal(size=(2_000, 60))
    for place in range(1, 60):
        noise[:, place] += 0.6 * noise[:, place - 1]

    assert shifts(noise[:, 10:]).holds.mean() < 0.08


def test_numbers_of_any_size_are_judged_alike() -> None:
    matrix = noisy(20, 36, 4.0, 18)

    plain, huge = shifts(matrix), shifts(matrix * 2.0**900)

    assert (plain.p == huge.p).all()
    assert (plain.after * 2.0**900 == huge.after).all()
