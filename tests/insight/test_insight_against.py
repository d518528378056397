"""Two KPIs that only share a trend or a season are not called opposed, and two that are opposed are (AUD-7)."""

from __future__ import annotations

from itertools import chain

import pytest

from bench.against import Planted, family

SEEDS = range(5_000, 5_100)


@pytest.fixture(scope="module")
def seen() -> list[Planted]:
    """Pairs of some families, each with what the data were found to say."""
    return [each for each in chain.from_iterable(map(family, SEEDS)) if each.said != "not-enough"]


def test_at_most_one_in_twenty_pairs_without_a_conflict_is_called_one(seen: list[Planted]) -> None:
    null = [each for each in seen if not each.signal]
    tides = [each for each in null if "season" in each.carried]
    assert len(tides) > 80
    for some in (null, tides):
        assert sum(each.said == "against" for each in some) <= 0.05 * len(some)
    assert sum(each.link in {"clear", "against"} for each in null) <= 0.05 * len(null)


def test_most_pairs_that_are_opposed_are_called_so_where_there_are_years_of_them(seen: list[Planted]) -> None:
    long = [each for each in seen if each.signal >= 1 and each.length >= 60]
    assert len(long) > 40
    assert sum(each.said == "against" for each in long) >= 0.85 * len(long)
