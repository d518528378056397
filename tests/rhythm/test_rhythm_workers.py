"""Several workers at once, each a process of its own, under a clock that jumps, where some are killed."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from tests.rhythm import clockwork
from tests.rhythm.clockwork import TEAM, assert_each_slot_ended_once, utc, yard

from vitalfew.rhythm.worker import LEASE, NOBODY, tick
from vitalfew.store.database import Store
from vitalfew.store.segment import write_whole
from vitalfew.store.slots import slots

WORKERS = {"sqlite": 2, "postgresql": 3}
PATIENCE = 120
JUMPS = (
    *(f"2027-10-31T{hour}:{minute}" for hour in ("00", "01") for minute in ("00", "20", "40", "59")),  # 02:30 is shown twice
    "2027-10-31T00:10",  # set back
    "2027-10-31T02:00",
    "2027-11-07T09:20",  # a week without anybody
    "2027-11-07T08:10",
    "2027-11-07T09:20",
    "2028-02-28T12:00",
    "2028-02-29T12:00",
    "2028-03-01T12:00",
    "2028-03-25T23:50",
    *(f"2028-03-26T{hour}:{minute}" for hour in ("00", "01") for minute in ("20", "40")),  # 02:30 is leapt over
)


class _Team:
    """Workers on one store, and the clock that they look at."""

    def __init__(self, folder: Path, environ: dict[str, str]) -> None:
        self.folder, self.environ = folder, {**os.environ, **environ}
        self.workers: dict[str, subprocess.Popen[bytes]] = {}

    def begin(self, holder: str) -> None:
        command = [sys.executable, clockwork.__file__, str(self.folder), holder]
        self.workers[holder] = subprocess.Popen(command, env=self.environ)

    def kill(self, holder: str) -> None:
        worker = self.workers.pop(holder)
        worker.kill()
        worker.wait()

    def set(self, clock: str) -> None:
        write_whole(self.folder / "clock", clock.encode())

    def all_see(self, clock: str) -> None:
        for holder in self.workers:
            await_text(self.folder / f"{holder}.seen", clock)

    def end(self) -> None:
        self.set("over")
        assert {worker.wait(PATIENCE) for worker in self.workers.values()} <= {0}
        self.workers.clear()


def await_text(path: Path, text: str) -> None:
    until = time.monotonic() + PATIENCE
    while not path.exists() or path.read_text(encoding="utf-8") != text:
        assert time.monotonic() < until, f"{path.name} never became {text}"
        time.sleep(0.005)


@pytest.fixture
def team(environ: dict[str, str], tmp_path: Path) -> Iterator[_Team]:
    made = _Team(tmp_path, environ)
    yield made
    for holder in list(made.workers):
        made.kill(holder)


def test_several_workers_under_a_clock_that_jumps_run_each_slot_once(
    team: _Team, store: Store, request: pytest.FixtureRequest
) -> None:
    rooms, number = yard(store), WORKERS[request.node.callspec.params["environ"]]
    team.set(JUMPS[0])
    for holder in range(number):
        team.begin(f"w{holder}")
    for place, clock in enumerate(JUMPS):
        team.set(clock)
        if place % 3:  # at other times it jumps on while they are at work
            team.all_see(clock)
        if place % 8 == 5:  # one is killed wherever it is, and another comes
            team.kill(f"w{place % number}")
            team.begin(f"w{place % number}")
    team.all_see(JUMPS[-1])
    team.end()
    late = utc(JUMPS[-1]) + LEASE  # what the killed left is taken over
    tick(rooms, lambda: late, holder="last", jobs=TEAM)

    found = assert_each_slot_ended_once(rooms)
    assert found["night done"] > 5
    with rooms.reading() as desk:
        known = {(slot.job, slot.at): slot for slot in slots(desk.transaction)}
        hours = rooms.framework.calendar.hours
    for day in ("2027-10-31T00:30", "2028-02-29T01:30", "2028-03-26T01:00"):
        assert known["night", utc(day)].state == "done"
        assert hours.day(utc(day)).isoformat() == day[:10]
    assert known["night", utc("2027-11-03T01:30")].said == NOBODY
    assert len({slot.holder for slot in known.values() if slot.state == "done"}) > 1


def test_a_worker_killed_in_its_job_leaves_nothing_and_another_takes_over(team: _Team, store: Store) -> None:
    """`kill -9` between claim and finish, inside the transaction that holds the effect."""
    rooms, now = yard(store), "2026-06-01T09:00"
    (team.folder / "stall").touch()
    team.set(now)
    team.begin("first")
    await_text(team.folder / "stalled", "vitalfew")
    team.kill("first")
    (team.folder / "stall").unlink()

    with rooms.reading() as desk:
        (slot,) = slots(desk.transaction)
    assert (slot.state, slot.job) == ("claimed", "hour")
    team.begin("second")
    team.all_see(now)
    after = (utc(now) + LEASE).isoformat()[:16]
    team.set(after)
    team.all_see(after)
    team.end()

    with rooms.reading() as desk:
        ended = {slot.job: slot for slot in slots(desk.transaction)}
    assert (ended["hour"].state, ended["hour"].tries) == ("done", 2)
    assert ended["hour"].done_at == utc(now) + LEASE
    assert ended["night"].done_at == utc(now)
    assert ended["hour"].leased_until - utc(now) >= timedelta(minutes=10)
    assert_each_slot_ended_once(rooms)
