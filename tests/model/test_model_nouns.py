"""Every validator of a noun: what it takes, and what it says of what it does not."""

from __future__ import annotations

from datetime import date, time
from typing import Any, get_args, get_origin
from zoneinfo import ZoneInfo

import pytest
from pydantic import TypeAdapter, ValidationError

from vitalfew.base.hours import Hours
from vitalfew.base.ref import Ref
from vitalfew.model.framework import NOUN_KEYS, Framework
from vitalfew.model.kpi import Kpi, Trigger
from vitalfew.model.measure import Measure
from vitalfew.model.noun import DurationText, Noun, Record
from vitalfew.model.organization import CalendarSettings, Perspective
from vitalfew.model.rhythm import Cadence
from vitalfew.model.source import FilesSource, Source
from vitalfew.model.strategy import Objective
from vitalfew.model.target import Baseline, Target


def said(model: type[Record], **fields: Any) -> str:
    """Give what a record says of fields that it does not take."""
    with pytest.raises(ValidationError) as caught:
        model.model_validate(fields)
    return "; ".join(error["msg"] for error in caught.value.errors())


def kpi(**fields: Any) -> Kpi:
    return Kpi.model_validate({"id": "churn", **fields})


# Keys, ids and short forms


def test_a_key_that_no_noun_knows_is_refused() -> None:
    assert "Extra inputs are not permitted" in said(Kpi, id="churn", onwer="ana")


@pytest.mark.parametrize("id_", ["Churn", "1st", "net_revenue", "", "a" * 81, "a b", 7, None])
def test_an_id_is_short_lower_case_words(id_: object) -> None:
    assert said(Kpi, id=id_)


@pytest.mark.parametrize("id_", ["Orders", "first-orders", "1st", ""])
def test_the_id_of_a_measure_can_stand_in_a_formula(id_: str) -> None:
    assert said(Measure, id=id_, value="count(*)", date="day")


def test_nouns_are_frozen_and_addressed() -> None:
    noun = kpi()
    assert noun.ref == Ref("kpi", "churn")
    with pytest.raises(ValidationError, match="frozen"):
        noun.name = "Churn"


def test_every_noun_kind_is_the_singular_of_its_key() -> None:
    singular = {"people": "person", "roadmap": "phase", "cadences": "cadence"}
    for key in NOUN_KEYS:
        (noun,) = kinds(key)
        assert noun == singular.get(key, key.removesuffix("s") if not key.endswith("ies") else key)


def kinds(key: str) -> set[str]:
    """Give the kinds of the nouns under a key."""
    parts: list[object] = [Framework.model_fields[key].annotation]
    found: set[str] = set()
    for part in parts:
        if isinstance(part, type) and get_origin(part) is None and issubclass(part, Noun):
            found.add(part.kind_)
        parts += get_args(part)
    return found


def test_one_item_stands_for_a_list_and_a_bare_id_for_a_link() -> None:
    short = kpi(
        objectives="grow", review="weekly", drives="revenue", escalate={"stale": 1}, contributes_to={"id": "up", "weight": 2}
    )
    assert [(link.id, link.weight) for link in short.objectives] == [("grow", 1.0)]
    assert [(link.id, link.weight) for link in short.contributes_to] == [("up", 2.0)]
    assert (short.review, short.drives[0].kpi, short.escalate[0].stale) == (("weekly",), "revenue", 1)


@pytest.mark.parametrize("weight", [0, -1, "2", True, float("inf"), float("nan")])
def test_a_weight_is_a_number_above_zero(weight: object) -> None:
    assert said(Kpi, id="churn", objectives=[{"id": "grow", "weight": weight}])


@pytest.mark.parametrize("name", ["", "   ", 7, True])
def test_a_text_says_something(name: object) -> None:
    assert said(Kpi, id="churn", name=name)


def test_a_title_is_the_name_or_the_id_made_readable() -> None:
    assert (kpi(id="net-revenue").title, kpi(name="Churn rate").title) == ("Net revenue", "Churn rate")
    assert (Perspective(id="big-city").title, Perspective(id="a", name="B").title) == ("Big city", "B")
    assert (Objective(id="grow-much").title, Objective(id="a", statement="Grow").title) == ("Grow much", "Grow")


