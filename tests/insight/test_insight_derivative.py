"""An identity edge is the exact derivative of its formula (AUD-4)."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from vitalfew.insight.derivative import derivative, evaluate, missing
from vitalfew.model.formula import Node, parse

LEAVES = ("orders", "revenue", "kpi.margin", "kpi.churn")
NUMBERS = st.floats(0.5, 20, allow_nan=False).map(lambda number: round(number, 3))


def graphs() -> st.SearchStrategy[str]:
    """Formulas of any shape over four leaves."""
    leaf = st.sampled_from(LEAVES) | NUMBERS.map(repr)
    pair = st.tuples
    return st.recursive(
        leaf,
        lambda part: (
            pair(part, st.sampled_from("+-*/"), part).map(lambda each: f"({each[0]} {each[1]} {each[2]})")
            | part.map(lambda one: f"-{one}")
            | part.map(lambda one: f"abs({one})")
            | pair(st.sampled_from(["min", "max"]), part, part).map(lambda each: f"{each[0]}({each[1]}, {each[2]})")
            | part.map(lambda one: f"nullif({one}, 0)")
        ),
        max_leaves=12,
    )


@given(formula=graphs(), leaf=st.sampled_from(LEAVES), drawn=st.lists(NUMBERS, min_size=4, max_size=4))
def test_it_equals_finite_differences(formula: str, leaf: str, drawn: list[float]) -> None:
    node, values = parse(formula), dict(zip(LEAVES, drawn, strict=True))
    found, value = derivative(node, leaf, values), evaluate(node, values)
    assume(found is not None and value is not None)
    steps = [_slope(node, leaf, values, width) for width in (1e-4, 5e-5)]
    sides = [_side(node, leaf, values, width) for width in (1e-6, -1e-6)]
    assume(None not in steps + sides)
    wide, narrow, up, down = (step or 0.0 for step in steps + sides)
    assume(abs(narrow - wide) <= 1e-7 * max(1.0, abs(narrow)))  # no bend and no pole within the step
    assume(abs(up - down) <= 1e-3 * max(1.0, abs(narrow)))  # and none where it stands
    better = narrow + (narrow - wide) / 3  # Richardson 1911
    assert found == pytest.approx(better, rel=1e-6, abs=1e-6)


def _slope(node: Node, leaf: str, values: dict[str, float], width: float) -> float | None:
    up, down = (evaluate(node, values | {leaf: values[leaf] + side * width}) for side in (1, -1))
    return None if up is None or down is None else (up - down) / (2 * width)


def _side(node: Node, leaf: str, values: dict[str, float], width: float) -> float | None:
    here, there = evaluate(node, values), evaluate(node, values | {leaf: values[leaf] + width})
    return None if here is None or there is None else (there - here) / width


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("kpi.margin * revenue", 200.0),
        ("revenue / kpi.margin", -800.0),
        ("max(kpi.margin, 0.1) - min(kpi.margin, 0.9)", 0.0),
        ("abs(kpi.margin - 1)", -1.0),
        ("orders", 0.0),
        ("revenue / (orders - 50)", None),
        ("revenue * unknown", None),
        ("nullif(kpi.margin, 0.5)", None),
    ],
)
def test_it_is_told_at_the_values_of_today_or_not_at_all(formula: str, expected: float | None) -> None:
    values = {"orders": 50.0, "revenue": 200.0, "kpi.margin": 0.5}
    assert derivative(parse(formula), "kpi.margin", values) == expected


def test_what_is_not_known_is_named() -> None:
    assert missing(parse("a * kpi.b / a + c"), {"c": 1.0}) == ("a", "kpi.b")
