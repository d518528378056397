from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vitalfew.exchange.number import is_missing, read_number, style_of

GROUPED = st.integers(min_value=0, max_value=10**9)
CENTS = st.integers(min_value=0, max_value=99)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,234.5", 1234.5),
        ("1.234,5", 1234.5),
        ("€1.200,50", 1200.5),
        ("EUR 1.200,50", 1200.5),
        ("1.200,50 €", 1200.5),
        ("$1,200.50", 1200.5),
        ("£ 12", 12.0),
        ("US$ 3", 3.0),
        ("12,5 %", 12.5),
        ("12.5%", 12.5),
        ("12,5 Prozent", 12.5),
        ("(1,234.50)", -1234.5),
        ("(12.5 %)", -12.5),
        ("-5 $", -5.0),
        ("$ -5", -5.0),
        ("−5", -5.0),
        ("5-", -5.0),
        ("1'234.50", 1234.5),
        ("1 234,5", 1234.5),
        ("1\u00a0234", 1234.0),
        ("1.234.567", 1234567.0),
        ("0.125", 0.125),
        ("0,125", 0.125),
        ("1.2k", 1200.0),
        ("1,2 Mio. €", 1200000.0),
        ("+3", 3.0),
    ],
)
def test_a_number_is_read_as_it_was_meant(text: str, value: float) -> None:
    number = read_number(text)
    assert number is not None
    assert number.value == value


@pytest.mark.parametrize("text", ["abc", "12.5.1", "1,23,456.5", "--5", "", "%", "12 34", "1e5", "5 apples", "-5-", "12%%"])
def test_a_text_that_is_no_number_is_none(text: str) -> None:
    assert read_number(text) is None


@pytest.mark.parametrize("text", ["1.234", "1,234"])
def test_three_digits_behind_one_mark_stay_open(text: str) -> None:
    number = read_number(text)
    assert number is not None
    assert (number.value, number.open) == (1234.0, 1.234)


def test_the_style_of_a_column_closes_what_is_open() -> None:
    style = style_of(["12,5", "1.234"])
    assert style == "german"
    read = [read_number(text, style) for text in ("1.234", "1,234")]
    assert [number.value for number in read if number] == [1234.0, 1.234]


def test_a_column_of_both_styles_shows_none() -> None:
    assert style_of(["12,5", "12.5"]) is None


@pytest.mark.parametrize("text", ["n/a", "N/A", "-", "–", "tbd", "k.A.", "#N/A", "#DIV/0!", "?", "offen"])
def test_words_for_nothing_are_missing(text: str) -> None:
    assert is_missing(text)


@pytest.mark.parametrize("text", ["0", "0 %", "-5", "none of these", "nil nil"])
def test_zero_is_not_missing(text: str) -> None:
    assert not is_missing(text)


@given(whole=GROUPED, cents=CENTS, sign=st.sampled_from(["", "-"]), before=st.sampled_from(["", "€", "EUR ", "$"]))
def test_either_style_parses_back(whole: int, cents: int, sign: str, before: str) -> None:
    """A number with two decimals, written in either style, reads back exactly."""
    english = f"{whole:,}.{cents:02}"
    german = english.translate(str.maketrans(",.", ".,"))
    wanted = float(f"{sign}{whole}.{cents:02}")
    for text in (english, german):
        number = read_number(f"{before}{sign}{text}")
        assert number is not None
        assert (number.value, number.open) == (wanted, None)


@given(st.integers(min_value=1000, max_value=999_999))
def test_grouped_thousands_read_back_in_their_own_style(value: int) -> None:
    english = f"{value:,}"
    for text, style in ((english, "english"), (english.replace(",", "."), "german")):
        number = read_number(text, "english" if style == "english" else "german")
        assert number is not None
        assert number.value == value


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused(text: str) -> None:
    number = read_number(text)
    assert number is None or isinstance(number.value, float)
