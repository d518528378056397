"""Which state of knowledge a KPI's course is shown in: as last reported, as known on a day, or by today's definition alone."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from vitalfew.base.said import say
from vitalfew.model.course import Course
from vitalfew.model.kpi import Kpi
from vitalfew.model.recipe import recipe
from vitalfew.web.visit import Visit

if TYPE_CHECKING:
    import pyarrow as pa

LAST, DEFINED = "", "defined"
NOTES = {
    LAST: "",
    DEFINED: say("Only what was measured by today's definition; periods measured by an earlier one alone are not there."),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """A way to show the course."""

    name: str
    path: str
    is_taken: bool


@dataclass(frozen=True, slots=True)
class Known:
    """What is shown and what could be; `on` is the day of whose knowledge it is, empty for today's."""

    choices: tuple[Choice, ...]
    note: str
    on: str


def known(visit: Visit, kpi: Kpi) -> Known:
    """Give the choices for the course of a KPI, by the query."""
    way, day = _wanted(visit)
    on = day.isoformat() if day else ""
    choices = (
        Choice(say("As reported"), f"/kpi/{kpi.id}#course", not on and way == LAST),
        Choice(say("By today's definition"), f"/kpi/{kpi.id}?as={DEFINED}#course", not on and way == DEFINED),
    )
    told = (
        say("As it was known at the end of {day:%-d %B %Y}; what was corrected later is left out.", day=day)
        if day
        else NOTES[way]
    )
    return Known(choices, told, on)


def course_of(visit: Visit, kpi: Kpi, *, most: int) -> Course:
    """Give the course of a KPI that has a verdict, in the state of knowledge that the query asks for."""
    way, day = _wanted(visit)
    if day is None and way == LAST:
        return visit.course(kpi, most=most)
    from vitalfew.judge.course import course  # noqa: PLC0415  # the data engine loads late

    seen = visit.workspace.shown(_rows(visit, kpi, day))
    found = course(visit.framework, kpi, seen, visit.verdicts[kpi.id], today=visit.workspace.today, most=most)
    return replace(found, expected=None)  # what is expected is said by what is known today


def _rows(visit: Visit, kpi: Kpi, day: date | None) -> pa.Table:
    observations = visit.workspace.observations
    if day is None:
        return observations.as_defined(kpi.id, recipe(kpi, visit.framework))
    zone = visit.framework.calendar.hours.zone
    end = datetime.combine(day + timedelta(days=1), time(), zone).astimezone(UTC).replace(tzinfo=None)
    return observations.as_reported(kpi.id, end)


def _wanted(visit: Visit) -> tuple[str, date | None]:
    """Read the query; what cannot be read is as if it were not there."""
    way = visit.query.get("as", LAST)
    try:
        day = date.fromisoformat(visit.query.get("on", ""))
    except ValueError:
        day = None
    return (way if way in NOTES else LAST), (day if day and day < date.max else None)