@pytest.mark.parametrize(("owner", "owners"), [(None, ()), ("ana", ("ana",)), (["ana", "ben"], ("ana", "ben"))])
def test_several_owners_are_read_so_that_a_rule_can_flag_them(owner: object, owners: tuple[str, ...]) -> None:
    """DEF-5: one named person."""
    assert kpi(owner=owner).owners == owners


@pytest.mark.parametrize(
    ("fields", "good"),
    [
        ({}, "up"),
        ({"direction": "down"}, "down"),
        ({"target": {"at_most": 3}}, "down"),
        ({"target": {"at_least": 3}}, "up"),
        ({"target": {"within": [1, 2]}}, "within"),
        ({"direction": "up", "target": {"at_most": 3}}, "up"),
    ],
)
def test_the_good_direction_is_declared_or_follows_from_the_target(fields: dict[str, object], good: str) -> None:
    assert kpi(**fields).good == good


def test_a_kpi_is_measured_monthly_where_nothing_is_said() -> None:
    assert (kpi().grain, kpi(every="week").grain) == ("month", "week")


@pytest.mark.parametrize("decimals", [-1, 10, 1.5, "1", True])
def test_decimals_are_a_small_count(decimals: object) -> None:
    assert said(Kpi, id="churn", decimals=decimals)


# Targets


@pytest.mark.parametrize(
    ("fields", "kind", "final"),
    [
        ({"reach": 5, "by": "2027-12-31"}, "reach", 5),
        ({"at_least": 0}, "at_least", 0),
        ({"at_most": 2.5}, "at_most", 2.5),
        ({"within": [1, 2], "best": 1.5}, "within", None),
        ({"values": {"2026-01": 1, "2026-03-31": 3, "2026-02": 2}}, "values", 3),
    ],
)
def test_a_target_has_one_kind_and_a_final_value(fields: dict[str, object], kind: str, final: float | None) -> None:
    target = Target.model_validate(fields)
    assert (target.kind, target.final) == (kind, final)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "exactly one of reach, at_least, at_most, within, values; this one has none"),
        ({"reach": 1, "at_least": 2}, "this one has reach and at_least"),
        ({"at_least": 2, "by": "2026-01-01"}, "`by` belongs to `reach`"),
        ({"within": [2, 1]}, "the first bound 2 is not below the second 1"),
        ({"within": [1, 1]}, "the first bound 1 is not below"),
        ({"within": [1, 2, 3]}, "at most 2 items"),
        ({"within": 3}, "valid tuple"),
        ({"reach": "5"}, "valid number"),
        ({"reach": True}, "valid number"),
        ({"reach": float("nan")}, "finite number"),
        ({"values": {}}, "at least 1 item"),
        ({"values": {"2026-13": 1}}, "`2026-13` is not a month such as 2026-01"),
        ({"values": {"20260101": 1}}, "`20260101` is not a month such as 2026-01"),
        ({"values": {"2026-Q1": 1}}, "`2026-Q1` is not a month"),
        ({"reach": 1, "path": {}}, "at least 1 item"),
        ({"reach": 1, "path": "curve"}, "'linear', 'hold' or 'prior-year'"),
    ],
)
def test_a_target_says_what_it_does_not_take(fields: dict[str, object], words: str) -> None:
    assert words in said(Target, **fields)


def test_a_path_may_be_written_by_dates() -> None:
    target = Target.model_validate({"reach": 5, "path": {"2026-12-31": 3.5}})
    assert target.path == {date(2026, 12, 31): 3.5}


@pytest.mark.parametrize("threshold", [300, [20, 30], {"2026-01-01": 3}])
def test_a_threshold_is_a_number_a_pair_or_a_path(threshold: object) -> None:
    assert kpi(threshold=threshold).threshold is not None


@pytest.mark.parametrize("threshold", [[30, 20], {}, "300", [1]])
def test_a_threshold_is_nothing_else(threshold: object) -> None:
    assert said(Kpi, id="churn", threshold=threshold)


