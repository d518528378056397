"""The clock at work: every job that is due is run once, by one of however many workers there are.

A slot is claimed in one transaction, and ended in the one that holds what the job did: a worker that is killed between leaves a
claim, which another takes over when its lease ends, and nothing half done. After a time in which nobody worked, the newest slot
of each job runs, and those before it are kept as skipped. A clock that is set back comes to slots that have ended, and rests.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from os import getpid
from secrets import token_hex
from socket import gethostname
from threading import Event, Thread
from typing import NamedTuple

from vitalfew.base.errors import Overtaken, VitalfewError
from vitalfew.base.hours import Hours
from vitalfew.rhythm.channel import Ways
from vitalfew.rhythm.desk import CLOCKWORK, Desk
from vitalfew.rhythm.jobs import JOBS, Before, Job, Rooms
from vitalfew.rhythm.post import Posted, post
from vitalfew.rhythm.timetable import between, newest
from vitalfew.store.slots import CLAIMED, ENDED, Claim, Slot, claim, fail, find_slot, finish, last_slot, renew, skip

Clock = Callable[[], datetime]
Jobs = Sequence[Job] | Callable[[Desk], Sequence[Job]]
"""What there is to do, always the same or as the live framework says."""
LEASE = timedelta(minutes=10)
WAITS = (timedelta(minutes=1), timedelta(minutes=4), timedelta(minutes=16))
"""How long a job that failed waits for its next try; after the last it has failed."""
NOBODY = "nobody was at work"
LONGEST = 300
"""Characters that are kept of what a failing job said."""


@dataclass(frozen=True, slots=True)
class Ticked:
    """What one look at the clock has brought: slots that ran, whatever became of them, and slots that were skipped."""

    at: datetime
    ran: tuple[Slot, ...] = ()
    skipped: tuple[Slot, ...] = ()

    def as_json(self) -> dict[str, object]:
        """Give it in the JSON contract's fields."""
        ran, skipped = ([slot.as_json() for slot in each] for each in (self.ran, self.skipped))
        return {"at": self.at.isoformat(), "ran": ran, "skipped": skipped}


def tick(rooms: Rooms, clock: Clock, *, holder: str, jobs: Jobs = JOBS, stop: Event | None = None) -> Ticked:
    """Run everything that is due once, and give what came of it; raises StoreUnusable, and Refused where nothing can be live."""
    at, ran, skipped = clock(), [], []
    known, due = _due(rooms, jobs, at)
    for job in due:
        if stop is not None and stop.is_set():
            break
        held, passed = _take(rooms, job, clock(), holder, {each.name for each in known})
        skipped += passed
        if held is not None:
            ran.append(_run(rooms, job, held, clock))
    return Ticked(at, tuple(filter(None, ran)), tuple(skipped))


class Round(NamedTuple):
    """What one look at the clock has brought: jobs, then messages."""

    ticked: Ticked
    posted: Posted


def look(rooms: Rooms, clock: Clock, ways: Ways, *, holder: str, jobs: Jobs = JOBS, stop: Event | None = None) -> Round:
    """Run everything that is due once, then send what waits; raises as `tick` does."""
    ticked = tick(rooms, clock, holder=holder, jobs=jobs, stop=stop)
    return Round(ticked, post(rooms, clock, ways, holder=holder, stop=stop))


def work(
    rooms: Rooms,
    clock: Clock,
    ways: Ways,
    stop: Event,
    *,
    every: timedelta,
    tell: Callable[[Round | VitalfewError | OSError], None],
    jobs: Jobs = JOBS,
) -> None:
    """Look at the clock again and again until told to stop, then end with the job in hand; what stands in the way is told."""
    holder = name_of_this()
    while not stop.is_set():
        try:
            tell(look(rooms, clock, ways, holder=holder, jobs=jobs, stop=stop))
        except (VitalfewError, OSError) as error:
            tell(error)
        stop.wait(every.total_seconds())


def name_of_this() -> str:
    """Give a name for a worker that no other has or had."""
    return f"{gethostname()}-{getpid()}-{token_hex(3)}"


