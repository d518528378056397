"""The working time of an organisation: when it is open, when it sleeps, and which moment lies a wait after another.

Moments are aware datetimes, given back in UTC. A day is the organisation's own, a time of day what its clocks show.
Stretches are half-open, as periods are: the moment of closing is no longer inside.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from vitalfew.base.period import Calendar
from vitalfew.base.quantity import Duration

DAY = timedelta(days=1)
Stretch = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Hours:
    """Opening hours on the working days of a calendar, in a time zone.

    Hours that close before they open end on the day after. `quiet` is when nobody is to be disturbed, on every day.
    """

    calendar: Calendar
    zone: ZoneInfo
    opens: time = time(9)
    closes: time = time(17)
    quiet: tuple[time, time] | None = None

    def day(self, at: datetime) -> date:
        """Give the organisation's day at a moment."""
        return at.astimezone(self.zone).date()

    def at(self, day: date, clock: time) -> datetime:
        """Give the moment at which clocks show a time on a day.

        A time that clocks leap over is the moment of the leap; of a time that they show twice it is the first.
        """
        local = datetime.combine(day, clock.replace(fold=0), self.zone)
        moment = local.astimezone(UTC)
        if moment.astimezone(self.zone).replace(tzinfo=None) == local.replace(tzinfo=None):
            return moment
        before = local.replace(fold=1).astimezone(UTC)  # in a leap, the offset of after it leads to before it
        after = moment.astimezone(self.zone).utcoffset()
        seconds = range(int((moment - before).total_seconds()) + 1)

        def has_leapt(second: int) -> bool:
            return (before + timedelta(seconds=second)).astimezone(self.zone).utcoffset() == after

        return before.replace(microsecond=0) + timedelta(seconds=bisect_left(seconds, True, key=has_leapt))

    def after(self, at: datetime, wait: Duration) -> datetime:
        """Give the moment that lies a wait after another; no wait ends at once.

        Business hours pass while the organisation is open. A business day ends when the n-th working day after closes.
        Minutes and hours pass as they do everywhere; days, weeks and months end at the same time of day, so that a day on
        which clocks are changed lasts 23 or 25 hours.
        """
        if not wait.amount:
            return at.astimezone(UTC)
        match wait.unit:
            case "minute":
                return at.astimezone(UTC) + timedelta(minutes=wait.amount)
            case "hour":
                return at.astimezone(UTC) + timedelta(hours=wait.amount)
            case "business hour":
                return self.after_open(at, timedelta(hours=wait.amount))
            case "business day":
                return self._open(wait.after(self.day(at), self.calendar))[1]
            case _:
                local = at.astimezone(self.zone)
                return self.at(wait.after(local.date(), self.calendar), local.time())

    def between(self, start: datetime, end: datetime) -> timedelta:
        """Give how long the organisation was open between two moments; zero where the end is before the start."""
        passed = timedelta()
        for opens, closes in self._stretches(start):
            if opens >= end:
                return passed
            passed += max(min(closes, end) - max(opens, start), timedelta())
        return passed

    def awake(self, at: datetime) -> datetime:
        """Give the first moment from this one on that is not in the quiet hours."""
        if self.quiet is None:
            return at.astimezone(UTC)
        for day in (self.day(at) - DAY, self.day(at)):
            begins, ends = self._stretch(day, *self.quiet)
            if begins <= at < ends:
                return ends
        return at.astimezone(UTC)

    def after_open(self, at: datetime, wait: timedelta) -> datetime:
        """Give the moment until which the organisation was open for a time; of no time, the first at which it is."""
        for opens, closes in self._stretches(at):
            begins = max(opens, at.astimezone(UTC))
            if begins < closes and wait <= closes - begins:
                return begins + wait
            wait -= max(closes - begins, timedelta())
        msg = f"{wait} of business time after {at} lies beyond the last of all days"
        raise OverflowError(msg)

    def _stretches(self, since: datetime) -> Iterator[Stretch]:
        """Give the stretches in which the organisation is open, from the one on that began the day before."""
        day = self.day(since) - DAY
        while day < date.max - DAY:
            if self.calendar.is_business_day(day):
                yield self._open(day)
            day += DAY

    def _open(self, day: date) -> Stretch:
        return self._stretch(day, self.opens, self.closes)

    def _stretch(self, day: date, begins: time, ends: time) -> Stretch:
        return self.at(day, begins), self.at(day if begins < ends else day + DAY, ends)
