"""Formulas are read, never run; whatever is no arithmetic is refused in words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vitalfew.model.formula import MOST_CHARACTERS, MOST_DEEP, FormulaError, Node, parse


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("orders", "orders"),
        ("a + b * c", "(a + (b * c))"),
        ("(a + b) * c", "((a + b) * c)"),
        ("a - b - c", "((a - b) - c)"),
        ("a / b / c", "((a / b) / c)"),
        ("a / b * c", "((a / b) * c)"),
        ("-a * b", "(-a * b)"),
        ("- (a * b)", "-(a * b)"),
        ("+a - -b", "(a - -b)"),
        ("100 * a / nullif(b, 0)", "((100 * a) / nullif(b, 0))"),
        ("abs(a) + min(a, b, 3) - max(a, 0.5)", "((abs(a) + min(a, b, 3)) - max(a, 0.5))"),
        ("kpi.gross_margin / kpi.revenue", "(kpi.gross_margin / kpi.revenue)"),
        ("kpi.a-kpi.b", "(kpi.a - kpi.b)"),
        ("1234567 * a", "(1234567 * a)"),
        ("0.1", "0.1"),
        (" a\n  + b\n", "(a + b)"),
        ("min", "min"),
    ],
)
def test_a_formula_is_read_with_the_precedence_of_arithmetic(text: str, read: str) -> None:
    assert str(parse(text)) == read


def test_a_formula_names_its_measures_and_kpis_once_each_from_left_to_right() -> None:
    node = parse("b / a + kpi.gross_margin - min(b, kpi.net_margin, kpi.gross_margin)")
    assert node.measures == ("b", "a")
    assert node.kpis == ("gross-margin", "net-margin")


@pytest.mark.parametrize(
    "text",
    [
        "a ** b", "a // b", "a % b", "a @ b", "a & b", "~a", "not a", "a and b", "a < b", "a if b else c", "lambda: a",
        "(a := 1)", "a[0]", "a.b", "kpi.a.b", "a(b)", "kpi.a(b)", "abs(a)(b)", "[a]", "(a, b)", "{a}", "{a: b}", "'a'", "b'a'",
        "f'{a}'", "None", "True", "...", "1j", "abs(*a)", "nullif(a, default=0)", "[a for a in b]", "`a`"[1:-1] + ".__class__",
        "__import__('os').system('true')", "sum(a)", "2(a)",
    ],
)  # fmt: skip
def test_what_is_no_arithmetic_is_refused(text: str) -> None:
    with pytest.raises(FormulaError, match="cannot stand in a formula: use") as caught:
        parse(text)
    assert str(caught.value).startswith("`")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "a +",
        "a b",
        "(a",
        "a)",
        "a, ; b",
        "a = b",
        "import os",
        "a; b",
        "1a",
        "a $ b",
        "a ÷ b",
        "a\x00b",
        "é€",
        "return",
    ],
)
def test_what_cannot_be_read_is_said_with_the_character(text: str) -> None:
    with pytest.raises(FormulaError, match=r"cannot be read at character|a character that cannot stand in it"):
        parse(text)


def test_a_comment_in_a_formula_swallows_nothing() -> None:
    """Read as Python, the second line would be gone without a word."""
    with pytest.raises(FormulaError, match="holds a `#`"):
        parse("revenue # net of tax\n- refunds")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("nullif(a)", "`nullif` takes 2 values, not 1"),
        ("abs(a, b)", "`abs` takes 1 value, not 2"),
        ("abs()", "`abs` takes 1 value, not 0"),
        ("min(a)", "`min` takes 2 to 9 values, not 1"),
        (f"max({', '.join('a' * 10)})", "`max` takes 2 to 9 values, not 10"),
    ],
)
def test_a_function_says_how_many_values_it_takes(text: str, words: str) -> None:
    with pytest.raises(FormulaError, match=words):
        parse(text)


@pytest.mark.parametrize("text", ["1" * 400, "1e999", "a - 1e400"])
def test_a_number_that_no_float_can_hold_is_refused(text: str) -> None:
    with pytest.raises(FormulaError, match="a number too large to compute with"):
        parse(text)


@pytest.mark.parametrize(
    "text",
    ["-" * (MOST_CHARACTERS - 1) + "a", "+" * MOST_DEEP + "a", "+".join("a" * (MOST_DEEP + 1)), "-" * 900 + "'a'", "a\ud800"],
    ids=["deep minus", "deep plus", "a long sum", "deep and refused", "a lone surrogate"],
)
def test_deep_nesting_is_refused_before_it_hurts(text: str) -> None:
    with pytest.raises(FormulaError, match="nested too deeply"):
        parse(text)


def test_deep_brackets_are_refused() -> None:
    with pytest.raises(FormulaError, match=r"nested too deeply|cannot be read"):
        parse("(" * 900 + "a" + ")" * 900)


def test_a_hundred_terms_are_read_and_written() -> None:
    text = " + ".join(f"m{number}" for number in range(MOST_DEEP))
    assert len(parse(text).measures) == MOST_DEEP
    assert parse(str(parse(text))) == parse(text)


def test_a_long_text_is_refused_by_its_length() -> None:
    with pytest.raises(FormulaError, match="2,001 characters, more than 2,000"):
        parse("a" * (MOST_CHARACTERS + 1))


NAMES = st.from_regex(r"m_[a-z0-9_]{0,6}", fullmatch=True)
LEAVES = st.one_of(
    NAMES.map(lambda name: Node("measure", name=name)),
    NAMES.map(lambda name: Node("kpi", name=name.replace("_", "-"))),
    st.floats(0, 1e300, allow_nan=False).map(lambda number: Node("number", number=number)),
)
NODES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.builds(
            lambda op, one, two: Node(op, (one, two)), st.sampled_from(["+", "-", "*", "/", "nullif", "min"]), inner, inner
        ),
        st.builds(lambda op, one: Node(op, (one,)), st.sampled_from(["neg", "abs"]), inner),
    ),
    max_leaves=12,
)


@given(NODES)
def test_a_formula_that_is_written_is_read_back_the_same(node: Node) -> None:
    """So the recipe, which hashes the written form, changes exactly when the meaning does."""
    assert parse(str(node)) == node


@given(st.text(max_size=60) | st.text("ab01.+-*/(), \n#'", max_size=60))
def test_any_text_is_a_formula_or_is_refused(text: str) -> None:
    try:
        node = parse(text)
    except FormulaError:
        return
    assert parse(str(node)) == node
