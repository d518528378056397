"""The days off of countries, by days that everybody knows."""

from __future__ import annotations

from datetime import date

import pytest

from vitalfew.base.holiday import CountryHolidays, codes, countries_named
from vitalfew.base.period import Calendar


@pytest.mark.parametrize(
    ("code", "day", "is_off"),
    [
        ("PT", date(2026, 6, 10), True),
        ("PT", date(2026, 6, 11), False),
        ("PT", date(2024, 2, 29), False),
        ("DE", date(2026, 1, 6), False),
        ("DE-BY", date(2026, 1, 6), True),
        ("US", date(2021, 12, 31), True),
        ("US", date(2026, 7, 3), True),
        ("QQ", date(2026, 12, 25), False),
        ("DE-XX", date(2026, 12, 25), False),
        ("PT", date.min, False),
        ("PT", date.max, False),
    ],
)
def test_a_day_is_off_where_the_country_or_its_part_says_so(code: str, day: date, *, is_off: bool) -> None:
    """A holiday on a weekend is given on the day that stands in for it, across a year's end too."""
    assert (day in CountryHolidays(code)) == is_off


def test_a_calendar_counts_the_holidays_of_a_country() -> None:
    calendar = Calendar(holidays=CountryHolidays("PT"))
    assert calendar.add_business_days(date(2026, 4, 2), 1) == date(2026, 4, 6)
    assert hash(calendar) == hash(Calendar(holidays=CountryHolidays("PT")))


def test_what_is_no_day_is_no_holiday() -> None:
    assert "2026-12-25" not in CountryHolidays("PT")


def test_a_country_goes_by_its_code_and_those_of_its_parts() -> None:
    assert codes("GB") == ("GB", "GB-ENG", "GB-NIR", "GB-SCT", "GB-WLS")
    assert codes("QQ") == ()


def test_a_country_is_found_by_how_its_name_begins() -> None:
    assert countries_named("PO") == [("PL", "Poland"), ("PT", "Portugal")]
    assert countries_named("QQ") == []
