"""Who the framework is for: the organisation, its calendar, levels, units, people and stakeholders."""

import re
from datetime import date, time
from typing import Annotated, Any, ClassVar, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BeforeValidator, Field, Strict, field_validator, model_validator

from vitalfew.base.holiday import CountryHolidays
from vitalfew.base.hours import Hours
from vitalfew.base.period import WEEKDAYS, Calendar
from vitalfew.base.retail import YearOfWeeks
from vitalfew.base.said import say
from vitalfew.model.noun import (
    Count,
    Flag,
    Id,
    KpiId,
    LevelId,
    Listed,
    Noun,
    Number,
    ObjectiveId,
    OrgUnitId,
    PersonId,
    Record,
    Text,
)

SHORT_DAYS = tuple(day[:3] for day in WEEKDAYS)


class Organization(Record):
    """The context that everything else answers to (STR-1)."""

    name: Text | None = None
    industry: Text | None = None
    size: Count | None = None
    scope: Text | None = None
    reporting: Literal["daily", "weekly", "monthly", "quarterly"] | None = None
    launched: date | None = None
    goals: Annotated[tuple[Text, ...], Listed] = ()
    focus: Annotated[tuple[Text, ...], Listed] = ()


class YearEnd(Record):
    """Where a year of weeks ends: on the last of a weekday in a month, or on the one nearest to the month's end."""

    weekday: Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
    rule: Literal["last", "nearest"] = "last"
    month: Annotated[int, Strict(), Field(ge=1, le=12)]


def _month_day(text: str) -> str:
    month, _, day = text.partition("-")
    if not (len(text) == 5 and month.isdigit() and day.isdigit() and 1 <= int(month) <= 12 and 1 <= int(day) <= 28):
        msg = say("`{text}` is not a month and day such as 02-01 (day 01 to 28)", text=text)
        raise ValueError(msg)
    return text


def _clocks(text: str) -> tuple[time, time]:
    begins, _, ends = text.partition("-")
    return time.fromisoformat(begins.strip()), time.fromisoformat(ends.strip())


def _hours(text: str) -> str:
    try:
        begins, ends = _clocks(text)
    except ValueError:
        ends = begins = time()
    if begins == ends or not _HOURS.fullmatch(text):
        msg = say("`{text}` is not a stretch of the day such as 09:00-17:00, from one time to another", text=text)
        raise ValueError(msg)
    return text


_HOURS = re.compile(r"[0-9]{2}:[0-9]{2} ?- ?[0-9]{2}:[0-9]{2}")
HoursText = Annotated[str, Strict(), AfterValidator(_hours)]
"""A stretch of the day, kept as it was written."""


