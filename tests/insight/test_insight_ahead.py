"""What leads say ahead of those that follow them comes about as often as is said (MON-5)."""

from __future__ import annotations

from bench.ahead import look


def test_intervals_hold_what_came_in_periods_that_were_kept_back() -> None:
    said = [each for seed in range(60) for each in look(seed)]
    assert len(said) > 60
    assert sum(each.is_covered for each in said) >= 0.8 * len(said)
