"""The trend kernel against the published method's reference implementation and plain Python."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from itertools import combinations
from statistics import median

import numpy as np
import numpy.typing as npt
import pymannkendall
import pytest

from vitalfew.judge.series.trend import trends
from vitalfew.model.verdict import Scorecard, Trend

Card = Callable[..., Scorecard]
Observe = Callable[..., list[dict[str, object]]]
Matrix = npt.NDArray[np.float64]
SLOPES_WHOLE = (
    27_720  # the least number that 1 to 12 divide: slopes of its multiples are exact, so that the oracle sees true ties
)
WORD = {"increasing": 1.0, "decreasing": -1.0, "no trend": 0.0}
SEEDED = np.random.default_rng(20260623)
KINDS: dict[str, Matrix] = {
    "noise": SEEDED.normal(100, 10, (150, 12)),
    "noise with drift": SEEDED.normal(0, 1, (150, 12)) + np.arange(12) * SEEDED.normal(0, 0.6, (150, 1)),
    "random walks": SEEDED.normal(0, 1, (150, 12)).cumsum(axis=1),
    "waves": np.sin(np.arange(12) * SEEDED.uniform(0.2, 3, (150, 1))) * 5 + SEEDED.normal(0, 0.3, (150, 12)),
    "few values with many ties": SEEDED.integers(0, 4, (150, 12)).astype(np.float64) * SLOPES_WHOLE,
    "steps with ties": np.floor(np.arange(12) / 3 + SEEDED.uniform(0, 2, (150, 12))) * SLOPES_WHOLE,
}


def oracle(series: Matrix) -> tuple[float, float, float] | None:
    """Ask the reference; None where its corrected variance is not positive, of which it makes no number."""
    found = pymannkendall.hamed_rao_modification_test(series)
    return None if np.isnan(found.p) or found.var_s <= 0 else (WORD[found.trend], found.p, found.slope)


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("length", [8, 9, 12])
def test_the_kernel_agrees_with_the_reference(kind: str, length: int) -> None:
    matrix = KINDS[kind].copy()
    matrix[:, : 12 - length] = np.nan
    found = trends(matrix)
    compared = 0
    for at, series in enumerate(matrix[:, 12 - length :]):
        expected = oracle(series)
        if expected is not None:
            compared += 1
            assert found.sign[at] == expected[0]
            assert found.p[at] == pytest.approx(expected[1], rel=1e-9, abs=1e-12)
            assert found.slope[at] == pytest.approx(expected[2], rel=1e-9, abs=1e-12)
    assert compared > 100


def test_many_series_at_once_give_what_each_gives_alone() -> None:
    matrix = np.concatenate(list(KINDS.values()))
    alone = [trends(matrix[at : at + 1]) for at in range(len(matrix))]
    together = trends(matrix)
    for name in ("sign", "p", "slope", "values"):
        np.testing.assert_array_equal(getattr(together, name), np.concatenate([getattr(each, name) for each in alone]))


def test_missing_values_keep_calendar_distances() -> None:
    """Sen's slope by hand over the pairs that have both sides."""
    matrix = KINDS["noise with drift"].copy()
    matrix[:, [2, 3, 7]] = np.nan
    for slope, series in zip(trends(matrix).slope, matrix, strict=True):
        there = [(at, value) for at, value in enumerate(series) if not np.isnan(value)]
        assert slope == pytest.approx(median((w - v) / (j - i) for (i, v), (j, w) in combinations(there, 2)), rel=1e-12)


LINE = np.arange(12.0)


@pytest.mark.parametrize(
    ("series", "sign", "slope"),
    [
        pytest.param(np.full(12, 0.3), 0.0, 0.0, id="a constant is flat"),
        pytest.param(LINE * 0.1, 1.0, 0.1, id="an exact line rises"),
        pytest.param(-LINE * 0.1 + 1e6, -1.0, -0.1, id="an exact line on a high level falls"),
        pytest.param(np.where(LINE == 5, np.nan, LINE), 1.0, 1.0, id="a line with a hole rises"),
        pytest.param(np.tile([1.0, 2.0], 6), 0.0, 0.0, id="a saw is flat"),
    ],
)
def test_plain_cases(series: Matrix, sign: float, slope: float) -> None:
    found = trends(series[None, :])
    assert found.sign[0] == sign
    assert found.slope[0] == pytest.approx(slope, rel=1e-6)


def test_noise_is_called_a_trend_about_as_often_as_alpha_says() -> None:
    """Of white noise 5 % should look like a trend; the correction makes the test of 12 values somewhat liberal."""
    share = np.abs(trends(np.random.default_rng(7).normal(0, 1, (20_000, 12))).sign).mean()
    assert 0.03 < share < 0.14


def test_no_series_gives_no_answer() -> None:
    assert [len(each) for each in trends(np.empty((0, 12)))] == [0, 0, 0, 0]


@pytest.mark.parametrize(
    ("values", "kpi", "word", "better", "periods"),
    [
        pytest.param(list(range(12)), {}, "up", True, 12, id="rising is good where more is better"),
        pytest.param(list(range(12)), {"direction": "down"}, "up", False, 12, id="rising is bad where less is better"),
        pytest.param([5] * 12, {}, "flat", None, 12, id="a constant is flat"),
        pytest.param(list(range(8)), {}, "up", True, 8, id="eight periods are enough"),
        pytest.param(list(range(7)), {}, "unknown", None, 7, id="seven are not"),
        pytest.param([0, 1, 2, None, None, None, None, None, 8, 9, 10, 11], {}, "unknown", None, 7, id="holes are not filled"),
        pytest.param([90, *range(12)], {}, "up", True, 12, id="what lies before the window does not count"),
        pytest.param(list(range(12)), {"target": {"within": [20, 30]}}, "up", True, 12, id="band: toward it is good"),
        pytest.param(list(range(12)), {"target": {"within": [0, 5]}}, "up", False, 12, id="band: away from it is bad"),
        pytest.param(list(range(12)), {"target": {"within": [0, 50]}}, "up", None, 12, id="band: inside it is neither"),
        pytest.param(list(range(12)), {"direction": "within"}, "up", None, 12, id="a band that is not given is neither"),
    ],
)  # fmt: skip
def test_trend_of_a_kpi(
    card: Card, observe: Observe, values: list[float | None], kpi: dict[str, object], word: str, better: object, periods: int
) -> None:
    series = [None if value is None else float(value) for value in values]
    if isinstance(kpi.get("target"), dict):
        kpi = {"target": {"within": [float(bound) for bound in kpi["target"]["within"]]}}  # type: ignore[index]  # a mapping
    rows = observe("k", "month", series, last=date(2026, 5, 31))
    verdict = card([{"id": "k", "formula": "m", **kpi}], rows).verdicts[0]
    trend: Trend = verdict.trend
    assert (trend.word, trend.better, trend.periods) == (word, better, periods)
    assert verdict.recent == tuple(([None] * 12 + series)[-12:])
    assert (trend.p is None) == (word == "unknown")
