"""When a review is held: the days and times that a rhythm such as `monthly on first tuesday 14:00` gives.

There is one in each period of the calendar in which anybody works: a day, week, month, quarter or year of the organisation's own,
fiscal where it says so. Nothing said of the day is the period's first working day, of the time the opening hour.
A weekday that is named is held on, worked or not; on a holiday, and any other day that nobody works on, it moves to the next
working day of the period, else to the one before. Daily ones stay out on days off, and hear of a day that is named only
where it is a weekday. `day 15` is the 15th of the period's first month, `day 3` of a week its third;
in a shorter one it is the last.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from vitalfew.base.hours import Hours
from vitalfew.base.period import WEEKDAYS, Calendar, Grain, Period
from vitalfew.model.rhythm import Frequency

DAY = timedelta(days=1)
GRAIN_OF: Mapping[Frequency, Grain] = {
    "daily": "day",
    "weekly": "week",
    "monthly": "month",
    "quarterly": "quarter",
    "yearly": "year",
}
_PLACES = {"first": 0, "second": 1, "third": 2, "fourth": 3, "last": -1}
_TEXT = re.compile(
    r"(?P<frequency>[a-z]+)"
    rf"(?: on (?:(?P<place>{'|'.join(_PLACES)}) )?(?P<day>{'|'.join(WEEKDAYS)}|business day|day)(?: (?P<number>\d+))?)?"
    r"(?: (?P<clock>\d{1,2}:\d\d))?"
)


class Rhythm(NamedTuple):
    """A rhythm as read: how often, on which kind of day (None: the first that is worked), which of them, at what time."""

    frequency: Frequency
    day: str | None = None
    place: int = 0
    number: int = 0
    clock: time | None = None


class Occurrence(NamedTuple):
    """One review to be held: its period, its day, the day that was meant, and the moment it begins in UTC."""

    period: Period
    day: date
    meant: date
    at: datetime

    @property
    def is_moved(self) -> bool:
        """Tell whether it is on another day than the rhythm says, since nobody works on that."""
        return self.day != self.meant


def read_rhythm(text: str) -> Rhythm:
    """Read a rhythm that the framework holds; raises ValueError for any other text."""
    found = _TEXT.fullmatch(text.strip().lower())
    if found is None or found["frequency"] not in GRAIN_OF:
        msg = f"`{text}` is not a rhythm"
        raise ValueError(msg)
    hour, _, minute = (found["clock"] or "").partition(":")
    clock = time(int(hour), int(minute)) if hour else None
    frequency: Frequency = found["frequency"]  # type: ignore[assignment]  # one of the table's
    return Rhythm(frequency, found["day"], _PLACES[found["place"] or "first"], int(found["number"] or 0), clock)


def occurrences(text: str, hours: Hours, since: date, until: date) -> Iterator[Occurrence]:
    """Give what a rhythm holds from a day on and before another, in order."""
    if until <= since:
        return
    rhythm = read_rhythm(text)
    for period in hours.calendar.between(GRAIN_OF[rhythm.frequency], since, until - DAY):
        meant = _meant(rhythm, period, hours.calendar)
        day = meant and _held(rhythm, meant, period, hours.calendar)
        if meant and day and since <= day < until:
            yield Occurrence(period, day, meant, hours.at(day, rhythm.clock or hours.opens))


def next_occurrence(text: str, hours: Hours, since: date) -> Occurrence | None:
    """Give the first that is held from a day on, if there is one within two years."""
    return next(occurrences(text, hours, since, since + timedelta(days=731)), None)


def business_days_before(calendar: Calendar, day: date, count: int) -> date:
    """Give the day `count` business days before a day."""
    while count > 0 and day > date.min:
        day -= DAY
        count -= calendar.is_business_day(day)
    return day


def _meant(rhythm: Rhythm, period: Period, calendar: Calendar) -> date | None:
    """Give the day that the rhythm says; None where a period has none."""
    days = [period.start + DAY * number for number in range((period.end - period.start).days)]
    if rhythm.frequency == "daily":
        is_other = rhythm.day in WEEKDAYS and rhythm.day != WEEKDAYS[period.start.weekday()]
        return None if is_other else period.start
    if rhythm.day == "day":
        return _numbered(rhythm, period, days, calendar)
    if rhythm.day in WEEKDAYS:
        return _placed([day for day in days if WEEKDAYS[day.weekday()] == rhythm.day], rhythm.place)
    return _placed([day for day in days if calendar.is_business_day(day)], rhythm.place)


def _placed(days: Sequence[date], place: int) -> date | None:
    if not days:
        return None
    return days[-1] if place < 0 else days[min(place, len(days) - 1)]


def _numbered(rhythm: Rhythm, period: Period, days: Sequence[date], calendar: Calendar) -> date:
    if rhythm.frequency == "weekly":
        return days[min(rhythm.number, len(days)) - 1]
    month = calendar.period("month", period.start)
    inside = [day for day in days if day < month.end]
    return next((day for day in inside if day.day == rhythm.number), inside[-1])


def _held(rhythm: Rhythm, meant: date, period: Period, calendar: Calendar) -> date | None:
    """Give the day on which it is held in the end; None where nobody works in the period."""
    is_named = rhythm.day in WEEKDAYS and meant not in calendar.holidays
    if is_named or calendar.is_business_day(meant):
        return meant
    if rhythm.frequency == "daily":
        return None
    after = (meant + DAY * number for number in range(1, (period.end - meant).days))
    before = (meant - DAY * number for number in range(1, (meant - period.start).days + 1))
    return next((day for each in (after, before) for day in each if calendar.is_business_day(day)), None)
