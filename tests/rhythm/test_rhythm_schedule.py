"""A rhythm gives one review a period, on days that are worked, at the time that the organisation's clocks show (RHY-1)."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vitalfew.base.hours import Hours
from vitalfew.base.period import WEEKDAYS, Calendar
from vitalfew.base.retail import YearOfWeeks
from vitalfew.model.rhythm import Cadence
from vitalfew.rhythm.schedule import GRAIN_OF, business_days_before, next_occurrence, occurrences, read_rhythm

LISBON = ZoneInfo("Europe/Lisbon")
HOLIDAYS = frozenset({date(2026, 1, 1), date(2026, 4, 3), date(2026, 4, 6), date(2026, 5, 1), date(2026, 12, 25)})
PLAIN = Hours(Calendar(holidays=HOLIDAYS), LISBON)
FISCAL = Hours(Calendar(fiscal_month=2, fiscal_day=6, holidays=HOLIDAYS), LISBON)
BY_WEEKS = Hours(Calendar(fiscal_month=2, week_start=6, weeks=YearOfWeeks((4, 5, 4), nearest=False, long_quarter=3)), LISBON)


def days(text: str, since: str = "2026-01-01", until: str = "2027-01-01", hours: Hours = PLAIN) -> list[str]:
    found = occurrences(text, hours, date.fromisoformat(since), date.fromisoformat(until))
    return [each.day.isoformat() for each in found]


@pytest.mark.parametrize(
    ("text", "since", "until", "expected"),
    [
        ("weekly on monday 09:00", "2026-06-01", "2026-06-16", ["2026-06-01", "2026-06-08", "2026-06-15"]),
        ("weekly", "2026-06-01", "2026-06-10", ["2026-06-01", "2026-06-08"]),
        ("Weekly on Monday", "2026-04-06", "2026-04-12", ["2026-04-07"]),  # Easter Monday
        ("weekly on friday", "2026-03-30", "2026-04-06", ["2026-04-02"]),  # Good Friday, with nothing worked after it
        ("weekly on last business day", "2026-03-30", "2026-04-06", ["2026-04-02"]),
        ("weekly on saturday", "2026-06-01", "2026-06-08", ["2026-06-06"]),  # it is named, so it is meant
        ("weekly on day 3", "2026-06-01", "2026-06-08", ["2026-06-03"]),
        ("monthly on first tuesday 14:00", "2026-05-01", "2026-07-31", ["2026-05-05", "2026-06-02", "2026-07-07"]),
        ("monthly on last business day", "2026-05-01", "2026-07-01", ["2026-05-29", "2026-06-30"]),
        ("monthly on third business day", "2026-01-01", "2026-02-01", ["2026-01-06"]),
        ("monthly on day 31", "2026-02-01", "2026-05-01", ["2026-02-27", "2026-03-31", "2026-04-30"]),
        ("monthly on day 15", "2026-08-01", "2026-09-01", ["2026-08-17"]),  # a Saturday
        (
            "quarterly on first friday",
            "2026-01-01",
            "2027-01-01",
            ["2026-01-02", "2026-04-07", "2026-07-03", "2026-10-02"],
        ),  # Easter
        ("yearly on day 15", "2026-01-01", "2028-01-01", ["2026-01-15", "2027-01-15"]),
        ("yearly on last friday", "2026-01-01", "2027-01-01", ["2026-12-28"]),  # Christmas Day
        ("daily 07:15", "2026-04-02", "2026-04-09", ["2026-04-02", "2026-04-07", "2026-04-08"]),
        ("daily on friday", "2026-06-01", "2026-06-15", ["2026-06-05", "2026-06-12"]),
    ],
)
def test_a_rhythm_gives_its_days(text: str, since: str, until: str, expected: list[str]) -> None:
    assert days(text, since, until) == expected


def test_quarters_and_years_are_the_organisation_s_own() -> None:
    assert days("quarterly on day 6", hours=FISCAL) == ["2026-02-06", "2026-05-06", "2026-08-06", "2026-11-06"]
    assert days("yearly", hours=BY_WEEKS) == ["2026-02-02"]
    assert days("monthly on first monday", "2026-02-01", "2026-05-03", BY_WEEKS) == ["2026-02-02", "2026-03-02", "2026-04-06"]


def test_what_was_moved_says_so_and_what_was_not_does_not() -> None:
    moved, kept = occurrences("weekly on monday", PLAIN, date(2026, 4, 6), date(2026, 4, 14))

    assert (moved.is_moved, moved.meant) == (True, date(2026, 4, 6))
    assert not kept.is_moved


def test_the_time_is_what_clocks_show_before_and_after_they_are_changed() -> None:
    found = list(occurrences("weekly on monday 09:00", PLAIN, date(2026, 3, 23), date(2026, 4, 5)))

    assert [each.at for each in found] == [datetime(2026, 3, 23, 9, tzinfo=UTC), datetime(2026, 3, 30, 8, tzinfo=UTC)]


def test_a_time_that_clocks_leap_over_is_the_moment_of_the_leap() -> None:
    (found,) = occurrences("weekly on sunday 01:30", PLAIN, date(2026, 3, 23), date(2026, 3, 30))

    assert found.at == datetime(2026, 3, 29, 1, tzinfo=UTC)


def test_a_period_without_a_day_that_is_worked_has_none() -> None:
    shut = frozenset(date(2026, 8, 3) + timedelta(days=number) for number in range(5))
    hours = Hours(Calendar(holidays=shut), LISBON)

    assert days("weekly on tuesday", "2026-07-27", "2026-08-17", hours) == ["2026-07-28", "2026-08-11"]
    assert days("weekly", "2026-08-03", "2026-08-10", hours) == []
    assert next_occurrence("weekly", hours, date(2026, 8, 3)) is not None


def test_what_is_no_rhythm_is_refused() -> None:
    for text in ("hourly", "weekly at nine", ""):
        with pytest.raises(ValueError, match="is not a rhythm"):
            read_rhythm(text)


def test_business_days_are_counted_backwards() -> None:
    assert business_days_before(PLAIN.calendar, date(2026, 4, 7), 1) == date(2026, 4, 2)
    assert business_days_before(PLAIN.calendar, date(2026, 4, 4), 0) == date(2026, 4, 4)


RHYTHMS = st.builds(
    lambda frequency, day, clock: f"{frequency}{day}{clock}",
    st.sampled_from(sorted(GRAIN_OF)),
    st.one_of(
        st.just(""),
        st.builds(
            lambda place, day: f" on {place}{day}",
            st.sampled_from(["", "first ", "second ", "third ", "fourth ", "last "]),
            st.sampled_from([*WEEKDAYS, "business day", *(f"day {number}" for number in range(1, 32))]),
        ),
    ),
    st.one_of(st.just(""), st.times().map(lambda clock: f" {clock:%H:%M}")),
)
HOURS = st.builds(
    Hours,
    st.builds(
        Calendar,
        fiscal_month=st.integers(1, 12),
        fiscal_day=st.integers(1, 28),
        week_start=st.integers(0, 6),
        working_days=st.frozensets(st.integers(0, 6), min_size=1),
        holidays=st.frozensets(st.dates(date(2026, 1, 1), date(2027, 12, 31)), max_size=40),
    ),
    st.sampled_from([LISBON, ZoneInfo("America/New_York"), ZoneInfo("Pacific/Apia"), ZoneInfo("Australia/Lord_Howe")]),
    st.just(time(9)),
    st.just(time(17)),
)


@settings(max_examples=300)
@given(text=RHYTHMS, hours=HOURS, since=st.dates(date(2026, 1, 1), date(2026, 12, 31)), length=st.integers(0, 500))
def test_there_is_one_in_each_period_that_is_worked_in_order_and_inside_it(
    text: str, hours: Hours, since: date, length: int
) -> None:
    """RHY-1: no period is left out or doubled; a daily one is held on every working day, or on those of the weekday it names."""
    assert Cadence(id="x", rhythm=text).rhythm == text
    until, rhythm = since + timedelta(days=length), read_rhythm(text)
    found = list(occurrences(text, hours, since, until))

    assert all(each.period.start <= each.day < each.period.end for each in found)
    assert [each.at for each in found] == sorted(each.at for each in found)
    assert all(since <= each.day < until for each in found)
    assert len({each.period for each in found}) == len(found)
    for period in hours.calendar.between(GRAIN_OF[rhythm.frequency], since, until) if rhythm.frequency != "daily" else ():
        inside = [period.start + timedelta(days=number) for number in range((period.end - period.start).days)]
        if since <= period.start and period.end <= until and any(map(hours.calendar.is_business_day, inside)):
            assert [each.period for each in found].count(period) == 1


@settings(max_examples=100)
@given(text=RHYTHMS, hours=HOURS, since=st.dates(date(2026, 1, 1), date(2026, 6, 30)), cut=st.integers(0, 300))
def test_two_stretches_give_what_they_give_as_one(text: str, hours: Hours, since: date, cut: int) -> None:
    """So that it does not matter how far ahead, and how often, reviews are planned."""
    middle, until = since + timedelta(days=cut), since + timedelta(days=300)
    parts = [*occurrences(text, hours, since, middle), *occurrences(text, hours, middle, until)]

    assert parts == list(occurrences(text, hours, since, until))
