from __future__ import annotations

from datetime import date, timedelta

import pandas as pd  # type: ignore[import-untyped]  # its stubs are a package of their own
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vitalfew.base.period import Calendar
from vitalfew.base.quantity import MISSING, Duration, format_value

FRIDAY = date(2026, 6, 26)
LISBON = Calendar(holidays=frozenset({date(2026, 6, 29)}))


@pytest.mark.parametrize(
    ("text", "duration"),
    [
        ("90 minutes", Duration(90, "minute")),
        ("4 hours", Duration(4, "hour")),
        ("1 hour", Duration(1, "hour")),
        ("16 business hours", Duration(16, "business hour")),
        ("0 days", Duration(0, "day")),
        (" 3 Business Days ", Duration(3, "business day")),
        ("2 weeks", Duration(2, "week")),
        ("1 month", Duration(1, "month")),
    ],
)
def test_a_duration_is_read_as_people_write_it(text: str, duration: Duration) -> None:
    assert Duration.parse(text) == duration


@pytest.mark.parametrize(
    "text", ["", "days", "3", "3 fortnights", "-3 days", "3 days later", "three days", "12345 days", "1.5 days"]
)
def test_what_is_no_duration_is_said_with_the_forms_that_are(text: str) -> None:
    with pytest.raises(ValueError, match="is not a duration such as `3 business days`"):
        Duration.parse(text)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("0 hours", FRIDAY),
        ("1 minute", date(2026, 6, 27)),
        ("1440 minutes", date(2026, 6, 27)),
        ("1 hour", date(2026, 6, 27)),
        ("24 hours", date(2026, 6, 27)),
        ("25 hours", date(2026, 6, 28)),
        ("8 business hours", date(2026, 6, 30)),
        ("9 business hours", date(2026, 7, 1)),
        ("3 days", date(2026, 6, 29)),
        ("3 business days", date(2026, 7, 2)),
        ("2 weeks", date(2026, 7, 10)),
        ("1 month", date(2026, 7, 26)),
    ],
)
def test_a_duration_ends_on_a_day(text: str, day: date) -> None:
    assert Duration.parse(text).after(FRIDAY, LISBON) == day


@given(st.dates(date(1980, 1, 1), date(2100, 1, 1)), st.integers(0, 60))
def test_months_go_by_the_date_as_pandas_counts_them(day: date, months: int) -> None:
    expected = (pd.Timestamp(day) + pd.DateOffset(months=months)).date()
    assert Duration(months, "month").after(day, Calendar()) == expected


@given(st.dates(date(1980, 1, 1), date(2100, 1, 1)), st.integers(1, 12), st.integers(1, 28), st.integers(0, 24))
def test_months_after_a_month_end_with_a_month(day: date, fiscal_month: int, fiscal_day: int, months: int) -> None:
    calendar = Calendar(fiscal_month, fiscal_day)
    month = calendar.period("month", day)
    assert Duration(months, "month").after(month.end, calendar) == calendar.shift(month, months).end


@given(st.dates(date(1980, 1, 1), date(2100, 1, 1)), st.integers(0, 9998))
def test_a_longer_duration_never_ends_earlier(day: date, amount: int) -> None:
    for unit in ("hour", "day", "week", "month"):
        assert Duration.parse(f"{amount} {unit}s").after(day, Calendar()) <= Duration.parse(f"{amount + 1} {unit}s").after(
            day, Calendar()
        )
    assert Duration(amount, "day").after(day, Calendar()) == day + timedelta(days=amount)


@pytest.mark.parametrize(
    ("value", "unit", "decimals", "text"),
    [
        (None, "EUR", None, "–"),
        (370_000.0, "EUR", None, "€370,000"),
        (-370_000.0, "EUR", None, "-€370,000"),
        (-0.4, "USD", 0, "$0"),
        (12.5, "GBP", None, "£12.5"),
        (1e6, "JPY", None, "¥1,000,000"),
        (99.0, "CHF", 2, "CHF 99.00"),
        (23.456, "%", 1, "23.5 %"),
        (-2.5, "%", None, "-2.50 %"),
        (7.0, "points", None, "7 points"),
        (1234.5678, None, None, "1,235"),
        (1234.5678, None, 3, "1,234.568"),
        (0.0, None, None, "0"),
        (-0.0, None, None, "0"),
        (-0.001, None, 2, "0.00"),
        (99.96, None, None, "100.0"),
        (3.14159, None, None, "3.14"),
        (0.0042, None, None, "0.0042"),
        (-0.05, "%", None, "-0.050 %"),
        (1e-12, None, None, "0.00"),
        (5, None, None, "5"),
    ],
)
def test_a_number_is_written_with_its_unit(value: float | None, unit: str | None, decimals: int | None, text: str) -> None:
    assert format_value(value, unit, decimals) == text


@given(st.floats(-1e12, 1e12).filter(lambda value: abs(value) >= 1e-6 or value == 0))
def test_a_number_that_is_not_nothing_is_never_written_as_nothing(value: float) -> None:
    """A missing or tiny number must not look like zero, and zero must (MON-2)."""
    written = float(format_value(value).replace(",", ""))
    assert (written == 0) == (value == 0)
    assert written == pytest.approx(value, rel=0.06)


def test_every_reason_for_a_missing_number_has_words() -> None:
    assert all(word == word.lower() and " " not in word for word in MISSING)
    assert len(set(MISSING.values())) == len(MISSING)
