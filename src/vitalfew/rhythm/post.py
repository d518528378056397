"""Sending what lies in the outbox: one message after the other, each by the way that its person is reached by.

Nothing leaves in the quiet hours. A way that is down is tried once in a round, and the messages that would go by it wait.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from threading import Event

from vitalfew.model.organization import Person
from vitalfew.rhythm.channel import NotSentError, Way, Ways
from vitalfew.rhythm.desk import CLOCKWORK, Desk
from vitalfew.rhythm.jobs import Rooms
from vitalfew.rhythm.publishing import attached
from vitalfew.store.outbox import LINKS, Message, bury, failed, sent, take, waiting

LEASE = timedelta(minutes=10)
"""Longer than sending one message takes, all timeouts together."""
GONE = "nobody of this name is with the organisation"
SHARED = "a link to choose a password with goes to nobody but its person, and there is no mail or way of their own"


@dataclass(frozen=True, slots=True)
class Posted:
    """What a round has brought: messages sent, those that failed and will be tried again, those that are dead, those that wait.

    `unreached` counts those that are due and wait for a way to their person.
    """

    sent: int = 0
    failed: int = 0
    dead: int = 0
    unreached: int = 0
    said: tuple[str, ...] = ()

    def as_json(self) -> dict[str, object]:
        """Give it in the JSON contract's fields."""
        return {"sent": self.sent, "failed": self.failed, "dead": self.dead, "unreached": self.unreached, "said": list(self.said)}


@dataclass
class _Round:
    """One round of sending: who does it, and which ways are down in it."""

    ways: Ways
    holder: str
    down: set[Way] = field(default_factory=set)
    posted: Posted = field(default_factory=Posted)

    def way(self, desk: Desk, person: str) -> Way | None:
        """Give the way to a person, unless it is down."""
        known = _here(desk, person)
        way = self.ways.to(known) if known else None
        return None if way in self.down else way


def _here(desk: Desk, person: str) -> Person | None:
    """Give a person who is with the organisation."""
    known = desk.framework.person.get(person)
    return None if known is None or (known.left and known.left <= desk.today) else known


def post(rooms: Rooms, clock: Callable[[], datetime], ways: Ways, *, holder: str, stop: Event | None = None) -> Posted:
    """Send what is due, as far as its people can be reached; raises StoreUnusable."""
    own = _Round(ways, holder)
    while not (stop is not None and stop.is_set()):
        if not _is_due(rooms, own, clock()):
            break
        taken = _take(rooms, own, clock())
        if taken is not None:
            _send(rooms, own, *taken, clock)
    with _looking(rooms, clock()) as desk:
        people = [_here(desk, each) for each in waiting(desk.transaction, now=desk.at)]
        unreached = sum(ways.to(person) is None for person in people if person)
    return replace(own.posted, unreached=unreached)


@contextmanager
def _looking(rooms: Rooms, now: datetime) -> Iterator[Desk]:
    with rooms.reading() as desk:
        yield replace(desk, at=now)


def _is_due(rooms: Rooms, own: _Round, now: datetime) -> bool:
    """Look whether there is anything to take, without keeping others from writing; links alone in the quiet hours."""
    with _looking(rooms, now) as desk:
        people = waiting(desk.transaction, now=now, links_only=desk.hours.awake(now) > now)
        return any(_here(desk, person) is None or own.way(desk, person) for person in people)


def _take(rooms: Rooms, own: _Round, now: datetime) -> tuple[Message, Person, Way] | None:
    """Take a message whose person can be reached; one whose person is gone is dead."""
    with rooms.writing(by=CLOCKWORK) as written:
        desk = replace(written, at=now)

        def is_for_us(person: str) -> bool:
            return _here(desk, person) is None or own.way(desk, person) is not None

        is_quiet = desk.hours.awake(now) > now
        found = take(desk.transaction, holder=own.holder, now=now, lease=LEASE, reaches=is_for_us, links_only=is_quiet)
        if found is None:
            return None
        person, way = _here(desk, found.person), own.way(desk, found.person)
        is_for_all = found.key.startswith(LINKS) and way is own.ways.everybody
        if person is None or way is None or is_for_all:
            why = SHARED if is_for_all else GONE
            bury(desk.transaction, found, said=why)
            own.posted = replace(own.posted, dead=own.posted.dead + 1, said=(*own.posted.said, why))
            return None
        return replace(found, files=attached(desk, found.key)), person, way


def _send(rooms: Rooms, own: _Round, message: Message, person: Person, way: Way, clock: Callable[[], datetime]) -> None:
    """Send a message outside of any transaction, and note what came of it."""
    try:
        way.send(message, person)
    except NotSentError as error:
        if error.is_down:
            own.down.add(way)
        with rooms.writing(by=CLOCKWORK) as desk:
            is_dead = failed(desk.transaction, message, now=clock(), said=str(error))
        count = {"dead": own.posted.dead + 1} if is_dead else {"failed": own.posted.failed + 1}
        own.posted = replace(own.posted, said=(*own.posted.said, str(error)), **count)
        return
    with rooms.writing(by=CLOCKWORK) as desk:
        sent(desk.transaction, message, channel=way.name, now=clock())
    own.posted = replace(own.posted, sent=own.posted.sent + 1)
