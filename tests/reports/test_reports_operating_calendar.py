"""The operating calendar names every review, deadline and calibration of twelve months, and what has no place in it (DEL-4)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from tests.reports.pared import altered, emptied
from tests.reports.trace import texts

from vitalfew.formats.document import Callout, Document, Section, Table, Timeline
from vitalfew.publication import facts as facts_of
from vitalfew.reports.facts import Facts
from vitalfew.reports.operating_calendar import build
from vitalfew.rhythm.reviews import plan_reviews
from vitalfew.rhythm.schedule import occurrences
from vitalfew.workspace import Workspace


@pytest.fixture(scope="module")
def calendar(facts: Facts) -> Document:
    """Give the report of the demo."""
    return build(facts)


def part(document: Document, id_: str) -> Section:
    """Give a section."""
    return next(each for each in document.sections if each.id == id_)


def table(document: Document, id_: str) -> Table:
    """Give the table of a section."""
    return next(each for each in part(document, id_).blocks if isinstance(each, Table))


def test_it_has_cadences_reviews_deadlines_and_calibrations(calendar: Document) -> None:
    """DEL-4."""
    assert [each.id for each in calendar.sections] == ["cadences", "reviews", "deadlines", "calibration"]
    for section in calendar.sections:
        assert table(calendar, section.id).rows


def test_every_noun_that_a_part_covers_is_named_in_it(calendar: Document, facts: Facts) -> None:
    for section in calendar.sections:
        said = " ".join(texts(section.blocks))
        assert all(facts.title(ref) in said for ref in section.about)


def test_every_day_of_a_review_is_named(calendar: Document, facts: Facts) -> None:
    """RHY-1: all that the monthly review holds in a year stands in the table, and on the drawing."""
    cadence = next(each for each in facts.framework.cadences if each.id == "monthly-leadership")
    today = facts.made.as_of
    held = occurrences(cadence.rhythm or "", facts.framework.calendar.hours, today, today + timedelta(days=365))
    days = [each.day for each in held]
    said = [row[0].text for row in table(calendar, "reviews").rows if row[1].text == cadence.name]
    assert said == [f"{day:%A, %-d %B}" for day in days]
    assert len(table(calendar, "reviews").groups) == 13
    (drawn,) = (each for each in part(calendar, "reviews").blocks if isinstance(each, Timeline))
    assert [point.on for each in drawn.stretches if each.name == cadence.name for point in each.points] == days


def test_calibrations_come_a_quarter_apart_after_ninety_days(calendar: Document) -> None:
    """RHY-4: launched on 2 February 2026, so 3 May, 2 August and so on."""
    days = [row[0].text for row in table(calendar, "calibration").rows]
    assert days[0] == f"{date(2026, 8, 2):%A, %-d %B %Y}"
    assert len(days) == 4


def test_who_brings_a_value_is_told_so(calendar: Document, facts: Facts) -> None:
    kpi = facts.framework.kpi["net-revenue"]
    names = {each.id: each.name for each in facts.framework.people}
    rows = [row for row in table(calendar, "deadlines").rows if kpi.title in row[1].text]
    assert rows
    assert {row[0].text for row in rows} == {names[kpi.updater or kpi.owners[0]]}


def test_a_review_that_is_called_off_or_moved_is_said_so(demo: Workspace, facts: Facts) -> None:
    with demo.writing(by="rui") as desk:
        plan_reviews(desk)
    planned = facts_of(demo).reviews
    first = next(each for each in planned if each.cadence == "monthly-leadership")
    off = build(replace(facts, reviews=(replace(first, state="cancelled"),)))
    assert any(row[4].text == "called off" for row in table(off, "reviews").rows)
    later = build(replace(facts, reviews=(replace(first, starts=first.starts + timedelta(days=1)),)))
    assert any(row[4].text == f"moved from {first.on:%-d %B}" for row in table(later, "reviews").rows)


@pytest.mark.parametrize(
    ("id_", "what", "key"),
    [
        ("cadences", "reviews", "cadences"),
        ("reviews", "a day for any review", "rhythm"),
        ("deadlines", "a reporting deadline", "rhythm"),
    ],
)
def test_what_is_not_there_is_said_to_be_missing(facts: Facts, id_: str, what: str, key: str) -> None:
    found = [each for each in part(build(emptied(facts)), id_).blocks if isinstance(each, Callout)]
    assert any(each.title == f"Missing: {what}" and key in each.text for each in found)


def test_a_launch_and_a_structure_owner_that_are_taken_out_are_missed(facts: Facts) -> None:
    framework = facts.framework
    pared = altered(
        facts,
        organization=framework.organization.model_copy(update={"launched": None}),
        governance=framework.governance.model_copy(update={"structure_owner": None}),
    )
    found = [each.title for each in part(build(pared), "calibration").blocks if isinstance(each, Callout)]
    assert found == ["Missing: the day of the launch", "Missing: who holds the calibration"]
