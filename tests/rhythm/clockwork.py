"""Rooms for the clock to work in: a store with a framework, and jobs whose effects are counted in the journal.

Run as a program it is one of several workers, each a process of its own: `clockwork.py FOLDER HOLDER`. The folder holds the
clock, a file that the test sets; where there is a file `stall` too, whoever runs a job next stays in it until killed.
"""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from threading import Event

from vitalfew.base.ref import Ref
from vitalfew.load.read import load_texts
from vitalfew.model.framework import Framework
from vitalfew.rhythm.desk import Desk
from vitalfew.rhythm.jobs import Before, Job, View
from vitalfew.rhythm.timetable import Every, Opening, between, is_business_day
from vitalfew.rhythm.worker import tick
from vitalfew.store.database import Store, place
from vitalfew.store.journal import append, entries
from vitalfew.store.slots import slots

BERLIN = """\
calendar: {timezone: Europe/Berlin, business_hours: 02:30-17:00}
people: [{id: eva, name: Eva, email: eva@example.org}, {id: max, name: Max, email: max@example.org}]
"""


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


NEVER = utc("1970-01-01T00:00")


@dataclass
class Yard:
    """A store with one framework that never changes."""

    store: Store
    framework: Framework
    view: View | None = None

    @contextmanager
    def reading(self, *, by: str = "") -> Iterator[Desk]:
        """Look, at no moment in particular: the clock brings its own."""
        with self.store.reading() as transaction:
            yield Desk(transaction, self.framework, NEVER, by)

    @contextmanager
    def writing(self, *, by: str) -> Iterator[Desk]:
        """Take a step."""
        with self.store.writing() as transaction:
            yield Desk(transaction, self.framework, NEVER, by)

    def governed(self, today: date | None = None) -> View:
        """Give what the test measures or judges, where it does."""
        assert self.view, f"nothing is measured here, on {today} neither"
        return self.view


def yard(store: Store, text: str = BERLIN) -> Yard:
    """Give rooms with a framework."""
    loaded = load_texts({"framework/main.yaml": text})
    assert not loaded.findings
    return Yard(store, loaded.framework)


def job(name: str, when: Every | Opening) -> Job:
    """Make a job whose one effect is an entry of the journal."""

    def note(desk: Desk, _: Before) -> str:
        append(desk.transaction, by=desk.by, at=desk.at, verb="ran", subject=Ref("job", name))
        return "noted"

    return Job(name, "writes an entry", when, (note,))


JOBS = (job("quarter", Every(15)), job("night", Opening()), job("workday", Opening(timedelta(hours=1), is_business_day)))
TEAM = (job("hour", Every(60)), *JOBS[1:])
"""The same for several workers and months, with fewer slots."""
TABLES = {each.name: each.when for each in (*JOBS, *TEAM)}


def assert_each_slot_ended_once(rooms: Yard) -> Counter[str]:
    """Hold slots against the timetables and effects against slots; gives how many slots ended how."""
    with rooms.reading() as desk:
        found, ran = slots(desk.transaction), Counter(entry.subject.id for entry in entries(desk.transaction))
    for name, when in TABLES.items():
        own = [slot for slot in found if slot.job == name]
        if not own:
            continue
        assert [slot.at for slot in own] == sorted({slot.at for slot in own})
        assert {slot.state for slot in own} <= {"done", "skipped"}
        assert all(slot.said for slot in own)
        hours = rooms.framework.calendar.hours
        assert [slot.at for slot in own[1:-1]] == between(when, hours, own[0].at, own[-1].at), f"a slot of {name} is missing"
        assert ran[name] == sum(slot.state == "done" for slot in own), f"{name} had its effect another number of times"
    return Counter(f"{slot.job} {slot.state}" for slot in found)


def stalling(folder: Path, jobs: tuple[Job, ...]) -> tuple[Job, ...]:
    """Give the same jobs, which end with a wait for ever where the test says so."""

    def wait(desk: Desk, _: Before) -> str:
        if (folder / "stall").exists():
            (folder / "stalled").write_text(desk.by, encoding="utf-8")
            Event().wait()
        return ""

    return tuple(replace(each, steps=(*each.steps, wait)) for each in jobs)


def main(folder: str, holder: str) -> None:
    """Look at the clock until it says that time is over."""
    path = Path(folder)
    rooms, jobs = yard(Store(place(path / ".vitalfew"))), stalling(path, TEAM)
    while (now := (path / "clock").read_text(encoding="utf-8")) != "over":
        tick(rooms, partial(utc, now), holder=f"{holder}-{os.getpid()}", jobs=jobs)
        (path / f"{holder}.seen").write_text(now, encoding="utf-8")
        if (path / "clock").read_text(encoding="utf-8") == now:
            Event().wait(0.02)  # nothing has moved: leave the processor to the others


if __name__ == "__main__":
    main(*sys.argv[1:])
