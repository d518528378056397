"""Calendars: pandas' offsets are the oracle where they know the period; laws of tiling everywhere."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pandas as pd  # type: ignore[import-untyped]  # its stubs are a package of their own
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vitalfew.base.period import GRAINS, WEEKDAYS, Calendar, Grain, Period
from vitalfew.base.retail import YearOfWeeks

DAYS = st.dates(date(1980, 1, 1), date(2100, 12, 31))
BY_MONTHS = st.builds(
    Calendar,
    fiscal_month=st.integers(1, 12),
    fiscal_day=st.integers(1, 28),
    week_start=st.integers(0, 6),
    weeks_back=st.booleans(),
)
BY_WEEKS = st.builds(
    Calendar,
    fiscal_month=st.integers(1, 12),
    week_start=st.integers(0, 6),
    weeks_back=st.booleans(),
    weeks=st.builds(
        YearOfWeeks,
        pattern=st.sampled_from([(4, 4, 5), (4, 5, 4), (5, 4, 4)]),
        nearest=st.booleans(),
        long_quarter=st.integers(0, 3),
    ),
)
CALENDARS = st.one_of(BY_MONTHS, BY_WEEKS)
MONTH_NAMES = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")


def oracle(day: date, frequency: str) -> tuple[date, date]:
    """Give pandas' period that holds a day, half-open."""
    period = pd.Period(day, freq=frequency)
    return period.start_time.date(), period.end_time.date() + timedelta(days=1)


def stretch(period: Period) -> tuple[date, date]:
    return period.start, period.end


@given(DAYS, st.integers(0, 6))
def test_a_week_is_the_week_that_pandas_knows(day: date, week_start: int) -> None:
    last = WEEKDAYS[(week_start - 1) % 7][:3].upper()
    assert stretch(Calendar(week_start=week_start).period("week", day)) == oracle(day, f"W-{last}")


@given(DAYS, st.integers(1, 12))
def test_fiscal_months_quarters_and_years_are_those_of_pandas(day: date, fiscal_month: int) -> None:
    calendar = Calendar(fiscal_month=fiscal_month)
    last = MONTH_NAMES[(fiscal_month - 2) % 12]
    assert stretch(calendar.period("month", day)) == oracle(day, "M")
    assert stretch(calendar.period("quarter", day)) == oracle(day, f"Q-{last}")
    assert stretch(calendar.period("year", day)) == oracle(day, f"Y-{last}")


@given(DAYS, st.integers(1, 12))
def test_the_fiscal_quarter_is_counted_as_pandas_counts_it(day: date, fiscal_month: int) -> None:
    calendar = Calendar(fiscal_month=fiscal_month)
    quarter = pd.Period(day, freq=f"Q-{MONTH_NAMES[(fiscal_month - 2) % 12]}").quarter
    assert calendar.label(calendar.period("quarter", day)).endswith(f"-Q{quarter}")


@given(DAYS)
def test_a_monday_week_bears_its_iso_number(day: date) -> None:
    calendar = Calendar()
    year, week, _ = day.isocalendar()
    assert calendar.label(calendar.period("week", day)) == f"{year}-W{week:02}"


@given(CALENDARS, st.sampled_from(GRAINS), DAYS)
def test_every_day_is_in_exactly_one_period(calendar: Calendar, grain: Grain, day: date) -> None:
    period = calendar.period(grain, day)
    assert period.start <= day < period.end
    assert all(not near.start <= day < near.end for near in (calendar.shift(period, -1), calendar.shift(period, 1)))


@given(CALENDARS, st.sampled_from(GRAINS), DAYS, st.integers(-60, 60))
def test_periods_tile_time_without_gaps(calendar: Calendar, grain: Grain, day: date, by: int) -> None:
    period = calendar.shift(calendar.period(grain, day), by)
    after = calendar.shift(period, 1)
    assert period.end == after.start
    assert period.number + 1 == after.number
    assert calendar.period(grain, period.start) == calendar.period(grain, period.last_day) == period
    assert calendar.numbered(grain, period.number) == period


@given(CALENDARS, st.sampled_from(GRAINS), DAYS, st.integers(0, 500))
def test_between_gives_every_period_of_a_stretch_once(calendar: Calendar, grain: Grain, first: date, days: int) -> None:
    last = first + timedelta(days=days)
    periods = list(calendar.between(grain, first, last))
    assert periods[0].start <= first < periods[0].end
    assert periods[-1].start <= last < periods[-1].end
    assert all(one.end == two.start for one, two in pairwise(periods))


@given(CALENDARS, DAYS)
def test_quarters_and_years_are_made_of_whole_months(calendar: Calendar, day: date) -> None:
    for period, months in ((calendar.period("quarter", day), 3), (calendar.period("year", day), 12)):
        parts = list(calendar.between("month", period.start, period.last_day))
        assert len(parts) == months
        assert (parts[0].start, parts[-1].end) == (period.start, period.end)


