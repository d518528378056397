"""What a program was answered is there for a day, for itself alone, and goes when anybody is erased."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from vitalfew.store.answers import LASTS, Answered, answered, forget_answers, keep_answer
from vitalfew.store.database import Store

AT = datetime(2026, 6, 15, 9, tzinfo=UTC)
SAID = Answered("hash of the request", 201, '{"text": "Größe 数"}')


def test_an_answer_is_kept_for_a_day_for_whoever_asked(store: Store) -> None:
    with store.writing() as transaction:
        keep_answer(transaction, "eva", "first", SAID, at=AT)
    with store.reading() as transaction:
        assert answered(transaction, "eva", "first", at=AT + LASTS - timedelta(seconds=1)) == SAID
        assert answered(transaction, "eva", "first", at=AT + LASTS) is None
        assert answered(transaction, "eva", "second", at=AT) is None
        assert answered(transaction, "max", "first", at=AT) is None


def test_a_key_can_be_used_again_once_its_answer_is_too_old(store: Store) -> None:
    later = SAID._replace(request="another")
    with store.writing() as transaction:
        keep_answer(transaction, "eva", "first", SAID, at=AT)
        keep_answer(transaction, "eva", "first", later, at=AT + LASTS)
        assert answered(transaction, "eva", "first", at=AT + LASTS) == later
        assert forget_answers(transaction) == 1
        assert answered(transaction, "eva", "first", at=AT + LASTS) is None