@pytest.mark.parametrize(
    ("fields", "day"),
    [
        ({}, None),
        ({"on": "2026-01-05"}, date(2026, 1, 5)),
        ({"from": "2026-01-01"}, date(2026, 1, 1)),
        ({"from": "2026-01-01", "to": "2026-01-31"}, date(2026, 1, 31)),
    ],
)
def test_a_path_starts_on_the_last_day_of_the_baseline(fields: dict[str, str], day: date | None) -> None:
    assert Baseline.model_validate({"value": 1, **fields}).day == day


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "this one names none"),
        ({"stale": 1, "worse_in_a_row": 3}, "this one names worse_in_a_row and stale"),
        ({"worse_in_a_row": 0}, "greater than or equal to 1"),
        ({"likely_miss": 1.0}, "less than 1"),
        ({"missed": [3]}, ""),
    ],
)
def test_a_trigger_names_one_pattern(fields: dict[str, object], words: str) -> None:
    assert words in said(Trigger, **fields)


@pytest.mark.parametrize("fields", [{"missed": 2}, {"missed": [2, 3]}, {"signal_against": True}, {"guard_broken": True}])
def test_a_trigger_takes_each_pattern(fields: dict[str, object]) -> None:
    assert Trigger.model_validate(fields).model_dump(exclude_none=True, mode="json") == fields


# Measures and sources


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"source": "till"}, "a measure needs `value` and `date`, or `sql`"),
        ({"value": "count(*)"}, "a measure needs `value` and `date`"),
        ({"date": "day"}, "a measure needs `value` and `date`"),
        ({"sql": "select 1", "where": "x"}, "either `sql`, or `value`"),
        ({"sql": "select 1", "table": "x"}, "either `sql`, or `value`"),
        ({"value": "1", "date": "d", "empty": "nothing"}, "'zero' or 'missing'"),
    ],
)
def test_a_measure_is_an_aggregate_or_a_query(fields: dict[str, object], words: str) -> None:
    assert words in said(Measure, id="orders", **fields)


def test_a_measure_that_is_no_more_than_named_is_planned() -> None:
    """DEF-7: what is to be counted stands there before anybody knows where from."""
    assert Measure.model_validate({"id": "orders", "name": "Orders", "unit": "orders"}).is_planned
    assert not Measure.model_validate({"id": "orders", "value": "count(*)", "date": "day"}).is_planned


