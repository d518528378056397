"""The order of boxes within fixed lanes, so that lines between lanes cross seldom and stay short.

Lanes are swept up and down; in each the best order against its neighbours is taken, until a round changes nothing.
Small lanes try every order, larger ones exchange neighbours (after Sugiyama, Tagawa and Toda, 1981).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations, pairwise, permutations

CROSSING = 1.0
"""What a crossing costs; a line across the full width costs as much."""
TRIED = 6
"""Up to so many boxes every order is tried."""
ROUNDS = 12
Lane = tuple[str, ...]


def ordered(lanes: Sequence[Sequence[str]], edges: Sequence[tuple[str, str]]) -> tuple[Lane, ...]:
    """Give the lanes with their boxes in order; ties are broken by the order given."""
    best = [tuple(lane) for lane in lanes]
    known = {name for lane in best for name in lane}
    lines = [edge for edge in dict.fromkeys(edges) if known.issuperset(edge) and edge[0] != edge[1]]
    cost = _cost(best, lines)
    for _ in range(ROUNDS):
        before = cost
        for place in (*range(len(best)), *reversed(range(len(best)))):
            for lane in _others(best[place]):
                tried = [*best[:place], lane, *best[place + 1 :]]
                found = _cost(tried, lines)
                if found < cost - 1e-9:
                    best, cost = tried, found
        if cost == before:
            break
    return tuple(best)


def _others(lane: Lane) -> Sequence[Lane]:
    """Give the orders to try of a lane."""
    if len(lane) <= TRIED:
        return list(permutations(lane))
    swapped = []
    for left, right in pairwise(range(len(lane))):
        other = list(lane)
        other[left], other[right] = other[right], other[left]
        swapped.append(tuple(other))
    return swapped


def _cost(lanes: Sequence[Lane], edges: Sequence[tuple[str, str]]) -> float:
    """Add up the lengths of lines and their crossings; lines within a lane cost their length alone."""
    where = {name: (row, (place + 0.5) / len(lane)) for row, lane in enumerate(lanes) for place, name in enumerate(lane)}
    ends = [tuple(sorted((where[start], where[end]))) for start, end in edges]
    length = sum(abs(upper[1] - lower[1]) for upper, lower in ends)
    between = [end for end in ends if end[0][0] != end[1][0]]
    return length + CROSSING * sum(_cross(one, two) for one, two in combinations(between, 2))


def _cross(one: Sequence[tuple[int, float]], two: Sequence[tuple[int, float]]) -> bool:
    """Tell whether two straight lines cross between the lanes that both run through."""
    (top, x), (bottom, u) = one
    (first, y), (last, v) = two
    start, end = max(top, first), min(bottom, last)
    if start >= end:
        return False

    def at(row: int, upper: tuple[int, float], lower: tuple[int, float]) -> float:
        return upper[1] + (lower[1] - upper[1]) * (row - upper[0]) / (lower[0] - upper[0])

    before = at(start, (top, x), (bottom, u)) - at(start, (first, y), (last, v))
    after = at(end, (top, x), (bottom, u)) - at(end, (first, y), (last, v))
    return before * after < 0
