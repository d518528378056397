"""The reviews ahead and those that were held, by the day they begin (RHY-1)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from vitalfew.rhythm.reviews import MACHINE, Review, reviews
from vitalfew.web.page import Page
from vitalfew.web.visit import Visit

STATES = {
    "planned": ("planned", "none"),
    "open": ("open for reporting", "amber"),
    "locked": ("locked", "amber"),
    "in-session": ("in session", "green"),
    "closed": ("closed", "none"),
    "missed": ("not held", "red"),
    "cancelled": ("cancelled", "none"),
}
PAST = 12
"""How many that are over are shown."""


@dataclass(frozen=True, slots=True)
class Row:
    """A review."""

    id: str
    name: str
    when: str
    minutes: int
    state: str
    tone: str
    chair: str
    people: int
    focus: str


@dataclass(frozen=True, slots=True)
class Week:
    """The reviews of a week."""

    name: str
    rows: tuple[Row, ...]


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
    subtitle = f"{len(ahead)} ahead" if ahead else "None is planned"
    return View(subtitle, tuple(_weeks(ahead, visit)), tuple(_row(each, visit) for each in over))


def _weeks(found: Iterable[Review], visit: Visit) -> Iterable[Week]:
    calendar = visit.framework.calendar.calendar
    for start, rows in groupby(found, key=lambda each: calendar.period("week", visit.day(each.starts)).start):
        yield Week(f"Week of {start:%-d %B}", tuple(_row(each, visit) for each in rows))


def _row(each: Review, visit: Visit) -> Row:
    words, tone = STATES.get(each.state, (each.state, "none"))
    chair = visit.names.get(each.chair or "", "nobody chairs it")
    when = f"{visit.local(each.starts):%a %-d %B, %H:%M}"
    return Row(each.id, each.name, when, each.minutes, words, tone, chair, len(each.people), each.focus or "")


PAGE = Page("/reviews", "Reviews", build, nav=3)
