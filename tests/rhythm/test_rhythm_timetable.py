"""Slots are the same for whoever computes them; each day has one, whatever clocks do."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vitalfew.base.hours import Hours
from vitalfew.base.period import Calendar
from vitalfew.rhythm.timetable import Every, Opening, Timetable, between, is_business_day, newest

BERLIN, LISBON, KATHMANDU, HOWE = map(ZoneInfo, ("Europe/Berlin", "Europe/Lisbon", "Asia/Kathmandu", "Australia/Lord_Howe"))
HOUR = timedelta(hours=1)
TABLES: list[Timetable] = [Every(15), Every(60), Opening(), Opening(HOUR), Opening(counts=is_business_day)]


def hours(opens: str = "09:00", zone: ZoneInfo = BERLIN, holidays: frozenset[date] = frozenset()) -> Hours:
    return Hours(Calendar(working_days=frozenset(range(5)), holidays=holidays), zone, time.fromisoformat(opens), time(17))


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_minutes_count_from_the_full_hour() -> None:
    assert newest(Every(15), hours(), utc("2026-06-01T09:14:59.999")) == utc("2026-06-01T09:00")
    assert newest(Every(15), hours(), utc("2026-06-01T09:15")) == utc("2026-06-01T09:15")
    assert between(Every(30), hours(), utc("2026-06-01T09:00"), utc("2026-06-01T10:30")) == [
        utc("2026-06-01T09:30"),
        utc("2026-06-01T10:00"),
    ]


def test_a_day_begins_with_its_opening_as_local_clocks_show_it() -> None:
    assert newest(Opening(), hours(), utc("2026-03-28T09:00")) == utc("2026-03-28T08:00")  # winter
    assert newest(Opening(), hours(), utc("2026-03-29T09:00")) == utc("2026-03-29T07:00")  # summer
    assert newest(Opening(HOUR), hours(), utc("2026-03-29T06:00")) == utc("2026-03-29T06:00")


def test_a_time_that_clocks_leap_over_or_show_twice_is_one_slot_of_its_day() -> None:
    spring = between(Opening(), hours("02:30"), utc("2026-03-28T00:00"), utc("2026-03-31T00:00"))
    autumn = between(Opening(), hours("02:30"), utc("2026-10-24T00:00"), utc("2026-10-27T00:00"))

    assert spring == [utc("2026-03-28T01:30"), utc("2026-03-29T01:00"), utc("2026-03-30T00:30")]
    assert autumn == [utc("2026-10-24T00:30"), utc("2026-10-25T00:30"), utc("2026-10-26T01:30")]


def test_days_off_are_left_out_where_only_working_days_count() -> None:
    whit_monday = hours(holidays=frozenset({date(2026, 5, 25)}))
    assert newest(Opening(counts=is_business_day), whit_monday, utc("2026-05-25T12:00")) == utc("2026-05-22T07:00")
    assert newest(Opening(), whit_monday, utc("2026-05-25T12:00")) == utc("2026-05-25T07:00")


def test_no_day_that_counts_is_no_slot() -> None:
    never: Timetable = Opening(counts=lambda _, __: False)
    assert newest(never, hours(), utc("2026-06-01T09:00")) is None
    assert between(never, hours(), utc("2026-05-01T09:00"), utc("2026-06-01T09:00")) == []


def test_a_leap_day_has_its_slot() -> None:
    found = between(Opening(), hours(zone=LISBON), utc("2028-02-28T00:00"), utc("2028-03-02T00:00"))
    assert [slot.date().isoformat() for slot in found] == ["2028-02-28", "2028-02-29", "2028-03-01"]


@pytest.mark.parametrize("table", TABLES, ids=["quarter-hour", "hour", "opening", "hour-before", "working-day"])
@given(
    second=st.integers(0, 4 * 366 * 86_400),
    minutes=st.integers(0, 4000),
    zone=st.sampled_from([BERLIN, LISBON, KATHMANDU, HOWE]),
    opens=st.sampled_from(["00:00", "01:45", "02:00", "02:30", "09:00", "23:59"]),
)
def test_whoever_looks_at_any_moments_sees_the_same_slots(
    table: Timetable, second: int, minutes: int, zone: ZoneInfo, opens: str
) -> None:
    """Slots up to one moment, and from it to another, are those up to the other."""
    own, start = hours(opens, zone), utc("2025-01-01T00:00") + timedelta(seconds=second)
    middle, end = start + timedelta(minutes=minutes), start + timedelta(minutes=4001)
    whole = between(table, own, start, end)
    assert [
        *between(table, own, start, middle),
        *([middle] if middle in whole else []),
        *between(table, own, middle, end),
    ] == whole
    assert whole == sorted(set(whole))
    last = newest(table, own, end - timedelta(microseconds=1))
    assert last is not None
    assert last == whole[-1] if whole else last <= start
