"""A calendar holds a person's reviews as their clocks show them, and is found by who knows its address alone (RHY-1)."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import cast

import pytest
from icalendar import Calendar, Event
from tests.rhythm.clockwork import Yard, utc, yard

from vitalfew.base.errors import ExtraMissing, Refused, UnknownName
from vitalfew.load.read import load_texts
from vitalfew.rhythm.desk import Desk
from vitalfew.rhythm.feed import MACHINE, calendar, close_feed, reader, renew_feed
from vitalfew.rhythm.machine import advance, seen
from vitalfew.rhythm.reviews import MACHINE as REVIEW
from vitalfew.rhythm.reviews import plan_reviews, reviews
from vitalfew.store.database import Store
from vitalfew.store.journal import entries, erase, verify
from vitalfew.store.matters import erase_words, find_matters

MAIN = """\
organization: {name: Corner Bakery}
calendar: {timezone: Europe/Berlin}
people:
  - {id: eva, name: Eva}
  - {id: max, name: Max}
  - {id: ida, name: Ida}
  - {id: bo, name: Bo, left: 2026-01-01}
objectives: [{id: loved, statement: People come back for bread every week}]
cadences:
  - {id: look, name: The weekly look, rhythm: weekly on wednesday 10:00, tiers: [1], minutes: 20, chair: max,
     audience: [max, eva]}
"""
MARCH = utc("2026-03-23T08:00")


@pytest.fixture
def rooms(store: Store) -> Yard:
    made = yard(store, MAIN)
    with made.writing(by="") as desk:
        plan_reviews(replace(desk, at=MARCH), until=date(2026, 4, 9))
    return made


def read(desk: Desk, person: str = "eva") -> list[Event]:
    return cast("list[Event]", Calendar.from_ical(calendar(replace(desk, at=MARCH), person)).walk("VEVENT"))


def test_reviews_are_at_the_hour_that_clocks_show_on_both_sides_of_the_change(rooms: Yard) -> None:
    with rooms.reading() as desk:
        text, events = calendar(replace(desk, at=MARCH), "eva").decode(), read(desk)

    assert [f"{event.start:%m-%d %H:%M}" for event in events] == ["03-25 10:00", "04-01 10:00", "04-08 10:00"]
    assert [event.start.astimezone(UTC).hour for event in events if isinstance(event.start, datetime)] == [9, 8, 8]
    assert "BEGIN:VTIMEZONE\r\nTZID:Europe/Berlin" in text
    assert "DTSTART;TZID=Europe/Berlin:20260401T100000" in text
    assert (events[0]["summary"], events[0]["status"]) == ("The weekly look", "CONFIRMED")
    assert "Chaired by Max." in str(events[0]["description"])
    assert [event.end - event.start for event in events] == [timedelta(minutes=20)] * 3
    assert text.count("TRIGGER:-PT15M") == 3


def test_a_calendar_is_of_those_who_chair_or_attend(rooms: Yard) -> None:
    with rooms.reading() as desk:
        assert (len(read(desk, "max")), read(desk, "ida")) == (3, [])
        with pytest.raises(UnknownName):
            calendar(desk, "nobody")


def test_a_review_keeps_its_name_when_it_moves_or_is_off(rooms: Yard) -> None:
    with rooms.reading() as desk:
        before = read(desk)
        first = reviews(desk)[0]
    with rooms.writing(by="max") as desk:
        advance(desk, REVIEW, seen(desk, REVIEW, first.id), "cancel", data={"reason": "Holiday", "is_replanned": False})
        after = read(desk)

    assert [event["uid"] for event in after] == [event["uid"] for event in before]
    assert len({event["uid"] for event in before}) == 3
    assert [event["status"] for event in after] == ["CANCELLED", "CONFIRMED", "CONFIRMED"]
    assert (str(before[0]["sequence"]), str(after[0]["sequence"])) == ("0", "1")
    assert after[0].walk("VALARM") == []


def test_the_same_reviews_are_the_same_calendar(rooms: Yard) -> None:
    with rooms.reading() as desk:
        assert calendar(replace(desk, at=MARCH), "eva") == calendar(replace(desk, at=MARCH + timedelta(days=1)), "eva")


def test_an_address_is_known_to_its_person_alone_and_can_be_renewed_and_closed(rooms: Yard) -> None:
    with rooms.writing(by="eva") as desk:
        first, other = renew_feed(desk, "eva"), renew_feed(desk, "max")
        assert (reader(desk, first), reader(desk, other), reader(desk, "guessed")) == ("eva", "max", None)
        second = renew_feed(desk, "eva")
        assert (reader(desk, first), reader(desk, second)) == (None, "eva")
        assert first not in str(find_matters(desk.transaction, MACHINE.kind))
        assert second not in str(find_matters(desk.transaction, MACHINE.kind))
        assert (close_feed(desk, "eva"), close_feed(desk, "eva"), reader(desk, second)) == (True, False, None)
        assert "eva" not in str([(each.before, each.after, each.subject) for each in entries(desk.transaction)])


def test_who_is_gone_has_no_address(rooms: Yard) -> None:
    with rooms.writing(by="eva") as desk:
        today = replace(desk, at=MARCH)
        with pytest.raises(UnknownName):
            renew_feed(today, "nobody")
        with pytest.raises(Refused, match="`bo` has left"):
            renew_feed(today, "bo")
        token = renew_feed(today, "eva")
        left = load_texts({"framework/main.yaml": MAIN.replace("{id: eva, name: Eva}", "{id: eva, name: Eva, left: 2026-03-01}")})
        assert reader(replace(today, framework=left.framework), token) is None


def test_an_erased_person_has_no_address_and_the_journal_holds(rooms: Yard) -> None:
    with rooms.writing(by="max") as desk:
        token = renew_feed(desk, "eva")
        erase_words(desk.transaction, "eva")
        erase(desk.transaction, "eva", by="max", at=MARCH)
        assert reader(desk, token) is None
        assert verify(desk.transaction).faults == ()


def test_without_icalendar_it_is_told_how_to_install_it(rooms: Yard, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "icalendar", None)
    with rooms.reading() as desk, pytest.raises(ExtraMissing) as caught:
        calendar(desk, "eva")
    assert "pip install 'vitalfew[notify]'" in caught.value.help
