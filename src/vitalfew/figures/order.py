"""The order of boxes within fixed lanes, so that lines between lanes cross seldom and stay short.

Lanes are swept up and down; in each the best order against its neighbours is taken, until a round changes nothing.
Small lanes try every order, larger ones exchange neighbours (after Sugiyama, Tagawa and Toda, 1981).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise, permutations
from math import inf

CROSSING = 1.0
"""What a crossing costs; a line across the full width costs as much."""
TRIED = 6
"""Up to so many boxes every order is tried."""
ROUNDS = 12
KEPT = 256
"""Of so many drawings the order is kept: the same ones are shown again and again."""
Lane = tuple[str, ...]
Line = tuple[str, str]


def ordered(lanes: Sequence[Sequence[str]], edges: Sequence[tuple[str, str]]) -> tuple[Lane, ...]:
    """Give the lanes with their boxes in order; ties are broken by the order given."""
    return _ordered(tuple(map(tuple, lanes)), tuple(edges))


@lru_cache(maxsize=KEPT)
def _ordered(lanes: tuple[Lane, ...], edges: tuple[Line, ...]) -> tuple[Lane, ...]:
    best = [*lanes]
    row = {name: place for place, lane in enumerate(lanes) for name in lane}
    lines = [edge for edge in dict.fromkeys(edges) if row.keys() >= set(edge) and edge[0] != edge[1]]
    cost = _cost(best, lines, ())
    for _ in range(ROUNDS):
        before = cost
        for place in (*range(len(best)), *reversed(range(len(best)))):
            moved = [line for line in lines if place in (row[line[0]], row[line[1]])]
            still = [line for line in lines if line not in moved]
            rest = _cost(best, still, ())
            for lane in _others(best[place]):
                tried = [*best[:place], lane, *best[place + 1 :]]
                found = rest + _cost(tried, moved, still, most=cost - rest)
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


def _cost(lanes: Sequence[Lane], edges: Sequence[Line], others: Sequence[Line], *, most: float = inf) -> float:
    """Add up the lengths of lines, and their crossings with each other and with others, until it is more than `most`.

    Lines within a lane cost their length alone.
    """
    where = {name: (row, (place + 0.5) / len(lane)) for row, lane in enumerate(lanes) for place, name in enumerate(lane)}
    ends, rest = ([tuple(sorted((where[start], where[end]))) for start, end in each] for each in (edges, others))
    cost = sum(abs(upper[1] - lower[1]) for upper, lower in ends)
    between, beside = ([end for end in each if end[0][0] != end[1][0]] for each in (ends, rest))
    for number, one in enumerate(between):
        if cost > most:
            break
        cost += CROSSING * sum(_cross(one, two) for two in (*between[:number], *beside))
    return cost


def _cross(one: Sequence[tuple[int, float]], two: Sequence[tuple[int, float]]) -> bool:
    """Tell whether two straight lines cross between the lanes that both run through."""
    (top, x), (bottom, u) = one
    (first, y), (last, v) = two
    start, end = max(top, first), min(bottom, last)
    if start >= end:
        return False
    width, other = u - x, v - y
    before = (x + width * (start - top) / (bottom - top)) - (y + other * (start - first) / (last - first))
    after = (x + width * (end - top) / (bottom - top)) - (y + other * (end - first) / (last - first))
    return before * after < 0
