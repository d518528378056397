"""Matters are opened once, move by versions, and are written down without the names in the chain."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from vitalfew.base.errors import Overtaken, UnknownName
from vitalfew.base.ref import Ref
from vitalfew.store.database import Store, Transaction
from vitalfew.store.journal import entries, erase, verify
from vitalfew.store.matters import Act, Matter, erase_words, find_matter, find_matters, move, open_matter
from vitalfew.store.tables import JOURNAL

AT = datetime(2026, 6, 1, 9, tzinfo=UTC)
CHURN = Ref("kpi", "churn")


def opened(transaction: Transaction, **given: object) -> Matter:
    said: dict[str, object] = {"text": "Call the ten largest", "owner": "eva", "tier": 1, **given}
    return open_matter(transaction, Act("rui", AT), "action", about=CHURN, state="open", data=said)


def test_a_matter_gets_the_next_number_and_is_found_as_it_was_opened(store: Store) -> None:
    with store.writing() as transaction:
        first, second = opened(transaction), opened(transaction, tier=2)
    with store.reading() as transaction:
        assert (first.id, second.id) == ("1", "2")
        assert find_matter(transaction, "action", "2") == second
        assert find_matters(transaction, "action", about=CHURN) == [first, second]
        assert find_matters(transaction, "action", states=["done"]) == []
        with pytest.raises(UnknownName, match="no action `3`"):
            find_matter(transaction, "action", "3")


def test_a_step_counts_up_the_version_and_whoever_saw_an_older_one_is_told(store: Store) -> None:
    with store.writing() as transaction:
        seen = opened(transaction)
        done = move(transaction, Act("eva", AT, "finish"), seen, state="done", data={"note": "Seven stayed"})
    assert (done.version, done.state, done.data["note"], done.data["tier"]) == (2, "done", "Seven stayed", 1)
    with pytest.raises(Overtaken, match="action:1 is done by now"), store.writing() as transaction:
        move(transaction, Act("rui", AT, "drop"), seen, state="dropped")
    with store.reading() as transaction:
        assert find_matter(transaction, "action", "1") == done


def test_one_matter_of_a_key_is_alive_at_a_time(store: Store) -> None:
    def start(transaction: Transaction) -> Matter:
        return open_matter(transaction, Act("x", AT), "escalation", about=CHURN, state="open", data={}, key="churn/missed")

    with store.writing() as transaction:
        first = start(transaction)
    with pytest.raises(IntegrityError), store.writing() as transaction:
        start(transaction)
    with store.writing() as transaction:
        move(transaction, Act("x", AT, "resolve"), first, state="resolved")
        assert start(transaction).id == "2"


def test_what_is_due_is_found_by_the_moment_whatever_its_zone(store: Store) -> None:
    zoned = datetime.fromisoformat("2026-06-01T11:00:00+02:00")
    with store.writing() as transaction:
        open_matter(transaction, Act("x", AT), "job", about=CHURN, state="open", data={}, due_at=zoned)
    with store.reading() as transaction:
        assert [each.due_at for each in find_matters(transaction, "job", due=AT)] == [AT]
        assert find_matters(transaction, "job", due=AT - timedelta(microseconds=1)) == []


def test_the_journal_tells_the_step_and_keeps_people_and_their_words_apart(store: Store) -> None:
    with store.writing() as transaction:
        move(transaction, Act("eva", AT, "finish"), opened(transaction), state="done", data={"note": "Seven stayed", "tier": 2})
    with store.reading() as transaction:
        chain = json.dumps(transaction.find(JOURNAL))
        last = entries(transaction)[-1]
        assert verify(transaction).faults == ()
    assert last.before == {"state": "open", "version": 1, "tier": 1}
    assert last.after == {"state": "done", "version": 2, "about": "kpi:churn", "tier": 2}
    assert not any(each in chain for each in ("eva", "rui", "ten largest", "Seven"))


def test_a_person_who_is_erased_is_gone_from_matters_with_their_words_and_the_chain_holds(store: Store) -> None:
    with store.writing() as transaction:
        move(transaction, Act("eva", AT, "finish"), opened(transaction, people=["rui", "eva"]), data={"note": "Seven stayed"})
    with store.writing() as transaction:
        assert erase_words(transaction, "eva") == 1
        assert erase(transaction, "eva", by="rui", at=AT) == 2
    with store.reading() as transaction:
        left = find_matter(transaction, "action", "1").data
        assert verify(transaction).faults == ()
    assert left == {"text": "Call the ten largest", "owner": None, "tier": 1, "people": ["rui"], "note": None}


def test_workspaces_see_only_their_own_matters(make_store: Callable[..., Store]) -> None:
    mine, other = make_store(), make_store("another")
    with mine.writing() as transaction:
        opened(transaction)
    with other.writing() as transaction:
        assert find_matters(transaction, "action") == []
        assert opened(transaction).id == "1"
