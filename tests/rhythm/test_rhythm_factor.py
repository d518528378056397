"""Recovery codes, what an administrator takes off, and whom a provider names, on both databases."""

from __future__ import annotations

from datetime import datetime

import pytest
from argon2 import PasswordHasher
from tests.rhythm.test_rhythm_signin import AT, FRAMEWORK, HERE, OTHER, WORDS, again, done, entered, is_open

from vitalfew.base.errors import NotLetIn, Refused
from vitalfew.load.read import load_texts
from vitalfew.model.framework import Framework
from vitalfew.rhythm import password as passwords
from vitalfew.rhythm.credentials import drop_factor, new_codes, set_factor
from vitalfew.rhythm.linking import Person, come_by
from vitalfew.rhythm.membership import begin_accounts, invite, take_off_factor, unlink
from vitalfew.rhythm.signin import Entered, choose_password, give_code, sign_in
from vitalfew.rhythm.totp import code, new_key, step_at
from vitalfew.store.accounts import Account, Grant, erase_accounts
from vitalfew.store.database import Store
from vitalfew.store.identities import identities
from vitalfew.store.journal import entries
from vitalfew.store.recovery import codes_left
from vitalfew.store.tables import IDENTITY, RECOVERY

PERSON = Person("https://idp.example", "7", "GRETA@meridian.example")


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


@pytest.fixture
def meridian() -> Framework:
    return load_texts({"framework/main.yaml": FRAMEWORK}).framework


@pytest.fixture
def greta(store: Store, meridian: Framework) -> Account:
    begin_accounts(store, meridian, login="greta@meridian.example", password=WORDS, person=None, caller=HERE, at=AT)
    return again(store, "greta@meridian.example")


def with_factor(store: Store, account: Account) -> tuple[str, ...]:
    key = new_key()
    return set_factor(store, account, WORDS, key, code(key, step_at(AT)), HERE, session="", at=AT)


def by_code(store: Store, account: Account, code_: str, at: datetime = AT) -> str:
    return give_code(store, sign_in(store, account.login, WORDS, HERE, at=at).ticket or "", code_, HERE, at=at)


def test_ten_codes_open_once_each_where_the_second_factor_is_lost(store: Store, greta: Account) -> None:
    codes = with_factor(store, greta)
    assert (len({*codes}), {len(each) for each in codes}) == (10, {19})
    assert is_open(store, by_code(store, greta, codes[0]))
    with pytest.raises(NotLetIn, match="not the one of now"):
        by_code(store, greta, codes[0])
    assert is_open(store, by_code(store, greta, codes[1].lower().replace("-", " "))), "as people type it"
    with store.reading() as transaction:
        assert codes_left(transaction, greta.id) == 8
        kept = transaction.find(RECOVERY)
        assert [each.verb for each in entries(transaction)].count("use-recovery-code") == 2
    assert not any(code_.replace("-", "") in str(kept) or code_ in str(kept) for code_ in codes)


def test_new_codes_and_no_second_factor_end_the_earlier_ones(store: Store, greta: Account) -> None:
    first = with_factor(store, greta)
    mine = again(store, greta.login)
    with pytest.raises(NotLetIn, match="not your password"):
        new_codes(store, mine, OTHER, HERE, at=AT)
    second = new_codes(store, mine, WORDS, HERE, at=AT)
    with pytest.raises(NotLetIn, match="not the one of now"):
        by_code(store, greta, first[0])
    assert is_open(store, by_code(store, greta, second[0]))
    drop_factor(store, mine, WORDS, HERE, at=AT)
    with store.reading() as transaction:
        assert codes_left(transaction, greta.id) == 0
    with pytest.raises(Refused, match="no second factor"):
        new_codes(store, again(store, greta.login), WORDS, HERE, at=AT)


def test_codes_of_somebody_else_open_nothing(store: Store, meridian: Framework, greta: Account) -> None:
    codes = with_factor(store, greta)
    ticket = done(store, meridian, invite, "ida", person=None, grants=[Grant("viewer")])
    ida = choose_password(store, ticket, WORDS, at=AT)
    with_factor(store, again(store, ida.login))
    with pytest.raises(NotLetIn, match="not the one of now"):
        by_code(store, ida, codes[0])
    assert is_open(store, by_code(store, greta, codes[0]))


def test_an_administrator_takes_a_second_factor_off_and_it_is_written_down(
    store: Store, meridian: Framework, greta: Account
) -> None:
    codes = with_factor(store, greta)
    done(store, meridian, take_off_factor, greta.login)
    assert entered(store, greta.login)
    with store.reading() as transaction:
        assert (codes_left(transaction, greta.id), entries(transaction)[-1].verb) == (0, "take-off-second-factor")
    assert codes
    with pytest.raises(Refused, match="has no second factor"):
        done(store, meridian, take_off_factor, greta.login)


def test_whom_a_provider_names_can_be_unlinked_and_is_erased_with_the_account(
    store: Store, meridian: Framework, greta: Account
) -> None:

    def come(attempt: str) -> Entered:
        return come_by(store, meridian, PERSON, "invited", HERE, attempt=attempt, today=AT.date(), at=AT)

    opened = come("one").session
    assert is_open(store, opened)
    with pytest.raises(NotLetIn, match="done already"):
        come("one")
    done(store, meridian, unlink, greta.login)
    assert not is_open(store, opened)
    with pytest.raises(Refused, match="linked to no provider"):
        done(store, meridian, unlink, greta.login)
    assert come("two").session
    with_factor(store, greta)
    with store.writing() as transaction:
        erase_accounts(transaction, "greta")
        assert (transaction.find(IDENTITY), transaction.find(RECOVERY), identities(transaction)) == ([], [], [])
