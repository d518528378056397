"""A tornado: bars in their order, the better to the right, whiskers at their ends, what is not sure hatched and apart."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from vitalfew.figures.tornado import WIDTH, Bar, tornado

LONG = "Share of <subscribers> who order again within thirty days of their first delivery, by the month of that"
BARS = (Bar("Waiting", 80.0, 40.0, 120.0), Bar("Discount", -30.0, -50.0, -10.0), Bar("Likes", 5.0, -20.0, 30.0, is_sure=False))


def drawn(*bars: Bar) -> ET.Element:
    return ET.fromstring(tornado(bars, label="What <moves> it", write=lambda value: f"{value:+g} EUR"))  # noqa: S314  # our own


def groups(tree: ET.Element) -> dict[str, ET.Element]:
    return {(title.text or "").split(":")[0]: each for each in tree.iter("g") if (title := each.find("title")) is not None}


def edges(group: ET.Element) -> tuple[float, float]:
    (bar,) = (each for each in group.iter("rect"))
    return float(bar.get("x", "")), float(bar.get("x", "")) + float(bar.get("width", ""))


def test_the_better_lies_right_of_the_middle_and_the_worse_left() -> None:
    tree = drawn(*BARS)
    zero = next(float(each.get("x1", "")) for each in tree.iter("line") if each.get("class") == "zero")
    found = groups(tree)
    assert edges(found["Waiting"])[0] == zero
    assert abs(edges(found["Discount"])[1] - zero) < 0.1
    assert [found[name].get("class") for name in ("Waiting", "Discount", "Likes")] == ["gain", "loss", "unsure"]


def test_what_is_not_sure_stands_after_all_others_under_its_own_head() -> None:
    tree = drawn(BARS[2], *BARS[:2])
    assert list(groups(tree)) == ["Waiting", "Discount", "Likes"]
    assert [each.text for each in tree.iter("text") if each.get("class") == "apart-name"] == ["unclear"]
    assert not [each for each in drawn(*BARS[:2]).iter("text") if each.get("class") == "apart-name"]


def test_each_bar_says_its_effect_and_interval_and_an_exact_one_has_no_whisker() -> None:
    tree = drawn(BARS[0], Bar("Basket", 10.0, 10.0, 10.0))
    found = groups(tree)
    assert found["Waiting"].findtext("title") == "Waiting: +80 EUR (+40 EUR to +120 EUR)"
    assert [each.get("class") for each in found["Waiting"].iter("path")] == ["whisker"]
    assert not list(found["Basket"].iter("path"))
    assert tree.get("aria-label") == "What <moves> it"


def test_a_long_name_is_cut_and_stands_whole_in_the_title() -> None:
    group = groups(drawn(Bar(LONG, 1.0, 0.5, 1.5)))[LONG]
    lines = [each.text or "" for each in group.iter("text") if each.get("class") == "name"]
    assert len(lines) == 2
    assert lines[-1].endswith("…")


def test_nothing_is_drawn_of_nothing() -> None:
    assert tornado((), label="", write=str) == ""


SIZE = st.floats(-1e9, 1e9)


@given(
    st.lists(
        st.tuples(SIZE, SIZE, SIZE, st.booleans()).map(
            lambda each: Bar("KPI", sorted(each[:3])[1], min(each[:3]), max(each[:3]), is_sure=each[3])
        ),
        min_size=1,
        max_size=6,
    )
)
def test_nothing_is_drawn_outside(bars: list[Bar]) -> None:
    """Law: bars, whiskers and names lie on the drawing, whatever the numbers."""
    tree = drawn(*bars)
    high = float(tree.get("viewBox", "").split()[3])
    for each in tree.iter("rect"):
        assert 0 <= float(each.get("x", "")) <= WIDTH
        assert 0 <= float(each.get("y", "")) <= high
    for each in tree.iter("text"):
        assert 0 <= float(each.get("x", "")) <= WIDTH
        assert 0 <= float(each.get("y", "")) <= high
