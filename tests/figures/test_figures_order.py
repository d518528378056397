"""Boxes stand so that lines cross seldom."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from vitalfew.figures.order import ordered

NAMES = st.lists(st.sampled_from("abcdefgh"), min_size=1, max_size=8, unique=True)


def test_two_crossed_lines_are_untangled() -> None:
    assert ordered([("a", "b"), ("c", "d")], [("c", "b"), ("d", "a")]) in {(("b", "a"), ("c", "d")), (("a", "b"), ("d", "c"))}


def test_what_is_in_order_stays_as_it_was_written() -> None:
    lanes = (("a", "b", "c"), ("d", "e", "f"))
    assert ordered(lanes, [("d", "a"), ("e", "b"), ("f", "c")]) == lanes
    assert ordered(lanes, []) == lanes


def test_a_line_over_a_lane_counts_as_crossing_what_runs_beside_it() -> None:
    found = ordered([("a", "b"), ("m",), ("c", "d")], [("c", "b"), ("d", "a")])
    assert [found[0].index("b") < found[0].index("a"), found[2].index("c") < found[2].index("d")] in (
        [True, True],
        [False, False],
    )


@given(NAMES, st.lists(st.tuples(st.sampled_from("abcdefghxy"), st.sampled_from("abcdefghxy")), max_size=12))
def test_every_box_stays_in_its_lane(names: list[str], edges: list[tuple[str, str]]) -> None:
    """Whatever the lines are, loops and lines to nowhere too."""
    lanes = [names[::2], names[1::2]]
    found = ordered(lanes, edges)
    assert [sorted(lane) for lane in found] == [sorted(lane) for lane in lanes]
