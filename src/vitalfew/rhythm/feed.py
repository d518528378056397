"""The reviews of a person as a calendar that their own program subscribes to, under an address that only they know.

An address holds a secret of 256 bits from the system's source of chance; its hash alone is kept, so that whoever reads the
database learns no address. Who has lost one, or given it away, has it renewed, after which the earlier one leads nowhere.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from hashlib import sha256
from secrets import token_urlsafe
from typing import TYPE_CHECKING

from vitalfew.base.errors import ExtraMissing, Refused, UnknownName
from vitalfew.base.ref import FRAMEWORK
from vitalfew.base.said import say
from vitalfew.rhythm.absence import has_left
from vitalfew.rhythm.desk import Desk
from vitalfew.rhythm.machine import Machine, Move, advance, begin
from vitalfew.rhythm.reviews import BEFORE, Review, reviews
from vitalfew.store.matters import Matter, find_matters
from vitalfew.store.outbox import origin

if TYPE_CHECKING:
    from icalendar import Event

MACHINE = Machine("feed", ("open",), {"renew": Move(("open",)), "close": Move(("open",), "closed")}, ("closed",))
PAST = timedelta(days=100)
"""For how long a review stays in the calendar."""
AHEAD = timedelta(minutes=15)
"""How long before a review calendars say so."""
PAGE = "/feed/{token}.ics"
"""Where a calendar is found below the address of the web application."""


def renew_feed(desk: Desk, person: str) -> str:
    """Give a person a new private address, as its token; an earlier one ends. Raises UnknownName, Refused for who has left."""
    if person not in desk.framework.person:
        raise UnknownName("person", person, desk.framework.person)
    if has_left(desk, person):
        why = say("`{person}` has left", person=person)
        raise Refused(why, say("a calendar is for people who are there"))
    token = token_urlsafe(32)
    known, data = _feed_of(desk, person), {"person": person, "token": _sealed(token)}
    if known is None:
        begin(desk, MACHINE, about=FRAMEWORK, data=data, key=_sealed(token))
    else:
        advance(desk, MACHINE, known, "renew", data=data, key=_sealed(token))
    return token


def close_feed(desk: Desk, person: str) -> bool:
    """Let a person's private address lead nowhere; tells whether there was one."""
    known = _feed_of(desk, person)
    if known is not None:
        advance(desk, MACHINE, known, "close", data={"token": None})
    return known is not None


def reader(desk: Desk, token: str) -> str | None:
    """Give whose private address a token is; None where it is nobody's, or its person has left."""
    found = find_matters(desk.transaction, MACHINE.kind, states=MACHINE.alive, key=_sealed(token))
    person = found[0].data["person"] if found else None
    return person if person in desk.framework.person and not has_left(desk, person) else None


def calendar(desk: Desk, person: str) -> bytes:
    """Write the reviews that a person chairs or attends (RFC 5545); raises UnknownName, ExtraMissing."""
    try:
        from icalendar import Calendar  # noqa: PLC0415  # an extra
    except ModuleNotFoundError as error:
        what = "a calendar of reviews"
        raise ExtraMissing(what, "notify") from error
    if person not in desk.framework.person:
        raise UnknownName("person", person, desk.framework.person)
    theirs = [each for each in reviews(desk) if person in {each.chair, *each.people} and each.ends > desk.at - PAST]
    written = Calendar()
    name = desk.framework.organization.name
    for key, value in {
        "prodid": "-//Vitalfew//Reviews//EN",
        "version": "2.0",
        "method": "PUBLISH",
        "x-wr-calname": f"Reviews of {name}" if name else "Reviews",
        "x-published-ttl": "PT1H",
    }.items():
        written.add(key, value)
    for review in theirs:
        written.add_component(_event(desk, review))
    if theirs:
        days = [desk.hours.day(each.starts) for each in theirs]
        written.add_missing_timezones(min(days) - timedelta(days=366), max(days) + timedelta(days=366))
    return bytes(written.to_ical())


def _event(desk: Desk, review: Review) -> Event:
    from icalendar import Alarm, Event  # noqa: PLC0415  # an extra

    event = Event()
    event.add("uid", f"{review.id}.{origin(desk.transaction)[:16]}@vitalfew")
    event.add("sequence", review.version - 1)
    event.add("dtstamp", review.moved_at)
    event.add("last-modified", review.moved_at)
    event.add("dtstart", _local(desk, review.starts))
    event.add("dtend", _local(desk, review.ends))
    event.add("summary", f"{review.name} (nobody held it)" if review.state == "missed" else review.name)
    event.add("description", _description(desk, review))
    event.add("status", "CANCELLED" if review.state == "cancelled" else "CONFIRMED")
    if review.state in BEFORE:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("trigger", -AHEAD)
        alarm.add("description", review.name)
        event.add_component(alarm)
    return event


def _description(desk: Desk, review: Review) -> str:
    chair = desk.framework.person.get(review.chair or "")
    said = [f"Chaired by {chair.name}." if chair and chair.name else None, f"Focus: {review.focus}." if review.focus else None]
    said += [f"Figures are locked at {_local(desk, review.locks):%a %d %b %H:%M}." if review.state in BEFORE else None]
    return "\n".join([*filter(None, said), f"Agenda: `vitalfew review agenda {review.id}`"])


def _local(desk: Desk, at: datetime) -> datetime:
    return at.astimezone(desk.hours.zone)


def _feed_of(desk: Desk, person: str) -> Matter | None:
    found = find_matters(desk.transaction, MACHINE.kind, states=MACHINE.alive)
    return next((each for each in found if each.data["person"] == person), None)


def _sealed(token: str) -> str:
    """Give what is kept of a token; a secret of chance needs neither salt nor slowness."""
    return sha256(token.encode()).hexdigest()
