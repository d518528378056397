"""Every slot is run by one worker or skipped with a reason, whatever clocks and workers do."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from threading import Event

import pytest
from tests.rhythm.clockwork import JOBS, Yard, assert_each_slot_ended_once, job, utc, yard

from vitalfew.base.errors import StoreUnusable, VitalfewError
from vitalfew.measure.run import Measured
from vitalfew.model.framework import Framework
from vitalfew.model.verdict import Scorecard
from vitalfew.rhythm.channel import ways
from vitalfew.rhythm.desk import Desk
from vitalfew.rhythm.jobs import Before, Job, View
from vitalfew.rhythm.timetable import Every
from vitalfew.rhythm.worker import LEASE, NOBODY, Round, Ticked, tick, work
from vitalfew.store.database import Store
from vitalfew.store.slots import Slot, claim, find_slot, slots

MINUTE = timedelta(minutes=1)


class _Nothing:
    framework = Framework()
    root = Path()

    def measure(self) -> Measured:
        raise NotImplementedError

    def judged(self) -> Scorecard:
        raise NotImplementedError


@pytest.fixture
def rooms(store: Store) -> Yard:
    return yard(store)


def looked(rooms: Yard, at: str | datetime, *jobs: Job, holder: str = "one") -> Ticked:
    now = utc(at) if isinstance(at, str) else at
    return tick(rooms, lambda: now, holder=holder, jobs=jobs or JOBS)


def ran(ticked: Ticked) -> list[str]:
    return [f"{slot.job} {slot.at:%m-%d %H:%M} {slot.state}" for slot in ticked.ran]


def failing(*, times: int, name: str = "shaky") -> Job:
    left = [times]

    def step(_: Desk, __: Before) -> str:
        left[0] -= 1
        if left[0] >= 0:
            raise KeyError("churn")
        return "at last"

    return Job(name, "fails", Every(60), (step,))


def test_what_is_due_runs_once(rooms: Yard) -> None:
    first = looked(rooms, "2026-06-01T09:20")

    assert ran(first) == ["quarter 06-01 09:15 done", "night 06-01 00:30 done", "workday 05-31 23:30 done"]
    assert first.skipped == ()
    assert ran(looked(rooms, "2026-06-01T09:29")) == []
    assert ran(looked(rooms, "2026-06-01T09:30")) == ["quarter 06-01 09:30 done"]
    assert_each_slot_ended_once(rooms)


def test_after_a_weeks_downtime_the_newest_runs_and_the_rest_is_shown_as_skipped(rooms: Yard) -> None:
    looked(rooms, "2026-06-01T09:20")
    late = looked(rooms, "2026-06-08T09:20")

    assert ran(late) == ["quarter 06-08 09:15 done", "night 06-08 00:30 done", "workday 06-07 23:30 done"]
    assert [sum(slot.job == name for slot in late.skipped) for name in ("quarter", "night", "workday")] == [7 * 96 - 1, 6, 4]
    assert {(slot.state, slot.said) for slot in late.skipped} == {("skipped", NOBODY)}
    assert_each_slot_ended_once(rooms)
    assert late.as_json()["skipped"][0] == {  # type: ignore[index]  # the JSON contract is a dict of objects
        "job": "quarter",
        "at": "2026-06-01T09:30:00+00:00",
        "state": "skipped",
        "tries": 0,
        "done_at": "2026-06-08T09:20:00+00:00",
        "said": NOBODY,
    }


def test_a_clock_that_is_set_back_runs_nothing_twice(rooms: Yard) -> None:
    for at in ("2026-06-01T09:20", "2026-06-01T10:20", "2026-06-01T09:50", "2026-06-01T10:20"):
        looked(rooms, at)
    found = assert_each_slot_ended_once(rooms)

    assert found["quarter done"] == 3
    with rooms.reading() as desk:  # 09:45 was skipped by a clock that was ahead: it never ran, so it ran when its time came
        slot = find_slot(desk.transaction, "quarter", utc("2026-06-01T09:45"))
    assert slot is not None
    assert (slot.state, slot.said) == ("done", "noted")


def test_a_clock_that_was_years_ahead_for_a_moment_does_not_stop_the_years_between(rooms: Yard) -> None:
    daily = JOBS[1]
    looked(rooms, "2026-06-01T09:20", daily)
    looked(rooms, "2028-06-01T09:20", daily)

    assert ran(looked(rooms, "2026-06-02T09:20", daily)) == ["night 06-02 00:30 done"]
    assert ran(looked(rooms, "2026-06-03T09:20", daily)) == ["night 06-03 00:30 done"]


def test_a_job_that_fails_is_tried_again_later_then_given_up_and_the_others_go_on(rooms: Yard) -> None:
    shaky, after = failing(times=99), job("quarter", Every(60))
    found = [looked(rooms, utc("2026-06-01T09:00") + minutes * MINUTE, shaky, after) for minutes in (0, 0.5, 1, 5, 21, 50)]

    assert [ran(each) for each in found] == [
        ["shaky 06-01 09:00 waiting", "quarter 06-01 09:00 done"],
        [],
        ["shaky 06-01 09:00 waiting"],
        ["shaky 06-01 09:00 waiting"],
        ["shaky 06-01 09:00 failed"],
        [],
    ]
    assert found[4].ran[0].said == "KeyError: 'churn'"
    assert found[4].ran[0].tries == 4


def test_what_a_failing_job_did_is_undone(rooms: Yard) -> None:
    shaky = failing(times=1, name="quarter")
    both = Job("quarter", "acts, then fails", Every(60), (*job("quarter", Every(60)).steps, *shaky.steps))

    assert ran(looked(rooms, "2026-06-01T09:00", both)) == ["quarter 06-01 09:00 waiting"]
    (slot,) = looked(rooms, "2026-06-01T09:01", both).ran
    assert (slot.state, slot.said, slot.tries) == ("done", "noted, at last", 2)
    with rooms.reading() as desk:
        assert len(slots(desk.transaction)) == 1
    found = looked(rooms, "2026-06-01T10:00", both)
    assert ran(found) == ["quarter 06-01 10:00 done"]


def test_a_job_that_failed_ends_with_the_next_slot(rooms: Yard) -> None:
    shaky = failing(times=1)
    looked(rooms, "2026-06-01T09:59", shaky)
    found = looked(rooms, "2026-06-01T10:00", shaky)

    assert ran(found) == ["shaky 06-01 10:00 done"]
    assert [(slot.state, slot.said) for slot in found.skipped] == [("failed", "KeyError: 'churn'")]


def test_a_job_waits_for_the_one_before_it_to_end(rooms: Yard) -> None:
    first, second = failing(times=1), Job("second", "follows", Every(60), (lambda _, __: "",), after="shaky")

    assert ran(looked(rooms, "2026-06-01T09:00", first, second)) == ["shaky 06-01 09:00 waiting"]
    assert ran(looked(rooms, "2026-06-01T09:01", first, second)) == ["shaky 06-01 09:00 done", "second 06-01 09:00 done"]
    assert ran(looked(rooms, "2026-06-01T10:01", second)) == ["second 06-01 10:00 done"]


def test_a_slot_of_a_worker_that_is_gone_is_taken_over_when_its_lease_ends(rooms: Yard) -> None:
    nine, quarter = utc("2026-06-01T09:00"), JOBS[0]
    with rooms.writing(by="") as desk:
        assert claim(desk.transaction, "quarter", nine, holder="killed", now=nine, lease=LEASE)

    assert ran(looked(rooms, nine + LEASE - MINUTE, quarter)) == []
    (slot,) = looked(rooms, nine + LEASE, quarter).ran
    assert (slot.state, slot.holder, slot.tries) == ("done", "one", 2)


def test_a_worker_that_lost_its_slot_leaves_no_effect_and_no_failure(rooms: Yard) -> None:
    nine, lost = utc("2026-06-01T09:00"), []

    def stall(desk: Desk, _: Before) -> str:
        lost.append(desk.transaction.workspace)
        return ""

    def overtaken(_: View) -> Before:
        with rooms.writing(by="") as desk:  # a longer pause than the lease, after which another has it
            taken = claim(desk.transaction, "slow", nine, holder="two", now=nine + 2 * LEASE, lease=LEASE)
        assert taken is not None
        return Before()

    rooms.view = _Nothing()
    slow = Job("slow", "loses its slot", Every(60), (stall,), overtaken)

    assert looked(rooms, nine, slow).ran == ()
    with rooms.reading() as desk:
        found = find_slot(desk.transaction, "slow", nine)
    assert found is not None
    assert (found.state, found.holder, lost) == ("claimed", "two", [])


def test_a_worker_that_is_told_to_stop_ends_with_the_job_in_hand(rooms: Yard) -> None:
    stop, told = Event(), list[Round | VitalfewError | OSError]()

    def step(_: Desk, __: Before) -> str:
        stop.set()
        return "told to stop meanwhile"

    first = Job("first", "stops the worker", Every(60), (step,))
    work(rooms, lambda: utc("2026-06-01T09:00"), ways({}), stop, every=MINUTE, tell=told.append, jobs=(first, JOBS[0]))

    assert [ran(each.ticked) for each in told if isinstance(each, Round)] == [["first 06-01 09:00 done"]]


def test_a_worker_outlives_what_stands_in_its_way(rooms: Yard) -> None:
    stop, told, tries = Event(), list[Round | VitalfewError | OSError](), [2]

    def clock() -> datetime:
        tries[0] -= 1
        if tries[0] > 0:
            raise StoreUnusable("x", "cannot be reached")
        return utc("2026-06-01T09:00")

    def tell(each: Round | VitalfewError | OSError) -> None:
        told.append(each)
        if isinstance(each, Round):
            stop.set()

    work(rooms, clock, ways({}), stop, every=MINUTE / 1000, tell=tell, jobs=JOBS[:1])

    assert [type(each) for each in told] == [StoreUnusable, Round]


def test_a_job_looks_only_where_it_needs_to(rooms: Yard) -> None:
    looked_at = list[str]()

    def look(_: View) -> Before:
        looked_at.append("looked")
        return Before(said="looked")

    rooms.view = _Nothing()
    needed = Job("needed", "looks", Every(60), before=look, needed=lambda desk: desk.at.hour == 10)

    assert [slot.said for slot in looked(rooms, "2026-06-01T09:00", needed).ran] == [None]
    assert [slot.said for slot in looked(rooms, "2026-06-01T10:00", needed).ran] == ["looked"]
    assert looked_at == ["looked"]


def test_a_slot_is_told_in_the_contract(rooms: Yard) -> None:
    (slot,) = looked(rooms, "2026-06-01T09:00", JOBS[0]).ran
    assert isinstance(slot, Slot)
    assert slot.as_json()["said"] == "noted"