def _due(rooms: Rooms, jobs: Jobs, at: datetime) -> tuple[Sequence[Job], list[Job]]:
    """Give all jobs, and those whose newest slot somebody may have to come to, without keeping others from writing."""
    with rooms.reading() as desk:
        known = jobs(desk) if callable(jobs) else jobs
        return known, [job for job in known if _is_open(desk, job, newest(job.when, desk.hours, at), at)]


def _is_open(desk: Desk, job: Job, slot: datetime | None, at: datetime) -> bool:
    if slot is None:
        return False
    known = find_slot(desk.transaction, job.name, slot)
    return known is None or known.is_open(at)


def _take(rooms: Rooms, job: Job, at: datetime, holder: str, names: set[str]) -> tuple[Claim | None, list[Slot]]:
    """Claim the newest slot of a job, and end those before it that nobody came to."""
    with rooms.writing(by=CLOCKWORK) as desk:
        slot = newest(job.when, desk.hours, at)
        if slot is None or (job.after in names and not _has_ended(desk, str(job.after), slot)):
            return None, []
        last = last_slot(desk.transaction, job.name, before=slot)
        held = claim(desk.transaction, job.name, slot, holder=holder, now=at, lease=LEASE)
        if held is None:
            return None, []
        missed = _missed(desk.hours, job, last, slot)
        return held, skip(desk.transaction, job.name, missed, before=slot, now=at, why=NOBODY)


def _missed(hours: Hours, job: Job, last: Slot | None, slot: datetime) -> list[datetime]:
    return between(job.when, hours, last.at, slot) if last else []


def _has_ended(desk: Desk, job: str, slot: datetime) -> bool:
    known = find_slot(desk.transaction, job, slot)
    return known is not None and known.state in ENDED


def _run(rooms: Rooms, job: Job, held: Claim, clock: Clock) -> Slot | None:
    """Run a job for the slot that is held; gives what became of it, None where somebody else took it over."""
    try:
        before = _before(rooms, job, held, clock)
        with rooms.writing(by=CLOCKWORK) as desk:
            at = clock()
            renew(desk.transaction, held, now=at, lease=LEASE)
            acting = replace(desk, at=at)
            said = [before.said, *(step(acting, before) for step in job.steps)]
            finish(desk.transaction, held, now=at, said=", ".join(filter(None, said)))
    except Overtaken as error:
        return _failed(rooms, held, clock(), str(error))
    except Exception as error:  # noqa: BLE001  # the job loop: a fault in one job must not keep the others from theirs
        return _failed(rooms, held, clock(), f"{type(error).__name__}: {error}"[:LONGEST])
    with rooms.reading() as desk:
        return find_slot(desk.transaction, held.job, held.at)


def _failed(rooms: Rooms, held: Claim, at: datetime, said: str) -> Slot | None:
    """Let a job that failed wait for its next try, unless somebody else has its slot by now."""
    with rooms.writing(by=CLOCKWORK) as desk:
        known = find_slot(desk.transaction, held.job, held.at)
        if known is None or (known.state, known.holder, known.tries) != (CLAIMED, held.holder, held.tries):
            return None
        again = at + WAITS[held.tries - 1] if held.tries <= len(WAITS) else None
        fail(desk.transaction, held, now=at, said=said, again=again)
        return find_slot(desk.transaction, held.job, held.at)


def _before(rooms: Rooms, job: Job, held: Claim, clock: Clock) -> Before:
    """Look at what a job needs to see, or let it do what needs no transaction, holding its slot meanwhile."""
    with rooms.reading() as desk:
        at = clock()
        is_needed = job.before is not None and (job.needed is None or job.needed(replace(desk, at=at)))
        day = desk.hours.day(at)
    if job.before is None or not is_needed:
        return Before()
    with _kept(rooms, held, clock):
        return job.before(rooms.governed(day))


@contextmanager
def _kept(rooms: Rooms, held: Claim, clock: Clock) -> Iterator[None]:
    """Renew the lease of a slot from time to time, as long as its work takes."""
    done = Event()

    def renew_again() -> None:
        while not done.wait(LEASE.total_seconds() / 3):
            try:
                with rooms.writing(by=CLOCKWORK) as desk:
                    renew(desk.transaction, held, now=clock(), lease=LEASE)
            except Overtaken:
                return
            except VitalfewError:
                continue  # the store cannot be reached now; there are two more times before the lease ends

    thread = Thread(target=renew_again, name=f"lease of {held.job}", daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()
