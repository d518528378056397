"""Charts show what is known: a gap where a value is missing, a hollow point where it is not complete."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from xml.etree import ElementTree as ET

from vitalfew.figures.chart import chart
from vitalfew.figures.sparkline import sparkline
from vitalfew.model.course import Course, Step
from vitalfew.model.outlook import Expected

DAY = date(2026, 1, 1)


def step(label: str, value: float | None, **said: object) -> Step:
    missing = "no-rows" if value is None else None
    return Step(label, DAY, DAY, value, missing, **{"complete": True, **said})  # type: ignore[arg-type]  # a test's shorthand


def parsed(svg: str) -> ET.Element:
    return ET.fromstring(svg)  # noqa: S314  # our own drawing


def drawn(steps: Sequence[Step], expected: Expected | None = None, label: str = "Revenue") -> ET.Element:
    return parsed(chart(Course(tuple(steps), expected), label=label, write=lambda value: f"{value:g} EUR"))


def of(tree: ET.Element, kind: str) -> list[ET.Element]:
    return [each for each in tree.iter() if kind in each.get("class", "").split()]


def test_a_missing_value_is_a_gap_in_the_line_and_no_point() -> None:
    tree = drawn([step("Jan", 1.0), step("Feb", None), step("Mar", 2.0), step("Apr", 3.0)])
    assert len(of(tree, "values")) == 2
    assert len(of(tree, "point")) == 3


def test_a_value_that_is_not_complete_is_hollow_and_not_joined_to_the_others() -> None:
    tree = drawn([step("Jan", 1.0), step("Feb", 2.0), step("Mar", 0.5, complete=False)])
    assert [each.get("class") for each in of(tree, "point")] == ["point none", "point none", "point none partial"]
    (line,) = of(tree, "values")
    assert line.get("d", "").count("L") == 1


def test_each_point_says_period_value_status_and_signal() -> None:
    tree = drawn([step("Jan", 4.0, status="red", signal="down", better=False), step("Feb", 5.0, status="amber")])
    titles = [title.text for title in tree.iter("title")]
    assert titles == ["Jan: 4 EUR, red, signal down", "Feb: 5 EUR, amber"]
    assert len(of(tree, "signal")) == 1


def test_lines_are_named_at_the_edge_and_names_never_touch() -> None:
    steps = [step("Jan", 4.0, target=5.0, threshold=4.99, limits=(3.0, 4.995, 7.0))]
    names = of(drawn(steps), "name")
    assert {(each.text or "").strip() for each in names} == {"target", "threshold", "upper limit", "average", "lower limit"}
    places = sorted(float(each.get("y", "")) for each in names)
    assert all(after - before >= 13 for before, after in pairwise(places))


def test_what_is_expected_stands_in_its_period_and_after_the_last_where_that_is_to_come() -> None:
    within = drawn([step("Jan", 1.0), step("Feb", 1.2, complete=False)], Expected("Feb", 2.0, 1.0, 3.0))
    after = drawn([step("Jan", 1.0), step("Feb", 1.2)], Expected("Mar", 2.0, 1.0, 3.0))
    points = [of(tree, "expected-value")[0].get("cx") for tree in (within, after)]
    last = [of(tree, "point")[-1].find("circle") for tree in (within, after)]
    assert last[0] is not None
    assert last[1] is not None
    assert points[0] == last[0].get("cx")
    assert float(points[1] or 0) > float(last[1].get("cx", ""))


def test_a_new_definition_is_marked_where_it_begins() -> None:
    tree = drawn([step("Jan", 1.0), step("Feb", 2.0, redefined=True)])
    assert [each.text for each in tree.iter("text") if each.text == "new definition"] == ["new definition"]


def test_texts_of_users_are_escaped() -> None:
    steps = [step("<b>Jan", 1.0), step("Feb", 2.0)]
    assert "<b>" not in chart(Course(tuple(steps), None), label='"><script>', write=lambda value: f"{value:g} <i>")
    assert drawn(steps, label='"><script>').get("aria-label") == '"><script>'


def test_nothing_known_is_nothing_drawn() -> None:
    assert chart(Course((step("Jan", None),), None), label="x", write=str) == ""
    assert sparkline([None, 1.0], label="x") == ""


def test_equal_values_stand_on_one_line() -> None:
    (line,) = of(parsed(sparkline([2.0, 2.0, 2.0], label="x")), "spark-line")
    assert len(set(re.findall(r" ([\d.]+)", line.get("d", "")))) == 1


def test_a_sparkline_breaks_where_a_value_is_missing_and_ends_in_a_dot() -> None:
    tree = parsed(sparkline([1.0, None, 2.0, 3.0], target=2.5, label="Last periods"))
    assert (len(of(tree, "spark-line")), len(of(tree, "spark-dot")), len(of(tree, "spark-target"))) == (2, 1, 1)
