"""What a series says of an expected movement: what was planted is found, and nothing where nothing was (INI-3)."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from vitalfew.insight.follow import Column
from vitalfew.insight.interrupted import chance, interrupted, student

BEFORE, AFTER = 60, 20


def series(seed: int, planted: float, memory: float = 0.4) -> Column:
    """A trend and noise that remembers itself, with a step at the end of what was before."""
    random = np.random.default_rng(seed)
    noise = random.normal(size=BEFORE + AFTER + 50)
    for place in range(1, len(noise)):
        noise[place] = memory * noise[place - 1] + noise[place] * (1 - memory**2) ** 0.5
    places = np.arange(BEFORE + AFTER)
    return np.asarray(10 + 0.03 * places + noise[50:] + planted * (places >= BEFORE), dtype=np.float64)


@pytest.mark.parametrize("planted", [6.0, -6.0])
def test_what_was_planted_is_found(planted: float) -> None:
    found = interrupted(series(1, planted), BEFORE, BEFORE)
    assert found.low <= planted <= found.high
    assert found.p < 0.001
    assert found.alone[0] < found.effect < found.alone[1]
    assert np.mean(found.course[BEFORE:]) == pytest.approx(10 + 0.03 * 69.5, abs=2.0)


def test_too_few_periods_are_said() -> None:
    assert interrupted(series(1, 6.0)[: BEFORE + 3], BEFORE, BEFORE).lacks == "after"
    assert interrupted(series(1, 6.0)[BEFORE - 10 :], 10, 10).lacks == "before"


def test_intervals_hold_the_truth_and_nothing_is_seldom_called_a_movement() -> None:
    found = [interrupted(series(seed, 0.0), BEFORE, BEFORE) for seed in range(300)]
    assert np.mean([each.low <= 0 <= each.high for each in found]) >= 0.86
    assert np.mean([each.p < 0.05 for each in found]) <= 0.08


def test_a_series_beside_it_takes_off_what_both_share() -> None:
    shared = 5 * series(7, 0.0, memory=0.9)
    values = series(1, 2.0) + shared
    alone, both = interrupted(values, BEFORE, BEFORE), interrupted(values, BEFORE, BEFORE, comparison=shared)
    assert both.compared
    assert both.high - both.low < alone.high - alone.low
    assert both.low <= 2.0 <= both.high
    holed = np.where(np.arange(len(shared)) == 3, np.nan, shared)
    assert not interrupted(values, BEFORE, BEFORE, comparison=holed).compared


def test_without_memory_it_is_the_segmented_regression_of_statsmodels(monkeypatch: pytest.MonkeyPatch) -> None:
    api: Any = pytest.importorskip("statsmodels.api")
    monkeypatch.setattr("vitalfew.insight.interrupted._memory", lambda *_: 0.0)
    monkeypatch.setattr("vitalfew.insight.interrupted.robust", lambda _: 0.0)  # so that the plain error stands
    values = series(3, 2.0, memory=0.0)
    found = interrupted(values, BEFORE, BEFORE)
    places = np.arange(len(values))
    since = (places >= BEFORE).astype(float)
    terms = np.column_stack([np.ones(len(values)), places, since, since * (places - places[BEFORE:].mean())])
    theirs = api.OLS(values, terms).fit()
    assert (found.effect, found.slope[0]) == pytest.approx(tuple(theirs.params[2:]), rel=1e-9)
    free = len(values) - 5  # the memory takes one degree more than theirs
    error = theirs.bse[2] * (theirs.df_resid / free) ** 0.5
    assert (found.high - found.effect) / student(free) == pytest.approx(error, rel=1e-9)
    assert found.course == pytest.approx(terms[:, :2] @ theirs.params[:2], rel=1e-9)


def test_the_memory_is_near_that_of_statsmodels_where_both_can_see_it() -> None:
    api: Any = pytest.importorskip("statsmodels.api")
    values = series(5, 3.0, memory=0.6)
    found = interrupted(values, BEFORE, BEFORE)
    places = np.arange(len(values))
    since = (places >= BEFORE).astype(float)
    terms = np.column_stack([np.ones(len(values)), places, since, since * (places - places[BEFORE:].mean())])
    theirs = api.GLSAR(values, terms, rho=1).iterative_fit(50)
    assert found.effect == pytest.approx(theirs.params[2], abs=theirs.bse[2])
    assert found.high - found.low >= 2 * 1.6 * theirs.bse[2] * 0.95


@pytest.mark.parametrize(("t", "free", "p"), [(2.0, 10.0, 0.0734), (1.0, 5.0, 0.3632), (3.0, 30.0, 0.0054), (-2.0, 10.0, 0.0734)])
def test_chance_is_that_of_students_table(t: float, free: float, p: float) -> None:
    assert chance(t, free) == pytest.approx(p, abs=0.001)