@given(CALENDARS, DAYS)
def test_labels_tell_neighbours_apart(calendar: Calendar, day: date) -> None:
    for grain in GRAINS:
        period = calendar.period(grain, day)
        labels = {calendar.label(calendar.shift(period, by)) for by in range(-8, 9)}
        assert len(labels) == 17


@pytest.mark.parametrize(
    ("calendar", "grain", "label"),
    [
        (Calendar(), "day", "2026-06-30"),
        (Calendar(), "week", "2026-W27"),
        (Calendar(week_start=6), "week", "2026-W27"),
        (Calendar(), "month", "2026-06"),
        (Calendar(fiscal_day=15), "month", "2026-06-15"),
        (Calendar(), "quarter", "2026-Q2"),
        (Calendar(fiscal_month=2), "quarter", "FY 2026/27-Q2"),
        (Calendar(), "year", "2026"),
        (Calendar(fiscal_month=2), "year", "FY 2026/27"),
        (Calendar(fiscal_day=15), "year", "FY 2026/27"),
    ],
)
def test_a_period_is_named_as_people_name_it(calendar: Calendar, grain: Grain, label: str) -> None:
    assert calendar.label(calendar.period(grain, date(2026, 6, 30))) == label


def test_the_fiscal_century_is_written_with_two_digits() -> None:
    calendar = Calendar(fiscal_month=7)
    assert calendar.label(calendar.period("year", date(2099, 7, 1))) == "FY 2099/00"


@given(DAYS)
def test_the_prior_year_of_a_week_is_52_weeks_back_and_keeps_the_weekday(day: date) -> None:
    calendar = Calendar()
    for period in (calendar.period("day", day), calendar.period("week", day)):
        assert period.start - calendar.prior_year(period).start == timedelta(weeks=52)


@given(DAYS, st.integers(1, 12))
def test_the_prior_year_of_months_quarters_and_years_is_the_offset_of_pandas(day: date, fiscal_month: int) -> None:
    for weeks_back in (True, False):
        calendar = Calendar(fiscal_month=fiscal_month, weeks_back=weeks_back)
        for grain in ("month", "quarter", "year"):
            period = calendar.period(grain, day)
            assert calendar.prior_year(period).start == (pd.Timestamp(period.start) - pd.DateOffset(years=1)).date()


@given(DAYS, st.integers(0, 6))
def test_by_date_the_prior_year_holds_the_same_date(day: date, week_start: int) -> None:
    calendar = Calendar(weeks_back=False, week_start=week_start)
    for grain in ("day", "week"):
        period = calendar.period(grain, day)
        same_date = (pd.Timestamp(period.start) - pd.DateOffset(years=1)).date()
        assert calendar.prior_year(period) == calendar.period(grain, same_date)


def test_by_date_29_february_is_set_beside_28_february() -> None:
    calendar = Calendar(weeks_back=False)
    assert calendar.prior_year(calendar.period("day", date(2024, 2, 29))).start == date(2023, 2, 28)


@pytest.mark.parametrize("day", [date.min, date.max], ids=["the first day", "the last day"])
@pytest.mark.parametrize("grain", GRAINS)
@pytest.mark.parametrize(
    "calendar",
    [
        Calendar(),
        Calendar(4, 6, 6, weeks_back=False),
        Calendar(week_start=4),
        Calendar(2, week_start=6, weeks=YearOfWeeks((4, 5, 4))),
        Calendar(1, week_start=3, weeks=YearOfWeeks((4, 4, 5), nearest=True)),
    ],
)
def test_days_that_stand_for_never_have_a_period_too(calendar: Calendar, grain: Grain, day: date) -> None:
    period = calendar.period(grain, day)
    assert period.start <= day <= period.end
    assert calendar.label(period)
    assert calendar.prior_year(period).start <= period.start


@given(DAYS, st.sets(st.integers(0, 6), min_size=1), st.sets(DAYS, max_size=5), st.integers(0, 40))
def test_business_days_are_those_of_pandas(day: date, working: set[int], holidays: set[date], count: int) -> None:
    calendar = Calendar(working_days=frozenset(working), holidays=frozenset(holidays))
    mask = "".join("1" if weekday in working else "0" for weekday in range(7))
    offset = pd.offsets.CustomBusinessDay(n=1, weekmask=mask, holidays=sorted(holidays))
    expected = pd.date_range(day + timedelta(days=1), periods=count, freq=offset)
    assert calendar.add_business_days(day, count) == (expected[-1].date() if count else day)


def test_a_holiday_is_no_business_day() -> None:
    calendar = Calendar(holidays=frozenset({date(2026, 6, 29)}))
    assert not calendar.is_business_day(date(2026, 6, 29))
    assert not calendar.is_business_day(date(2026, 6, 28))
    assert calendar.is_business_day(date(2026, 6, 30))
