"""A slot is held by one at a time, is taken over when its holder is gone, and ends once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from vitalfew.base.errors import Overtaken
from vitalfew.store.database import Store, Transaction
from vitalfew.store.slots import (
    OLDER,
    Claim,
    claim,
    fail,
    find_slot,
    finish,
    forget,
    last_slot,
    renew,
    skip,
    slots,
)

NINE = datetime(2026, 6, 1, 9, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
LEASE = 10 * MINUTE


def taken(store: Store, *, holder: str = "a", at: datetime = NINE, now: datetime = NINE) -> Claim | None:
    with store.writing() as transaction:
        return claim(transaction, "turn", at, holder=holder, now=now, lease=LEASE)


def held(store: Store, *, holder: str = "a", at: datetime = NINE, now: datetime = NINE) -> Claim:
    found = taken(store, holder=holder, at=at, now=now)
    assert found is not None
    return found


def state(store: Store, at: datetime = NINE) -> str:
    with store.reading() as transaction:
        found = find_slot(transaction, "turn", at)
    return found.state if found else "unknown"


def test_a_slot_is_held_by_one_and_ends_once(store: Store) -> None:
    mine = held(store)
    assert taken(store, holder="b") is None
    with store.writing() as transaction:
        finish(transaction, mine, now=NINE + MINUTE, said="three reminders")

    assert taken(store, holder="b", now=NINE + 5 * LEASE) is None
    with store.reading() as transaction:
        (found,) = slots(transaction)
    assert (found.state, found.holder, found.tries, found.said, found.done_at) == (
        "done",
        "a",
        1,
        "three reminders",
        NINE + MINUTE,
    )


def test_a_slot_is_taken_over_when_the_lease_ends_and_the_earlier_holder_can_end_nothing(store: Store) -> None:
    first = held(store)
    second = held(store, holder="b", now=NINE + LEASE)
    assert (first.tries, second.tries) == (1, 2)

    def act_too_late(transaction: Transaction) -> None:
        claim(transaction, "effect", NINE, holder="a", now=NINE, lease=LEASE)  # stands for what the job does: it goes with it
        finish(transaction, first, now=NINE + LEASE)

    with pytest.raises(Overtaken, match="was taken over"), store.writing() as transaction:
        act_too_late(transaction)
    with pytest.raises(Overtaken), store.writing() as transaction:
        renew(transaction, first, now=NINE, lease=LEASE)
    with pytest.raises(Overtaken), store.writing() as transaction:
        fail(transaction, first, now=NINE, said="x", again=None)
    with store.writing() as transaction:
        finish(transaction, second, now=NINE + LEASE)
        assert [slot.job for slot in slots(transaction)] == ["turn"]


def test_the_same_holder_after_a_restart_is_another_holder(store: Store) -> None:
    before = held(store)
    after = held(store, now=NINE + LEASE)

    with pytest.raises(Overtaken), store.writing() as transaction:
        finish(transaction, before, now=NINE + LEASE)
    with store.writing() as transaction:
        finish(transaction, after, now=NINE + LEASE)


def test_a_lease_that_is_renewed_lasts_longer(store: Store) -> None:
    mine = held(store)
    with store.writing() as transaction:
        renew(transaction, mine, now=NINE + 9 * MINUTE, lease=LEASE)

    assert taken(store, holder="b", now=NINE + LEASE) is None
    assert taken(store, holder="b", now=NINE + 19 * MINUTE) is not None


def test_a_job_runs_once_at_a_time(store: Store) -> None:
    held(store)

    assert taken(store, holder="b", at=NINE + 5 * MINUTE, now=NINE + 5 * MINUTE) is None
    assert taken(store, holder="b", at=NINE + LEASE, now=NINE + LEASE) is not None


def test_a_slot_that_failed_waits_for_its_next_try_and_ends_as_failed(store: Store) -> None:
    mine = held(store)
    with store.writing() as transaction:
        fail(transaction, mine, now=NINE, said="no such table", again=NINE + MINUTE)
    assert (state(store), taken(store, now=NINE)) == ("waiting", None)

    again = held(store, holder="b", now=NINE + MINUTE)
    with store.writing() as transaction:
        fail(transaction, again, now=NINE + MINUTE, said="no such table", again=None)
    assert (again.tries, state(store)) == (2, "failed")
    assert taken(store, now=NINE + LEASE) is None


def test_slots_that_nobody_ran_are_kept_as_skipped_with_the_reason(store: Store) -> None:
    missed = [NINE + number * MINUTE for number in (1, 2)]
    with store.writing() as transaction:
        told = skip(transaction, "turn", missed, before=NINE + 3 * MINUTE, now=NINE + 3 * MINUTE, why="nobody was there")

    assert [(slot.at, slot.state, slot.said) for slot in told] == [(at, "skipped", "nobody was there") for at in missed]
    assert taken(store, at=missed[0], now=NINE + LEASE) is None


def test_what_is_left_open_before_a_later_slot_ends_with_it(store: Store) -> None:
    earlier = held(store, at=NINE - LEASE, now=NINE - LEASE)
    with store.writing() as transaction:
        fail(transaction, earlier, now=NINE, said="down", again=NINE + 2 * LEASE)
    held(store)
    with store.writing() as transaction:
        told = skip(transaction, "turn", [], before=NINE + LEASE, now=NINE + LEASE, why="")

    assert [(slot.at, slot.state, slot.said) for slot in told] == [(NINE - LEASE, "failed", "down"), (NINE, "skipped", OLDER)]


def test_the_latest_slot_before_a_moment_is_found_and_old_ones_can_be_forgotten(store: Store) -> None:
    for minutes in (0, 20, 40):
        at = NINE + minutes * MINUTE
        mine = held(store, at=at, now=at)
        if minutes < 40:
            with store.writing() as transaction:
                finish(transaction, mine, now=at)
    with store.writing() as transaction:
        found = last_slot(transaction, "turn", before=NINE + 40 * MINUTE)
        assert found is not None
        assert found.at == NINE + 20 * MINUTE
        assert [slot.at for slot in slots(transaction, "turn", last=1)] == [NINE + 40 * MINUTE]
        assert last_slot(transaction, "turn", before=NINE) is None
        assert forget(transaction, before=NINE + 60 * MINUTE) == 2
        assert [slot.state for slot in slots(transaction)] == ["claimed"]
