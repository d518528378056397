"""When jobs are due: every so many minutes, or once on a day, by the organisation's own clock.

A slot is a moment in UTC, the same for whoever computes it whenever. A time of day that clocks show twice, or leap over, is one
moment of its day (`base/hours.py`), so that no day has two slots and none has no slot.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from vitalfew.base.hours import DAY, Hours
from vitalfew.base.period import Calendar

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
FAR = 400
"""Within how many days any rule of days must find one."""


class Every(NamedTuple):
    """Every so many minutes, counted from the full hour where they divide it."""

    minutes: int

    def back(self, hours: Hours, at: datetime) -> Iterator[datetime]:  # noqa: ARG002  # as Opening's
        """Give the slots from a moment backward, without end."""
        step = timedelta(minutes=self.minutes)
        slot = at - (at - EPOCH) % step
        while True:
            yield slot.astimezone(UTC)
            slot -= step


class Opening(NamedTuple):
    """Some time before the organisation opens, on the days that count."""

    ahead: timedelta = timedelta()
    counts: Callable[[Calendar, date], bool] = lambda _, __: True

    def back(self, hours: Hours, at: datetime) -> Iterator[datetime]:
        """Give the slots from a moment backward, until none is found for more than a year."""
        day, silent = hours.day(at + self.ahead) + DAY, 0
        while silent < FAR:
            slot = hours.at(day, hours.opens) - self.ahead
            is_due = slot <= at and self.counts(hours.calendar, day)
            if is_due:
                yield slot
            silent = 0 if is_due else silent + 1
            day -= DAY


class Given(NamedTuple):
    """Slots that something else says: `moments` gives those up to a moment, the newest first."""

    moments: Callable[[datetime], Iterator[datetime]]

    def back(self, hours: Hours, at: datetime) -> Iterator[datetime]:  # noqa: ARG002  # as Opening's
        """Give the slots from a moment backward."""
        return self.moments(at)


Timetable = Every | Opening | Given


def newest(timetable: Timetable, hours: Hours, at: datetime) -> datetime | None:
    """Give the last slot up to a moment; None where the calendar has had no day for more than a year."""
    return next(timetable.back(hours, at), None)


def between(timetable: Timetable, hours: Hours, since: datetime, until: datetime) -> list[datetime]:
    """Give the slots after a moment and before another, in order."""
    found = []
    for slot in timetable.back(hours, until):
        if slot <= since:
            break
        if slot < until:
            found.append(slot)
    return found[::-1]


def is_business_day(calendar: Calendar, day: date) -> bool:
    """Tell whether people work on a day."""
    return calendar.is_business_day(day)
