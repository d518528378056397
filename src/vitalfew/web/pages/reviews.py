"""The reviews ahead and those that were held, by the day they begin (RHY-1)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from vitalfew.base.said import say, say_count
from vitalfew.rhythm.reviews import MACHINE, Review, reviews
from vitalfew.web.page import Page
from vitalfew.web.visit import Visit

STATES = {
    "planned": (say("planned"), "none"),
    "open": (say("open for reporting"), "amber"),
    "locked": (say("locked"), "amber"),
    "in-session": (say("in session"), "green"),
    "closed": (say("closed"), "none"),
    "missed": (say("not held"), "red"),
    "cancelled": (say("cancelled"), "none"),
}
PAST = 12
"""How many that are over are shown."""


@dataclass(frozen=True, slots=True)
class Row:
    """A review."""

    id: str
    name: str
    when: str
    time: str
    minutes: int
    state: str
    tone: str
    chair: str
    people: int
    focus: str


@dataclass(frozen=True, slots=True)
class Day:
    """The reviews of a day."""

    name: str
    weekday: int
    is_today: bool
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Week:
    """The reviews of a week, day by day."""

    name: str
    days: tuple[Day, ...]


@dataclass(frozen=True, slots=True)
class View:
    """The page."""

    subtitle: str
    weeks: tuple[Week, ...]
    past: tuple[Row, ...]


def build(visit: Visit) -> View:
    """Build the page."""
    with visit.reading() as desk:
        found = reviews(desk)
    ahead = [each for each in found if each.state in MACHINE.alive]
    over = [each for each in reversed(found) if each.state in MACHINE.over][:PAST]
    subtitle = say_count("{n} review ahead", "{n} reviews ahead", len(ahead)) if ahead else say("None is planned")
    return View(subtitle, tuple(_weeks(ahead, visit)), tuple(_row(each, visit) for each in over))


def _weeks(found: Iterable[Review], visit: Visit) -> Iterable[Week]:
    calendar = visit.framework.calendar.calendar
    for start, rows in groupby(found, key=lambda each: calendar.period("week", visit.day(each.starts)).start):
        yield Week(say("Week of {day:%-d %B}", day=start), tuple(_days(rows, visit)))


def _days(found: Iterable[Review], visit: Visit) -> Iterable[Day]:
    for day, rows in groupby(found, key=lambda each: visit.day(each.starts)):
        is_today = day == visit.scorecard.as_of
        yield Day(say("{day:%a %-d %B}", day=day), day.isoweekday(), is_today, tuple(_row(each, visit) for each in rows))


def _row(each: Review, visit: Visit) -> Row:
    words, tone = STATES.get(each.state, (each.state, "none"))
    chair, starts = visit.names.get(each.chair or "", ""), visit.local(each.starts)
    when = say("{at:%a %-d %B, %H:%M}", at=starts)
    time = f"{starts:%H:%M}"
    return Row(each.id, each.name, when, time, each.minutes, words, tone, chair, len(each.people), each.focus or "")


PAGE = Page("/reviews", say("Reviews"), build, nav=3)
