"""An effect, its lag and its interval are told from two series where they are there, and not where they are not (AUD-4)."""

from __future__ import annotations

from importlib import import_module

import numpy as np
import pytest

from vitalfew.insight import follow as room
from vitalfew.insight.follow import Column, Followed, follow

LAGS = range(9)


def walk(random: np.random.Generator, count: int) -> Column:
    return random.normal(size=count).cumsum()


def pair(seed: int, *, count: int = 104, effect: float = 0.7, lag: int = 3, noise: float = 0.5) -> tuple[Column, Column]:
    """A leader, and what follows it after a lag, both on a common trend."""
    random = np.random.default_rng(seed)
    leader = walk(random, count + 20)
    trend = 0.2 * np.arange(count)
    follower = effect * leader[20 - lag : 20 - lag + count] + noise * walk(random, count)
    return leader[20:] + trend, follower + trend


def found(leader: Column, follower: Column, lags: range = LAGS, season: int = 0) -> Followed:
    seen = follow(np.diff(leader), np.diff(follower), lags, season=season)
    assert seen is not None
    return seen


def test_a_planted_effect_is_found_at_its_lag() -> None:
    seen = found(*pair(1))
    low, high = seen.interval
    assert seen.lag == 3
    assert low < 0.7 < high
    assert low > 0
    assert seen.p < 0.001


def test_two_series_that_merely_grow_together_show_nothing() -> None:
    shown = 0
    for seed in range(100):
        random = np.random.default_rng(seed)
        trend = np.cumsum(np.cumsum(0.03 * random.normal(size=104)) + 0.2)
        low, high = found(walk(random, 104) + trend, walk(random, 104) + 2 * trend).interval
        shown += not low <= 0 <= high
    assert shown <= 9  # 5 are expected at most; 10 or more have a chance of 3 % even then


@pytest.mark.parametrize("season", [0, 12])
def test_the_interval_holds_the_truth_about_nine_times_in_ten(season: int) -> None:
    held = 0
    for seed in range(150):
        leader, follower = pair(seed, count=84, noise=1.0)
        wave = 2 * np.sin(2 * np.pi * np.arange(84) / 12) * bool(season)
        low, high = found(leader + wave, follower - 2 * wave, season=season).interval
        held += low <= 0.7 <= high
    assert 123 <= held <= 145  # 90 % of 150 is 135, ± 3 standard deviations


def test_a_lag_of_many_that_fits_by_chance_widens_the_interval() -> None:
    random = np.random.default_rng(3)
    leader, follower = walk(random, 60), walk(random, 60)
    wide, best = found(leader, follower), found(leader, follower).lag
    alone = found(leader, follower, range(best, best + 1))
    assert np.diff(wide.interval)[0] > np.diff(alone.interval)[0]
    assert wide.within(0, 8) == pytest.approx(1)


def test_who_comes_first_is_told() -> None:
    leader, follower = pair(5)
    assert found(follower, leader, range(-6, 7)).lag == -3


def test_too_few_pairs_or_a_leader_that_stands_still_are_not_enough() -> None:
    leader, follower = pair(1, count=28)
    assert follow(np.diff(leader), np.diff(follower), LAGS) is None
    leader, follower = pair(1)
    assert follow(np.zeros(103), np.diff(follower), LAGS) is None
    assert follow(np.diff(leader), np.zeros(103), LAGS) is None


def test_a_season_asks_for_two_seasons_and_more_pairs() -> None:
    leader, follower = pair(1, count=104)
    assert not found(leader, follower, season=53).season
    assert found(leader, follower, season=52).season
    assert follow(np.diff(leader[:28]), np.diff(follower[:28]), range(3), season=12) is not None
    assert follow(np.diff(leader[:38]), np.diff(follower[:38]), range(13), season=12) is None


def test_an_unknown_value_breaks_the_changes_to_and_from_it() -> None:
    leader, follower = pair(1)
    leader[40], follower[70] = np.nan, np.nan
    seen = found(leader, follower)
    assert seen.pairs == 103 - 8 - 10 - 2
    assert seen.lag == 3


def test_a_break_that_nobody_declared_is_left_out_and_counted() -> None:
    leader, follower = pair(1)
    follower[60:] += 40
    seen = found(leader, follower)
    assert seen.steps == 1
    assert seen.interval[0] < 0.7 < seen.interval[1]


def test_one_influential_period_shows() -> None:
    random = np.random.default_rng(8)
    leader, follower = random.normal(size=(2, 80))
    leader[50] += 30
    follower[51] += 12
    low, high = found(leader, follower, range(1, 2)).alone
    assert high > low + 0.1


def test_without_memory_effect_and_error_are_those_of_statsmodels(monkeypatch: pytest.MonkeyPatch) -> None:
    api = import_module("statsmodels.api")  # it has no types
    monkeypatch.setattr(room, "ORDERS", 0)
    monkeypatch.setattr(room, "PER_WAVE", 1_000)
    leader, follower = pair(2, noise=1.0)
    seen = found(leader, follower, range(2, 3))
    move, reply = np.diff(leader)[:-2], np.diff(follower)[2:]
    plain = api.OLS(reply, api.add_constant(move)).fit()
    robust = plain.get_robustcov_results("HAC", maxlags=4)
    assert seen.effect == pytest.approx(plain.params[1], rel=1e-9)
    assert seen.errors[0] >= plain.bse[1] * (1 - 1e-12)
    assert seen.errors[0] == pytest.approx(max(robust.bse[1], plain.bse[1]), rel=0.1)