def _country_or_days(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


class CalendarSettings(Record):
    """How the organisation cuts time; `today` fixes the clock."""

    fiscal_year_starts: Annotated[str, Strict(), AfterValidator(_month_day)] = "01-01"
    scheme: Literal["months", "4-4-5", "4-5-4", "5-4-4"] = "months"
    year_end: YearEnd | None = None
    week_53: Literal["q1", "q2", "q3", "q4"] = "q4"
    week_starts: Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] = "monday"
    prior_year: Literal["weeks", "date"] = "weeks"
    timezone: Text = "UTC"
    currency: Annotated[str, Strict(), Field(pattern=r"^[A-Z]{3}$")] | None = None
    working_days: Annotated[tuple[Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"], ...], Field(min_length=1)] = (
        "mon",
        "tue",
        "wed",
        "thu",
        "fri",
    )
    holidays: Annotated[
        Annotated[str, Strict(), Field(pattern=r"^[A-Z]{2}(-[A-Z0-9]+)?$")] | tuple[date, ...], BeforeValidator(_country_or_days)
    ] = ()
    business_hours: HoursText = "09:00-17:00"
    quiet_hours: Literal["none"] | HoursText = "20:00-07:00"
    today: date | None = None

    @model_validator(mode="after")
    def _year_of_weeks(self) -> "CalendarSettings":
        if self.scheme == "months":
            return self
        if self.year_end is None:
            msg = say("scheme {scheme} needs `year_end`, such as {{weekday: saturday, rule: last, month: 1}}", scheme=self.scheme)
            raise ValueError(msg)
        begins = WEEKDAYS[self._week_start]
        if "week_starts" in self.model_fields_set and self.week_starts != begins:
            msg = say(
                "the year ends on a {weekday}, so weeks start on {begins}, not on {week_starts}",
                weekday=self.year_end.weekday,
                begins=begins,
                week_starts=self.week_starts,
            )
            raise ValueError(msg)
        if "fiscal_year_starts" in self.model_fields_set:
            msg = say(
                "scheme {scheme} takes the year's start from `year_end`: leave out `fiscal_year_starts`", scheme=self.scheme
            )
            raise ValueError(msg)
        return self

    @property
    def _week_start(self) -> int:
        if self.scheme == "months" or self.year_end is None:
            return WEEKDAYS.index(self.week_starts)
        return (WEEKDAYS.index(self.year_end.weekday) + 1) % 7

    @property
    def calendar(self) -> Calendar:
        """The calendar that periods are counted by."""
        month, day = (int(part) for part in self.fiscal_year_starts.split("-"))
        weeks = None
        if self.scheme != "months" and self.year_end is not None:
            month, day = self.year_end.month % 12 + 1, 1
            one, two, three = (int(part) for part in self.scheme.split("-"))
            weeks = YearOfWeeks((one, two, three), self.year_end.rule == "nearest", int(self.week_53[1]) - 1)
        return Calendar(
            fiscal_month=month,
            fiscal_day=day,
            weeks=weeks,
            week_start=self._week_start,
            weeks_back=self.prior_year == "weeks",
            working_days=frozenset(SHORT_DAYS.index(each) for each in self.working_days),
            holidays=CountryHolidays(self.holidays) if isinstance(self.holidays, str) else frozenset(self.holidays),
        )

    @property
    def zone(self) -> ZoneInfo:
        """The organisation's time zone; UTC where it names none that exists, which is a finding of `check`."""
        try:
            return ZoneInfo(self.timezone)
        except (ZoneInfoNotFoundError, ValueError, OSError):  # OSError where the name is that of a folder, or too long for one
            return ZoneInfo("UTC")

    @property
    def hours(self) -> Hours:
        """The working time that deadlines are counted by."""
        opens, closes = _clocks(self.business_hours)
        quiet = None if self.quiet_hours == "none" else _clocks(self.quiet_hours)
        return Hours(self.calendar, self.zone, opens, closes, quiet)


class Level(Noun):
    """A level of the organisation; tier 1 is what the executive looks at."""

    kind_: ClassVar[str] = "level"

    tier: Annotated[int, Strict(), Field(ge=1, le=3)]
    name: Text | None = None


class Perspective(Noun):
    """A lens that objectives are sorted by (STR-4)."""

    kind_: ClassVar[str] = "perspective"

    name: Text | None = None

    @property
    def title(self) -> str:
        """The name, or the id made readable."""
        return self.name or self.id.replace("-", " ").capitalize()


class OrgUnit(Noun):
    """A part of the organisation with one head."""

    kind_: ClassVar[str] = "org_unit"

    name: Text | None = None
    level: LevelId | None = None
    parent: OrgUnitId | None = None
    head: PersonId | None = None
    work: Text | None = None


class Person(Noun):
    """A person, or a role still to be filled where `name` is null; `left` is the day they were gone."""

    kind_: ClassVar[str] = "person"

    name: Text | None = None
    email: Annotated[str, Strict(), Field(pattern=r"^[^@\s]+@[^@\s]+$")] | None = None
    role: Text | None = None
    org_unit: OrgUnitId | None = None
    manager: PersonId | None = None
    deputy: PersonId | None = None
    group: Flag = False
    left: date | None = None


class Interest(Record):
    """What a stakeholder wants, and where the framework answers it (STR-7)."""

    id: Id
    text: Text | None = None
    objectives: Annotated[tuple[ObjectiveId, ...], Listed] = ()
    kpis: Annotated[tuple[KpiId, ...], Listed] = ()


class Stakeholder(Noun):
    """A group with a stake in the results."""

    kind_: ClassVar[str] = "stakeholder"

    name: Text | None = None
    group: Literal["executives", "board", "departments", "employees", "customers", "investors", "public", "suppliers"] | None = (
        None
    )
    interests: tuple[Interest, ...] = ()


class PolicyRange(Record):
    """A range that overrides the preset's; a bound left out stays as the preset has it.

    Of a policy number it is one `value`, for which the bare number is short.
    """

    min: Number | None = None
    max: Number | None = None
    value: Annotated[Number, Field(ge=0)] | None = None

    @model_validator(mode="before")
    @classmethod
    def _bare(cls, given: Any) -> Any:
        return {"value": given} if isinstance(given, int | float) and not isinstance(given, bool) else given

    @field_validator("max")
    @classmethod
    def _ordered(cls, value: float | None, info: Any) -> float | None:
        least = info.data.get("min")
        if value is not None and least is not None and value < least:
            msg = say("max {value:g} is below min {least:g}", value=value, least=least)
            raise ValueError(msg)
        return value


SeveritySetting = Literal["error", "warning", "info", "off"]


class PathSettings(Record):
    """What holds for findings in some files: rules that are not shown, and severities of their own."""

    ignore: Annotated[tuple[Text, ...], Listed] = ()
    severity: dict[Annotated[str, Strict()], SeveritySetting] = Field(default_factory=dict)
