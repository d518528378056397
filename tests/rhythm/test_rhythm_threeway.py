"""Two changes of the same files: both are made, or it is said where they meet."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vitalfew.rhythm.threeway import Together, together

TEN = b"".join(b"%d\n" % number for number in range(10))


@pytest.mark.parametrize(
    ("mine", "theirs", "expected"),
    [
        pytest.param({"a": b"x"}, {"a": TEN, "b": b"y"}, ({"a": b"x", "b": b"y"}, (), ()), id="each another file"),
        pytest.param({"a": b"x"}, {"a": b"x"}, ({"a": b"x"}, (), ()), id="both the same"),
        pytest.param({"a": None}, {"a": TEN}, ({}, (), ()), id="taken away"),
        pytest.param({"a": None}, {}, ({}, (), ()), id="taken away by both"),
        pytest.param({"a": None}, {"a": b"x"}, ({"a": b"x"}, ("a",), ()), id="taken away here and changed there"),
        pytest.param({"a": b"x"}, {}, ({}, ("a",), ()), id="changed here and taken away there"),
        pytest.param({"n": b"x"}, {"a": TEN, "n": b"y"}, ({"a": TEN, "n": b"y"}, ("n",), ()), id="new in both, differently"),
        pytest.param(
            {"a": TEN.replace(b"1", b"one")},
            {"a": TEN.replace(b"8", b"eight")},
            ({"a": TEN.replace(b"1", b"one").replace(b"8", b"eight")}, (), ("a",)),
            id="lines that lie apart",
        ),
        pytest.param(
            {"a": TEN.replace(b"1", b"one")},
            {"a": TEN.replace(b"2", b"two")},
            ({"a": TEN.replace(b"2", b"two")}, ("a",), ()),
            id="neighbouring lines",
        ),
    ],
)
def test_two_changes(mine: dict[str, bytes | None], theirs: dict[str, bytes], expected: Together) -> None:
    assert together({"a": TEN}, mine, theirs) == expected


LINES = st.lists(st.sampled_from([b"a\n", b"b\n", b"c\n", b"d\n"]), max_size=12).map(b"".join)


@given(LINES, LINES)
def test_a_change_beside_none_is_that_change(base: bytes, mine: bytes) -> None:
    assert together({"f": base}, {"f": mine}, {"f": base}).texts == {"f": mine}
    assert together({"f": base}, {"f": base}, {"f": mine}).texts == {"f": mine}


@given(LINES, LINES, LINES)
def test_who_is_first_makes_no_difference_where_both_are_made(base: bytes, mine: bytes, theirs: bytes) -> None:
    one = together({"f": base}, {"f": mine}, {"f": theirs})
    other = together({"f": base}, {"f": theirs}, {"f": mine})

    assert one.conflicts == other.conflicts
    if not one.conflicts:
        assert one.texts == other.texts
