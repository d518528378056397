"""Effects of initiatives hold the truth, seldom tell a movement where there is none, and see large ones (INI-3)."""

from __future__ import annotations

from itertools import chain

import pytest

from bench.effects import Planted, organisation

SEEDS = range(5_000, 5_040)


@pytest.fixture(scope="module")
def seen() -> list[Planted]:
    """What is seen of the initiatives of some organisations whose course does not bend by itself."""
    found = chain.from_iterable(map(organisation, SEEDS))
    return [each for each in found if each.course != "bend" and each.effect is not None and each.effect.effect is not None]


def test_intervals_hold_the_truth(seen: list[Planted]) -> None:
    held = [(each.effect.low or 0) <= each.truth <= (each.effect.high or 0) for each in seen if each.effect]
    assert len(held) > 150
    assert sum(held) >= 0.85 * len(held)


def test_few_that_bring_nothing_are_told_to_have_moved(seen: list[Planted]) -> None:
    null = [each for each in seen if not each.brought]
    assert len(null) > 40
    assert sum(each.effect is not None and each.effect.is_seen for each in null) <= 0.07 * len(null)


def test_most_large_ones_are_seen(seen: list[Planted]) -> None:
    large = [each for each in seen if each.brought == 1 and each.signal == 4]
    assert sum(each.effect is not None and each.effect.is_seen for each in large) >= 0.6 * len(large)
