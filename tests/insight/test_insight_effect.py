"""What a series says of an expected movement: what was planted is found, and nothing where nothing was (INI-3)."""

from __future__ import annotations

import numpy as np
import pytest

from vitalfew.insight.effect import Said, effect
from vitalfew.insight.follow import Column

BEFORE, AFTER = 60, 20


def series(seed: int, planted: float, memory: float = 0.4) -> Column:
    """A trend and noise that remembers itself, with a step at the end of what was before."""
    random = np.random.default_rng(seed)
    noise = random.normal(size=BEFORE + AFTER + 50)
    for place in range(1, len(noise)):
        noise[place] = memory * noise[place - 1] + noise[place] * (1 - memory**2) ** 0.5
    places = np.arange(BEFORE + AFTER)
    return np.asarray(10 + 0.03 * places + noise[50:] + planted * (places >= BEFORE), dtype=np.float64)


@pytest.mark.parametrize(
    ("planted", "expected", "said"),
    [(6.0, 6.0, "as-expected"), (6.0, 20.0, "less"), (-6.0, 6.0, "wrong-way"), (6.0, None, "moved"), (0.0, 6.0, "none")],
)
def test_what_was_planted_is_said(planted: float, expected: float | None, said: Said) -> None:
    assert effect(series(1, planted), BEFORE, BEFORE, expected=expected).said == said


def test_too_few_periods_are_said() -> None:
    assert effect(series(1, 6.0)[: BEFORE + 3], BEFORE, BEFORE).said == "early"
    assert effect(series(1, 6.0)[BEFORE - 10 :], 10, 10).said == "not-enough"


def test_intervals_hold_the_truth_and_nothing_is_seldom_called_a_movement() -> None:
    found = [effect(series(seed, 0.0), BEFORE, BEFORE) for seed in range(300)]
    held = sum((each.low or 0) <= 0 <= (each.high or 0) for each in found) / len(found)
    up = sum((each.low or 0) > 0 for each in found) / len(found)
    assert held >= 0.86
    assert up <= 0.08