def test_a_measure_is_split_by_columns() -> None:
    measure = Measure.model_validate(
        {"id": "orders", "value": "count(*)", "date": "day", "by": ["shop", {"column": "region", "as": "org_unit"}]}
    )
    assert [(each.column, each.as_) for each in measure.by] == [("shop", "dimension"), ("region", "org_unit")]
    assert Measure.model_validate({"id": "m", "sql": "select 1", "by": "shop"}).by[0].column == "shop"


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": "files", "path": "data/*.csv"},
        {"kind": "postgres", "url": "${WAREHOUSE}"},
        {"kind": "http", "url": "https://a.example/rows", "rows": "data"},
        {"kind": "manual"},
    ],
    ids=lambda fields: str(fields["kind"]),
)
def test_a_source_is_of_its_kind(fields: dict[str, str]) -> None:
    source: Source = TypeAdapter(Source).validate_python({"id": "shop", **fields})
    assert (source.kind, source.ref) == (fields["kind"], Ref("source", "shop"))


@pytest.mark.parametrize("fields", [{"kind": "fax"}, {}, {"kind": "files"}, {"kind": "manual", "path": "x"}])
def test_a_source_of_no_kind_is_refused(fields: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(Source).validate_python({"id": "shop", **fields})


def test_a_delimiter_is_one_character() -> None:
    assert said(FilesSource, id="shop", kind="files", path="a.csv", delimiter=";;")


# Calendar and rhythm


def test_the_calendar_is_built_as_declared() -> None:
    settings = CalendarSettings.model_validate(
        {
            "fiscal_year_starts": "02-15",
            "week_starts": "sunday",
            "prior_year": "date",
            "working_days": ["sun", "mon"],
            "holidays": ["2026-12-25"],
        }
    )
    calendar = settings.calendar
    assert (calendar.fiscal_month, calendar.fiscal_day, calendar.week_start, calendar.weeks_back) == (2, 15, 6, False)
    assert calendar.working_days == frozenset({6, 0})
    assert calendar.holidays == frozenset({date(2026, 12, 25)})


def test_the_holidays_of_a_country_are_counted() -> None:
    calendar = CalendarSettings(holidays="PT").calendar
    assert not calendar.is_business_day(date(2026, 6, 10))
    assert calendar.is_business_day(date(2026, 6, 11))


def test_the_hours_are_as_declared() -> None:
    settings = CalendarSettings(
        business_hours="08:30-16:00", quiet_hours="none", timezone="Europe/Lisbon", working_days=("sat",), holidays="PT"
    )
    assert settings.hours == Hours(settings.calendar, ZoneInfo("Europe/Lisbon"), time(8, 30), time(16), None)


def test_nothing_said_is_an_office_day_and_a_quiet_night() -> None:
    hours = CalendarSettings().hours
    assert (hours.opens, hours.closes, hours.quiet) == (time(9), time(17), (time(20), time(7)))


@pytest.mark.parametrize("text", ["9-17", "09:00", "09:00-25:00", "09:00-09:00", "always", "", "09:00:00-17:00", "none"])
def test_business_hours_lead_from_one_time_to_another(text: str) -> None:
    assert "is not a stretch of the day such as 09:00-17:00" in said(CalendarSettings, business_hours=text)


@pytest.mark.parametrize("zone", ["Mars/Base", "Europe", "../passwd", "x" * 5000])
def test_a_zone_that_does_not_exist_is_utc(zone: str) -> None:
    assert CalendarSettings(timezone=zone).zone == ZoneInfo("UTC")


@pytest.mark.parametrize("text", ["13-01", "00-01", "01-29", "01-00", "1-1", "0101", "02/01", "²2-01", "01-01-01", "", 101])
def test_a_fiscal_year_starts_on_a_day_that_every_month_has(text: object) -> None:
    assert said(CalendarSettings, fiscal_year_starts=text)


@pytest.mark.parametrize("holidays", [5, {"a": 1}, "Portugal", ["soon"], None, True])
def test_holidays_are_a_country_or_days(holidays: object) -> None:
    assert said(CalendarSettings, holidays=holidays)


def test_a_week_without_working_days_is_refused() -> None:
    """With none, a deadline in business days would never come."""
    assert "at least 1 item" in said(CalendarSettings, working_days=[])


@pytest.mark.parametrize("currency", ["eur", "EURO", "€"])
def test_a_currency_is_its_three_letters(currency: str) -> None:
    assert said(CalendarSettings, currency=currency)


@pytest.mark.parametrize(
    ("rhythm", "frequency"),
    [
        (None, None),
        ("daily", "daily"),
        ("daily 08:45", "daily"),
        ("Weekly on Monday 9:00", "weekly"),
        ("monthly on first tuesday 14:00", "monthly"),
        ("monthly on third business day", "monthly"),
        ("monthly on day 31", "monthly"),
        ("quarterly on last friday", "quarterly"),
        ("yearly", "yearly"),
    ],
)
def test_a_rhythm_says_how_often(rhythm: str | None, frequency: str | None) -> None:
    assert Cadence(id="review", rhythm=rhythm).frequency == frequency


@pytest.mark.parametrize(
    "rhythm",
    ["", "often", "weekly monday", "weekly on moonday", "monthly on day 32", "monthly on day 0", "daily 24:00", "daily 9:60"],
)
def test_what_is_no_rhythm_is_said_with_one_that_is(rhythm: str) -> None:
    assert "is not a rhythm such as `weekly on monday 09:00`" in said(Cadence, id="review", rhythm=rhythm)


def test_a_duration_is_kept_as_it_was_written() -> None:
    duration = TypeAdapter(DurationText)
    assert duration.validate_python("3 Business Days") == "3 Business Days"
    with pytest.raises(ValidationError, match="is not a duration"):
        duration.validate_python("soon")
