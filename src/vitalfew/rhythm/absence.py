"""Who is away from when until when, and who stands in for them meanwhile.

Days are the organisation's, both included. An absence that was cancelled never was; one that ended keeps its days, since
what was due meanwhile was not theirs to do. Why somebody is away is for them and their line alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from vitalfew.base.errors import Refused, UnknownName
from vitalfew.base.ref import FRAMEWORK
from vitalfew.base.said import say
from vitalfew.model.framework import Framework
from vitalfew.rhythm.desk import CLOCKWORK, Desk
from vitalfew.rhythm.machine import Machine, Move, advance, begin, seen
from vitalfew.store.matters import Matter, find_matters

MACHINE = Machine(
    "absence",
    ("agreed",),
    {"hand": Move(("agreed",)), "end": Move(("agreed",), "ended"), "cancel": Move(("agreed",), "cancelled")},
    ("ended", "cancelled"),
)
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Absence:
    """A stretch of days in which a person is away; without `until` nobody knows yet how long. `person` is None once erased."""

    id: str
    state: str
    version: int
    person: str | None
    since: date
    until: date | None
    deputy: str | None
    reason: str | None

    def covers(self, day: date) -> bool:
        """Tell whether the person was to be away on a day."""
        return self.state != "cancelled" and self.since <= day and (self.until is None or day <= self.until)

    def as_json(self) -> dict[str, object]:
        """Give the absence in the JSON contract's fields; why somebody is away is not among them."""
        return {
            "id": self.id,
            "state": self.state,
            "version": self.version,
            "person": self.person,
            "from": self.since.isoformat(),
            "until": self.until.isoformat() if self.until else None,
            "deputy": self.deputy,
        }


def add_absence(
    desk: Desk, person: str, *, since: date, until: date | None, deputy: str | None = None, reason: str | None = None
) -> Absence:
    """Note that somebody is away; raises UnknownName, and Refused where the days are turned round or already noted."""
    for name in (person, deputy):
        if name is not None and name not in desk.framework.person:
            raise UnknownName("person", name, desk.framework.person)
    if until and until < since:
        backwards = say("an absence from {since} cannot end on {until}", since=since, until=until)
        raise Refused(backwards, say("name the first day and the last one"))
    if deputy == person:
        alone = say("`{person}` cannot stand in for themselves", person=person)
        raise Refused(alone, say("name somebody else as the deputy, or nobody"))
    for other in absences(desk, person):
        if other.since <= (until or date.max) and since <= (other.until or date.max):
            doubled = (
                say("`{person}` is noted as away from {since} until {until}", person=person, since=other.since, until=other.until)
                if other.until
                else say("`{person}` is noted as away from {since} until further notice", person=person, since=other.since)
            )
            raise Refused(
                doubled, say("take that back with `vitalfew people back {person}` first, or name other days", person=person)
            )
    data = {
        "person": person,
        "from": since.isoformat(),
        "until": until.isoformat() if until else None,
        "deputy": deputy,
        "reason": reason,
    }
    return _of(begin(desk, MACHINE, about=FRAMEWORK, data=data, due_at=_over(desk, until)))


def end_absence(desk: Desk, id_: str, *, version: int | None = None) -> Absence:
    """Note that somebody is back today: yesterday was the last day away; what has not begun by then is cancelled."""
    matter = seen(desk, MACHINE, id_, version)
    found, last = _of(matter), desk.today - DAY
    if found.since > last:
        return _of(advance(desk, MACHINE, matter, "cancel"))
    until = min(found.until or last, last).isoformat()
    return _of(advance(desk, MACHINE, matter, "end", data={"until": until}))


def turn_absences(desk: Desk) -> tuple[Absence, ...]:
    """End the absences whose last day has passed, as the clock does; nothing is told."""
    due = find_matters(desk.transaction, MACHINE.kind, states=MACHINE.alive, due=desk.at)
    return tuple(_of(advance(desk.signed(CLOCKWORK), MACHINE, matter, "end")) for matter in due)


def hand_absence(desk: Desk, id_: str, deputy: str | None, *, version: int | None = None) -> Absence:
    """Name somebody else to stand in during an absence."""
    matter = seen(desk, MACHINE, id_, version)
    return _of(advance(desk, MACHINE, matter, "hand", data={"deputy": deputy}, due_at=matter.due_at))


def absences(desk: Desk, person: str | None = None, *, past: bool = False) -> tuple[Absence, ...]:
    """Give the absences that are not over, of everybody or of one person; those that ended too where `past`."""
    states = (*MACHINE.alive, "ended") if past else MACHINE.alive
    found = map(_of, find_matters(desk.transaction, MACHINE.kind, states=states))
    return tuple(each for each in found if person is None or each.person == person)


def absence_of(desk: Desk, person: str) -> Absence | None:
    """Give the absence that a person is in today; None where they are there."""
    return next((each for each in absences(desk, person) if each.covers(desk.today)), None)


def is_away(desk: Desk, person: str) -> bool:
    """Tell whether a person is away today."""
    return absence_of(desk, person) is not None


def stand_in(desk: Desk, person: str) -> str | None:
    """Give who acts for a person today: themselves, or while they are away or have left the nearest who is there.

    That is the deputy named for the absence, the deputy in the framework, the manager, the head of the unit and of those
    above it; where all of these are away it is whoever stands in for them, in the same order. None where there is nobody.
    A group acts for itself and for nobody else; a role that is still to be filled acts for nobody.
    """
    known = desk.framework.person.get(person)
    if known is None:
        return None
    named = {each.person: each.deputy for each in absences(desk) if each.person and each.covers(desk.today)}
    if known.group and person not in named and not has_left(desk, person):
        return person
    queue = [person]
    for name in queue:  # it grows while it is walked, and nobody comes into it twice
        if name not in named and _acts(desk, name):
            return name
        queue += [each for each in _next(desk.framework, name, named.get(name)) if each not in queue]
    return None


def has_left(desk: Desk, person: str) -> bool:
    """Tell whether the framework says that a person has left."""
    known = desk.framework.person.get(person)
    return bool(known and known.left and known.left <= desk.today)


def _acts(desk: Desk, name: str) -> bool:
    known = desk.framework.person.get(name)
    return bool(known and known.name and not known.group and not has_left(desk, name))


def _next(framework: Framework, name: str, named: str | None) -> Iterator[str]:
    """Give who comes after a person, each once."""
    known = framework.person.get(name)
    line = [named, known.deputy, known.manager, *_heads(framework, known.org_unit)] if known else [named]
    yield from dict.fromkeys(each for each in line if each)


def _heads(framework: Framework, unit: str | None) -> Iterator[str | None]:
    passed: set[str] = set()
    while unit in framework.org_unit and unit not in passed:
        passed.add(unit)
        yield framework.org_unit[unit].head
        unit = framework.org_unit[unit].parent


def _over(desk: Desk, until: date | None) -> datetime | None:
    return desk.hours.at(until + DAY, time()) if until else None


def _of(matter: Matter) -> Absence:
    data, until = matter.data, matter.data["until"]
    return Absence(
        matter.id,
        matter.state,
        matter.version,
        data["person"],
        date.fromisoformat(data["from"]),
        date.fromisoformat(until) if until else None,
        data["deputy"],
        data["reason"],
    )
