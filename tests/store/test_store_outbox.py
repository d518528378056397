"""A message is written once by its key, taken by one sender at a time, tried with growing waits, and never lost."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from vitalfew.base.errors import UnknownName
from vitalfew.base.ref import Ref
from vitalfew.store.database import Store
from vitalfew.store.journal import append
from vitalfew.store.outbox import TRIES, Message, drop, erase_messages, failed, messages, put, retry, sent, take

NINE = datetime(2026, 6, 1, 9, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
LEASE = 10 * MINUTE


def write(store: Store, key: str = "late/1", *, person: str = "eva", not_before: datetime | None = None) -> bool:
    with store.writing() as transaction:
        return put(
            transaction, key=key, person=person, subject="Late", body="Your action is late", at=NINE, not_before=not_before
        )


def taken(store: Store, *, holder: str = "a", now: datetime = NINE, person: str | None = None) -> Message | None:
    with store.writing() as transaction:
        return take(transaction, holder=holder, now=now, lease=LEASE, reaches=lambda each: person in {None, each})


def held(store: Store, *, now: datetime = NINE) -> Message:
    found = taken(store, now=now)
    assert found is not None
    return found


def only(store: Store) -> Message:
    with store.reading() as transaction:
        (found,) = messages(transaction)
    return found


def test_a_message_is_written_once_by_its_key_and_sent_once(store: Store) -> None:
    assert (write(store), write(store)) == (True, False)
    mine = held(store)
    assert taken(store, holder="b") is None
    with store.writing() as transaction:
        assert sent(transaction, mine, channel="mail", now=NINE + MINUTE)

    found = only(store)
    assert (found.state, found.channel, found.sent_at, found.tries) == ("sent", "mail", NINE + MINUTE, 1)
    assert taken(store, now=NINE + 5 * LEASE) is None
    assert not write(store)


def test_a_message_of_a_sender_who_is_gone_is_sent_again_with_the_same_address(store: Store) -> None:
    write(store)
    first = held(store)
    second = taken(store, holder="b", now=NINE + LEASE)
    assert second is not None
    assert (second.address, second.tries) == (first.address, 2)
    with store.writing() as transaction:
        assert not sent(transaction, first, channel="mail", now=NINE + LEASE)
        assert not failed(transaction, first, now=NINE + LEASE, said="late")
        assert sent(transaction, second, channel="mail", now=NINE + LEASE)


def test_nothing_leaves_before_its_time_or_to_whom_nobody_reaches(store: Store) -> None:
    write(store, "a", person="max")
    write(store, "b", not_before=NINE + MINUTE)

    assert taken(store, person="eva") is None
    found = taken(store, person="eva", now=NINE + MINUTE)
    assert found is not None
    assert found.key == "b"


def test_waits_grow_and_after_the_last_try_it_is_dead_until_somebody_lets_it_be_tried_again(store: Store) -> None:
    write(store)
    now, waits = NINE, []
    for _ in range(TRIES - 1):
        mine = held(store, now=now)
        with store.writing() as transaction:
            failed(transaction, mine, now=now, said="refused")
        waits.append(only(store).next_at - now)
        assert taken(store, now=only(store).next_at - MINUTE / 60) is None
        now = only(store).next_at
    mine = held(store, now=now)
    with store.writing() as transaction:
        failed(transaction, mine, now=now, said="refused")

    assert [wait // MINUTE for wait in waits] == [1, 4, 16, 64, 256, 1024, 4096]
    assert (only(store).state, only(store).said, taken(store, now=now + 9999 * MINUTE)) == ("dead", "refused", None)
    with store.writing() as transaction:
        with pytest.raises(UnknownName, match="no dead message `late/2`"):
            retry(transaction, "late/2", now=now)
        assert retry(transaction, now=now) == 1
    assert held(store, now=now).tries == 1


def test_a_dropped_message_is_not_sent_and_not_written_again(store: Store) -> None:
    write(store)
    with store.writing() as transaction:
        assert drop(transaction, "late/1") == 1
        with pytest.raises(UnknownName):
            drop(transaction, "late/1")

    assert (only(store).state, taken(store), write(store)) == ("dropped", None, False)


def test_addresses_are_of_one_organisation_alone(store: Store) -> None:
    for number in (1, 2):
        write(store, f"late/{number}")
    with store.writing() as transaction:
        append(transaction, by="eva", at=NINE, verb="open", subject=Ref("kpi", "churn"))
        before = [message.address for message in messages(transaction)]
    with store.writing() as transaction:
        append(transaction, by="eva", at=NINE, verb="open", subject=Ref("kpi", "churn"))
        after = [message.address for message in messages(transaction)]

    assert len({*before}) == 2
    assert before == after


def test_an_erased_person_leaves_no_message(store: Store) -> None:
    write(store)
    write(store, "late/2", person="max")
    with store.writing() as transaction:
        assert erase_messages(transaction, "eva") == 1

    assert only(store).person == "max"
