"""Working time: examples around changes of the clock, and laws that hold everywhere."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from vitalfew.base.holiday import CountryHolidays
from vitalfew.base.hours import Hours
from vitalfew.base.period import Calendar
from vitalfew.base.quantity import Duration

LISBON, NEW_YORK = ZoneInfo("Europe/Lisbon"), ZoneInfo("America/New_York")
NIGHT = (time(20), time(7))
OFFICE = Hours(Calendar(holidays=CountryHolidays("PT")), LISBON, quiet=NIGHT)
AMERICA = Hours(Calendar(holidays=CountryHolidays("US")), NEW_YORK, quiet=NIGHT)
NIGHT_SHIFT = Hours(Calendar(working_days=frozenset({4, 5, 6})), NEW_YORK, time(22), time(6), (time(9), time(17)))
ALL = {"office": OFFICE, "america": AMERICA, "night shift": NIGHT_SHIFT}

anyone = st.sampled_from(list(ALL.values()))
moments = st.integers(0, 5 * 365 * 86_400_000_000).map(
    lambda since: datetime(2024, 1, 1, tzinfo=UTC) + timedelta(microseconds=since)
)
waits = st.builds(Duration, st.integers(0, 60), st.sampled_from(["minute", "hour", "day", "week", "month"]))
any_wait = st.one_of(waits, st.builds(Duration, st.integers(0, 60), st.sampled_from(["business hour", "business day"])))
LEAPS = [
    datetime(2026, 3, 29, 0, 30, tzinfo=UTC),
    datetime(2026, 10, 25, 0, 30, tzinfo=UTC),
    datetime(2028, 2, 29, 12, tzinfo=UTC),
]


def local(hours: Hours, text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=hours.zone)


@pytest.mark.parametrize(
    ("at", "wait", "then"),
    [
        ("2026-06-26T15:00", "1 business hour", "2026-06-26T16:00"),
        ("2026-06-26T15:00", "2 business hours", "2026-06-26T17:00"),
        ("2026-06-26T15:00", "4 business hours", "2026-06-29T11:00"),
        ("2026-06-26T20:00", "4 business hours", "2026-06-29T13:00"),
        ("2026-06-27T12:00", "16 business hours", "2026-06-30T17:00"),
        ("2026-06-09T16:00", "2 business hours", "2026-06-11T10:00"),
        ("2026-06-26T15:00", "1 business day", "2026-06-29T17:00"),
        ("2026-06-26T23:00", "1 business day", "2026-06-29T17:00"),
        ("2026-06-09T08:00", "1 business day", "2026-06-11T17:00"),
        ("2026-06-26T15:00", "90 minutes", "2026-06-26T16:30"),
        ("2026-06-26T15:00", "2 days", "2026-06-28T15:00"),
        ("2026-06-26T15:00", "2 weeks", "2026-07-10T15:00"),
        ("2027-11-29T15:00", "3 months", "2028-02-29T15:00"),
        ("2026-03-28T15:00", "1 day", "2026-03-29T15:00"),
        ("2026-03-28T15:00", "24 hours", "2026-03-29T16:00"),
        ("2026-10-24T15:00", "24 hours", "2026-10-25T14:00"),
        ("2026-03-28T01:30", "1 day", "2026-03-29T02:00"),
    ],
)
def test_a_wait_ends_when_people_say_it_does(at: str, wait: str, then: str) -> None:
    """Lisbon keeps Portugal Day on 10 June; its clocks go from 01:00 to 02:00 on 29 March 2026 and back on 25 October."""
    assert OFFICE.after(local(OFFICE, at), Duration.parse(wait)) == local(OFFICE, then)


@pytest.mark.parametrize(
    ("hours", "day", "clock", "moment"),
    [
        (OFFICE, date(2026, 3, 29), time(1, 30), datetime(2026, 3, 29, 1, tzinfo=UTC)),
        (OFFICE, date(2026, 3, 29), time(1), datetime(2026, 3, 29, 1, tzinfo=UTC)),
        (OFFICE, date(2026, 3, 29), time(0, 59), datetime(2026, 3, 29, 0, 59, tzinfo=UTC)),
        (OFFICE, date(2026, 10, 25), time(1, 30), datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        (AMERICA, date(2026, 3, 8), time(2, 30, 0, 7), datetime(2026, 3, 8, 7, tzinfo=UTC)),
        (AMERICA, date(2026, 11, 1), time(1, 30), datetime(2026, 11, 1, 5, 30, tzinfo=UTC)),
        (Hours(Calendar(), ZoneInfo("Pacific/Apia")), date(2011, 12, 30), time(12), datetime(2011, 12, 30, 10, tzinfo=UTC)),
    ],
)
def test_a_time_that_is_leapt_over_is_the_leap_and_of_two_the_first(
    hours: Hours, day: date, clock: time, moment: datetime
) -> None:
    """Samoa leapt over all of 30 December 2011."""
    assert hours.at(day, clock) == moment


@pytest.mark.parametrize(
    ("at", "then"),
    [
        ("2026-06-26T19:59", "2026-06-26T19:59"),
        ("2026-06-26T20:00", "2026-06-27T07:00"),
        ("2026-06-27T00:00", "2026-06-27T07:00"),
        ("2026-06-27T06:59", "2026-06-27T07:00"),
        ("2026-06-27T07:00", "2026-06-27T07:00"),
    ],
)
def test_nobody_is_woken(at: str, then: str) -> None:
    assert OFFICE.awake(local(OFFICE, at)) == local(OFFICE, then)


def test_without_quiet_hours_any_moment_will_do() -> None:
    at = local(OFFICE, "2026-06-27T03:00")
    assert Hours(Calendar(), LISBON).awake(at) == at


@pytest.mark.parametrize(
    ("start", "end", "hours"),
    [
        ("2026-06-26T16:00", "2026-06-29T10:00", 2),
        ("2026-06-26T18:00", "2026-06-28T18:00", 0),
        ("2026-06-26T10:00", "2026-06-26T11:00", 1),
        ("2026-06-26T11:00", "2026-06-26T10:00", 0),
        ("2026-06-01T00:00", "2026-06-15T00:00", 64),
    ],
)
def test_time_passes_while_the_organisation_is_open(start: str, end: str, hours: int) -> None:
    """Corpus Christi and Portugal Day leave eight of the ten weekdays from 1 to 14 June 2026."""
    assert OFFICE.between(local(OFFICE, start), local(OFFICE, end)) == timedelta(hours=hours)


def test_a_day_is_the_organisations_own() -> None:
    at = datetime(2026, 6, 27, 3, 30, tzinfo=UTC)
    assert (OFFICE.day(at), AMERICA.day(at)) == (date(2026, 6, 27), date(2026, 6, 26))


def test_a_deadline_beyond_all_days_is_refused() -> None:
    closed = Hours(Calendar(working_days=frozenset()), ZoneInfo("UTC"))
    at = datetime(9999, 1, 1, tzinfo=UTC)
    assert closed.between(at, datetime(9999, 12, 31, tzinfo=UTC)) == timedelta()
    with pytest.raises(OverflowError, match="lies beyond the last of all days"):
        closed.after(at, Duration(1, "business hour"))


@given(anyone, moments, st.integers(0, 60))
@example(OFFICE, LEAPS[0], 9)
@example(NIGHT_SHIFT, datetime(2026, 10, 31, 12, tzinfo=UTC), 9)
@example(NIGHT_SHIFT, datetime(2026, 3, 7, 12, tzinfo=UTC), 9)
def test_as_much_business_time_passes_as_was_waited_for(hours: Hours, at: datetime, count: int) -> None:
    assert hours.between(at, hours.after(at, Duration(count, "business hour"))) == timedelta(hours=count)


@given(anyone, moments)
@example(OFFICE, datetime(2026, 6, 26, 16, tzinfo=UTC))
@example(OFFICE, datetime(2026, 6, 27, 12, tzinfo=UTC))
def test_the_next_moment_of_business_is_one(hours: Hours, at: datetime) -> None:
    """At closing on a Friday the organisation is no longer open, and opens on Monday."""
    moment = timedelta(microseconds=1)
    found = hours.after_open(at, timedelta())
    assert found >= at
    assert hours.between(found, found + moment) == moment
    assert hours.between(at, found) == timedelta()


@given(anyone, moments, any_wait)
def test_a_wait_of_nothing_ends_at_once_and_none_ends_before(hours: Hours, at: datetime, wait: Duration) -> None:
    assert hours.after(at, wait._replace(amount=0)) == at
    assert hours.after(at, wait) >= at
    assert hours.after(at, wait).tzinfo is UTC


@given(anyone, moments, any_wait, st.integers(0, 30))
@example(OFFICE, LEAPS[0] - timedelta(days=1), Duration(1, "day"), 1)
@example(OFFICE, LEAPS[2], Duration(11, "month"), 1)
def test_a_longer_wait_never_ends_earlier(hours: Hours, at: datetime, wait: Duration, more: int) -> None:
    assert hours.after(at, wait) <= hours.after(at, wait._replace(amount=wait.amount + more))


@given(anyone, moments, moments, any_wait)
def test_who_starts_later_never_ends_earlier(hours: Hours, one: datetime, other: datetime, wait: Duration) -> None:
    """But in the hour that clocks show twice, whose second pass has the same times of day as the first."""
    first, second = sorted((one, other))
    twice = {each.astimezone(hours.zone).fold for each in (first, second)} == {1}
    if not twice and not (second - first < timedelta(hours=1) and wait.unit in {"day", "week", "month"}):
        assert hours.after(first, wait) <= hours.after(second, wait)


@given(anyone, moments, st.integers(0, 400))
def test_a_wait_of_days_keeps_the_time_of_day(hours: Hours, at: datetime, days: int) -> None:
    then = hours.after(at, Duration(days, "day")).astimezone(hours.zone)
    start = at.astimezone(hours.zone)
    assert then.date() == start.date() + timedelta(days=days)
    assert then.time() == start.time() or hours.at(then.date(), start.time()) == then


@given(anyone, moments, moments, moments)
def test_business_time_adds_up(hours: Hours, a: datetime, b: datetime, c: datetime) -> None:
    first, middle, last = sorted((a, b, c))
    assert hours.between(first, middle) + hours.between(middle, last) == hours.between(first, last)


@given(anyone, moments)
@example(AMERICA, datetime(2026, 11, 1, 5, 30, tzinfo=UTC))
def test_the_first_quiet_free_moment_is_found_once(hours: Hours, at: datetime) -> None:
    found = hours.awake(at)
    assert at <= found <= at + timedelta(hours=15)
    assert hours.awake(found) == found


@given(anyone, st.dates(date(2024, 1, 1), date(2028, 12, 31)), st.times())
def test_a_time_of_day_lies_on_its_day(hours: Hours, day: date, clock: time) -> None:
    assert hours.day(hours.at(day, clock)) == day
    assert hours.at(day, clock).astimezone(hours.zone).time() >= clock
