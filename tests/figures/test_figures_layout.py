"""Boxes lie apart and within the drawing; arrows begin and end at their boxes and run through none, whatever the graph."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vitalfew.figures.layout import WIDTH, Area, Edge, Item, Laid, Point, columns, rows

Lay = Callable[[list[list[Item]], list[Edge]], Laid]
LAYS = pytest.mark.parametrize("lay", [rows, columns])


@st.composite
def graphs(draw: st.DrawFn) -> tuple[list[list[Item]], list[Edge]]:
    """Give up to four lanes of up to seven boxes, with names of any length, and edges anywhere, also to what is not there."""
    sizes = draw(st.lists(st.integers(1, 7), min_size=1, max_size=4))
    lanes = [
        [Item(f"{lane}-{place}", "word " * draw(st.integers(0, 30)), draw(st.integers(0, 3))) for place in range(size)]
        for lane, size in enumerate(sizes)
    ]
    names = [item.id for lane in lanes for item in lane] + ["nowhere"]
    edges = draw(st.lists(st.tuples(st.sampled_from(names), st.sampled_from(names)), max_size=14))
    return lanes, edges


def inside(point: Point, area: Area, margin: float = 0.0) -> bool:
    """Tell whether a point is in a rectangle made smaller by a margin."""
    x, y = point
    return area.x + margin < x < area.x + area.width - margin and area.y + margin < y < area.y + area.height - margin


def at_side(point: Point, area: Area) -> bool:
    """Tell whether a point is on the outline."""
    x, y = point
    across = area.x - 0.01 <= x <= area.x + area.width + 0.01
    down = area.y - 0.01 <= y <= area.y + area.height + 0.01
    on_x = min(abs(x - area.x), abs(x - area.x - area.width)) < 0.01
    on_y = min(abs(y - area.y), abs(y - area.y - area.height)) < 0.01
    return across and down and (on_x or on_y)


def cuts(start: Point, end: Point, area: Area) -> bool:
    """Tell whether a straight level or upright stretch runs through a rectangle."""
    low_x, high_x = sorted((start[0], end[0]))
    low_y, high_y = sorted((start[1], end[1]))
    return (
        high_x > area.x + 0.01
        and low_x < area.x + area.width - 0.01
        and high_y > area.y + 0.01
        and low_y < area.y + area.height - 0.01
    )


@LAYS
@given(graph=graphs())
def test_boxes_lie_apart_and_within_the_drawing(lay: Lay, graph: tuple[list[list[Item]], list[Edge]]) -> None:
    laid = lay(*graph)
    for area in laid.areas.values():
        assert area.x >= 0
        assert area.y >= 0
        assert area.x + area.width <= WIDTH + 0.01
        assert area.y + area.height <= laid.height + 0.01
        assert area.width > 40
    for one, two in combinations(laid.areas.values(), 2):
        apart_x = one.x + one.width <= two.x + 0.01 or two.x + two.width <= one.x + 0.01
        apart_y = one.y + one.height <= two.y + 0.01 or two.y + two.height <= one.y + 0.01
        assert apart_x or apart_y


@LAYS
@given(graph=graphs())
def test_arrows_join_their_boxes_and_run_through_none(lay: Lay, graph: tuple[list[list[Item]], list[Edge]]) -> None:
    lanes, edges = graph
    laid = lay(lanes, edges)
    known = {item.id for lane in lanes for item in lane}
    assert set(laid.ways) == {edge for edge in edges if known.issuperset(edge) and edge[0] != edge[1]}
    for (start, end), way in laid.ways.items():
        assert at_side(way[0], laid.areas[start])
        assert at_side(way[-1], laid.areas[end])
        for before, after in pairwise(way):
            assert before[0] == after[0] or before[1] == after[1]
            assert not any(cuts(before, after, area) for area in laid.areas.values())
        assert all(0 <= x <= WIDTH and 0 <= y <= laid.height for x, y in way)


def test_a_lane_holds_its_boxes() -> None:
    lanes = [[Item("a", "A"), Item("b", "B")], [Item("c", "C")]]
    for lay in (rows, columns):
        laid = lay(lanes, [("c", "a")])
        for lane, band in zip(lanes, laid.lanes, strict=True):
            for item in lane:
                area = laid.areas[item.id]
                assert inside((area.x + 1, area.y + 1), band)
                assert inside((area.x + area.width - 1, area.y + area.height - 1), band)


def test_what_is_right_above_is_joined_by_a_straight_line() -> None:
    laid = rows([[Item("a", "A")], [Item("b", "B")]], [("b", "a")])
    assert len(laid.ways["b", "a"]) == 2


def test_an_arrow_that_leaps_a_lane_goes_round_its_boxes() -> None:
    laid = rows([[Item("a", "A")], [Item("b", "B")], [Item("c", "C")]], [("c", "a")])
    way = laid.ways["c", "a"]
    assert len(way) > 2
    assert not any(cuts(*pair, laid.areas["b"]) for pair in pairwise(way))
