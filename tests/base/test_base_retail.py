"""Years of weeks: pandas' 52-53-week offsets are the oracle; a published retail calendar beside it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pandas as pd  # type: ignore[import-untyped]  # its stubs are a package of their own
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pandas.tseries.offsets import FY5253, FY5253Quarter  # type: ignore[import-untyped]  # the same

from vitalfew.base.period import Calendar
from vitalfew.base.retail import YearOfWeeks

DAYS = st.dates(date(1980, 1, 1), date(2100, 12, 31))
MONTHS = st.integers(1, 12)
WEEKDAYS = st.integers(0, 6)
PATTERNS = st.sampled_from([(4, 4, 5), (4, 5, 4), (5, 4, 4)])
RETAIL = Calendar(2, week_start=6, weeks=YearOfWeeks((4, 5, 4)))


def years_of_weeks(month: int, weekday: int, *, nearest: bool, **options: Any) -> Calendar:
    """Give the calendar of years that end on a weekday about the end of a month."""
    weeks = YearOfWeeks(options.pop("pattern", (4, 4, 5)), nearest, **options)
    return Calendar(month % 12 + 1, week_start=(weekday + 1) % 7, weeks=weeks)


def last_days(offset: Any, day: date) -> tuple[date, date]:
    """Give the last days of pandas' stretch before the one that holds a day, and of that one."""
    end = offset.rollforward(pd.Timestamp(day))
    return (end - offset).date(), end.date()


@given(DAYS, MONTHS, WEEKDAYS, st.booleans())
def test_the_year_is_the_one_that_pandas_knows(day: date, month: int, weekday: int, nearest: bool) -> None:  # noqa: FBT001  # drawn
    calendar = years_of_weeks(month, weekday, nearest=nearest)
    year = calendar.period("year", day)
    offset = FY5253(startingMonth=month, weekday=weekday, variation="nearest" if nearest else "last")
    before, end = last_days(offset, day)
    assert (year.start, year.last_day) == (before + timedelta(days=1), end)


@given(DAYS, MONTHS, WEEKDAYS, st.booleans(), st.integers(1, 4))
def test_the_quarter_is_the_one_that_pandas_knows(day: date, month: int, weekday: int, nearest: bool, long: int) -> None:  # noqa: FBT001  # drawn
    calendar = years_of_weeks(month, weekday, nearest=nearest, long_quarter=long - 1)
    quarter = calendar.period("quarter", day)
    variation = "nearest" if nearest else "last"
    offset = FY5253Quarter(startingMonth=month, weekday=weekday, variation=variation, qtr_with_extra_week=long)
    before, end = last_days(offset, day)
    assert (quarter.start, quarter.last_day) == (before + timedelta(days=1), end)


@given(DAYS, MONTHS, WEEKDAYS, st.booleans(), st.integers(0, 3), PATTERNS)
def test_months_have_the_weeks_of_the_pattern(
    day: date,
    month: int,
    weekday: int,
    nearest: bool,  # noqa: FBT001  # drawn
    long: int,
    pattern: tuple[int, int, int],
) -> None:
    """The 53rd week lengthens the last month of its quarter, whatever the pattern."""
    calendar = years_of_weeks(month, weekday, nearest=nearest, long_quarter=long, pattern=pattern)
    year = calendar.period("year", day)
    lengths = [(each.end - each.start).days // 7 for each in calendar.between("month", year.start, year.last_day)]
    expected = [*pattern] * 4
    expected[long * 3 + 2] += (year.end - year.start).days == 53 * 7
    assert lengths == expected


@given(DAYS, MONTHS, WEEKDAYS, st.booleans(), PATTERNS)
def test_every_month_of_weeks_is_called_by_a_month_of_its_own(
    day: date,
    month: int,
    weekday: int,
    nearest: bool,  # noqa: FBT001  # drawn
    pattern: tuple[int, int, int],
) -> None:
    """The middle of a calendar month lies in the month of weeks of the same place in the year."""
    calendar = years_of_weeks(month, weekday, nearest=nearest, pattern=pattern)
    named = calendar.named_month(day.year, day.month)
    assert named.number % 12 == (day.month - calendar.fiscal_month) % 12


def test_the_published_retail_calendar() -> None:
    """The National Retail Federation's 4-5-4 calendar: 2023 has 53 weeks and ends on 3 February 2024 (nearest Saturday)."""
    calendar = Calendar(2, week_start=6, weeks=YearOfWeeks((4, 5, 4), nearest=True))
    starts = {number: calendar.numbered("year", number).start for number in range(2021, 2027)}
    assert starts == {
        2021: date(2021, 1, 31),
        2022: date(2022, 1, 30),
        2023: date(2023, 1, 29),
        2024: date(2024, 2, 4),
        2025: date(2025, 2, 2),
        2026: date(2026, 2, 1),
    }
    january = calendar.period("month", date(2024, 2, 3))
    assert (january.start, january.last_day) == (date(2023, 12, 31), date(2024, 2, 3))


@pytest.mark.parametrize(
    ("calendar", "labels"),
    [
        (RETAIL, ["2026-06-30", "FY 2026/27-W22", "FY 2026/27-P05", "FY 2026/27-Q2", "FY 2026/27"]),
        (Calendar(week_start=6, weeks=YearOfWeeks((4, 4, 5))), ["2026-06-30", "2026-W27", "2026-P07", "2026-Q3", "2026"]),
    ],
)
def test_periods_are_named_by_their_place_in_the_year(calendar: Calendar, labels: list[str]) -> None:
    day = date(2026, 6, 30)
    assert [calendar.label(calendar.period(grain, day)) for grain in ("day", "week", "month", "quarter", "year")] == labels


def test_a_week_after_a_53rd_one_is_set_beside_the_week_52_weeks_back() -> None:
    """The comparison stays aligned to weekday and season, so the first week lies beside the second of the long year."""
    calendar = Calendar(2, week_start=6, weeks=YearOfWeeks((4, 5, 4), nearest=True))
    first = calendar.period("week", date(2024, 2, 4))
    assert calendar.label(first) == "FY 2024/25-W01"
    assert calendar.label(calendar.prior_year(first)) == "FY 2023/24-W02"
