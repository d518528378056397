"""Accounts on both databases: what opens them, how often it may be tried, what ends, and what stays in the house."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from argon2 import PasswordHasher

from vitalfew.base.errors import NotLetIn, Refused, UnknownName
from vitalfew.load.read import load_texts
from vitalfew.model.framework import Framework
from vitalfew.rhythm import password as passwords
from vitalfew.rhythm.credentials import add_token, drop_factor, drop_token, set_factor
from vitalfew.rhythm.desk import Desk
from vitalfew.rhythm.membership import begin_accounts, disable, enable, give_roles, has_administrator, invite, reset, rights_of
from vitalfew.rhythm.rights import Rights
from vitalfew.rhythm.signin import (
    Caller,
    ask_for_link,
    change_password,
    choose_password,
    give_code,
    sign_in,
)
from vitalfew.rhythm.totp import code, new_key, step_at
from vitalfew.store.accounts import Account, Grant, accounts, erase_accounts, known_account
from vitalfew.store.database import Store
from vitalfew.store.journal import entries, verify
from vitalfew.store.outbox import messages
from vitalfew.store.sessions import IDLE, LONGEST, hashed, see_session, session_of, sessions, token_of, tokens
from vitalfew.store.tables import SESSION, TICKET, TOKEN

AT = datetime(2026, 6, 15, 9, tzinfo=UTC)
HERE = Caller("192.0.2.7", "Firefox on Linux")
WORDS, OTHER = "tall green teapot seven", "seven teapots tall and green"
FRAMEWORK = """\
organization: {name: Meridian}
people:
  - {id: greta, name: Greta Lind, email: greta@meridian.example}
  - {id: ben, name: Ben, email: ben@meridian.example, left: 2026-06-01}
  - {id: ida, name: Ida}
org_units: [{id: retail, name: Retail, head: greta}]
"""


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hash in a millisecond: what is tested is not how long it takes."""
    monkeypatch.setattr(passwords, "HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


@pytest.fixture
def meridian() -> Framework:
    return load_texts({"framework/main.yaml": FRAMEWORK}).framework


@pytest.fixture
def greta(store: Store, meridian: Framework) -> Account:
    """The first administrator."""
    begin_accounts(store, meridian, login="Greta@Meridian.example", password=WORDS, person=None, caller=HERE, at=AT)
    return again(store, "greta@meridian.example")


def again(store: Store, login: str) -> Account:
    with store.reading() as transaction:
        return known_account(transaction, login)


def done(store: Store, framework: Framework, step: Any, *args: Any, at: datetime = AT, **options: Any) -> Any:
    """Take an administrator's step."""
    with store.writing() as transaction:
        return step(Desk(transaction, framework, at, "greta"), *args, **options)


def is_open(store: Store, secret: str | None, at: datetime = AT) -> bool:
    with store.reading() as transaction:
        return session_of(transaction, secret or "", at=at) is not None


def entered(store: Store, login: str, password: str = WORDS, at: datetime = AT) -> str:
    opened = sign_in(store, login, password, HERE, at=at).session
    assert opened
    return opened


def test_the_first_account_is_administrator_and_there_is_one_first(store: Store, meridian: Framework, greta: Account) -> None:
    assert (greta.person, greta.grants, has_administrator(store)) == ("greta", (Grant("administrator"),), True)
    with pytest.raises(Refused, match="there is an administrator already"):
        begin_accounts(store, meridian, login="eve", password=WORDS, person=None, caller=HERE, at=AT)


def test_a_session_opens_what_it_is_for_and_ends(store: Store, greta: Account) -> None:
    secret = entered(store, "GRETA@meridian.example ")
    with store.writing() as transaction:
        found = session_of(transaction, secret, at=AT)
        assert found
        assert (found.account, found.hash, found.agent) == (greta.id, hashed(secret), HERE.agent)
        assert secret not in repr(transaction.find(SESSION))
        for hours in range(7, 7 * 24, 7):
            see_session(transaction, found, at=AT + timedelta(hours=hours))
    assert is_open(store, secret, AT + LONGEST - timedelta(minutes=1))
    assert not is_open(store, secret, AT + LONGEST)
    other = entered(store, greta.login)
    assert [is_open(store, other, AT + IDLE - timedelta(minutes=1)), is_open(store, other, AT + IDLE)] == [True, False]
    assert not is_open(store, hashed(secret)), "what is kept opens nothing"


def test_sessions_and_tokens_of_another_workspace_open_nothing(make_store: Any, greta: Account, store: Store) -> None:
    secret, (_, token) = entered(store, greta.login), add_token(store, greta, "script", "all", at=AT)
    other: Store = make_store("theirs")
    with other.reading() as transaction:
        assert (session_of(transaction, secret, at=AT), token_of(transaction, token), accounts(transaction)) == (None, None, [])


def test_who_is_unknown_is_told_what_anybody_is(store: Store, greta: Account) -> None:
    said = []
    for login in (greta.login, "nobody@meridian.example", "", "x" * 3000, "\0"):
        with pytest.raises(NotLetIn) as refused:
            sign_in(store, login, OTHER, HERE, at=AT)
        said.append((str(refused.value), refused.value.help))
    assert len(set(said)) == 1


def test_guessing_ends_after_a_few_and_begins_again_later(store: Store, greta: Account) -> None:
    for _ in range(5):
        with pytest.raises(NotLetIn, match="do not belong together"):
            sign_in(store, greta.login, OTHER, HERE, at=AT)
    with pytest.raises(NotLetIn, match="too often"):
        sign_in(store, greta.login.upper(), WORDS, HERE, at=AT)
    assert sign_in(store, greta.login, WORDS, Caller("192.0.2.8", ""), at=AT).session, "elsewhere she is not kept out"
    assert entered(store, greta.login, at=AT + timedelta(minutes=16))


def test_guessing_many_names_from_one_place_ends_too(store: Store, greta: Account) -> None:
    for number in range(30):
        with pytest.raises(NotLetIn, match="belong"):
            sign_in(store, f"name{number}", OTHER, HERE, at=AT)
    with pytest.raises(NotLetIn, match="too often"):
        sign_in(store, greta.login, WORDS, HERE, at=AT)


def test_guessing_one_name_from_many_places_ends_too(store: Store, greta: Account) -> None:
    for number in range(60):
        with pytest.raises(NotLetIn, match="belong"):
            sign_in(store, greta.login, OTHER, Caller(f"192.0.2.{number}", ""), at=AT)
    with pytest.raises(NotLetIn, match="too often"):
        sign_in(store, greta.login, WORDS, Caller("192.0.2.99", ""), at=AT)


def test_whoever_signs_in_rightly_uses_nothing_up(store: Store, greta: Account) -> None:
    sessions = [entered(store, greta.login) for _ in range(40)]
    assert len({*sessions}) == 40
    assert all(is_open(store, each) for each in sessions)


def test_a_second_factor_is_asked_for_and_each_code_is_good_once(store: Store, greta: Account) -> None:
    key, mine = new_key(), entered(store, greta.login)
    elsewhere = entered(store, greta.login)
    now = code(key, step_at(AT))
    with pytest.raises(NotLetIn, match="not the one of now"):
        set_factor(store, greta, WORDS, key, "000000" if now != "000000" else "111111", HERE, session=hashed(mine), at=AT)
    with pytest.raises(NotLetIn, match="not your password"):
        set_factor(store, greta, OTHER, key, now, HERE, session=hashed(mine), at=AT)
    set_factor(store, greta, WORDS, key, now, HERE, session=hashed(mine), at=AT)
    assert (is_open(store, mine), is_open(store, elsewhere)) == (True, False)

    opened = sign_in(store, greta.login, WORDS, HERE, at=AT)
    assert opened.session is None
    assert opened.ticket
    assert not is_open(store, opened.ticket), "the password alone opens nothing"
    with pytest.raises(NotLetIn, match="not the one of now"):
        give_code(store, opened.ticket, now, HERE, at=AT)
    later = AT + timedelta(seconds=30)
    assert is_open(store, give_code(store, opened.ticket, code(key, step_at(later)), HERE, at=later), later)
    with pytest.raises(NotLetIn, match="done already"):
        give_code(store, opened.ticket, code(key, step_at(later) + 1), HERE, at=later)

    drop_factor(store, again(store, greta.login), WORDS, HERE, at=AT)
    assert entered(store, greta.login)


def test_codes_are_not_guessed_either(store: Store, greta: Account) -> None:
    key = new_key()
    set_factor(store, greta, WORDS, key, code(key, step_at(AT)), HERE, session="", at=AT)
    later = AT + timedelta(minutes=3)
    wrong = next(
        each
        for each in ("000000", "111111", "222222", "333333")
        if each not in {code(key, step_at(later) + n) for n in (-1, 0, 1)}
    )
    for tried in range(6):
        ticket = sign_in(store, greta.login, WORDS, HERE, at=later).ticket or ""
        with pytest.raises(NotLetIn, match="too often" if tried == 5 else "not the one"):
            give_code(store, ticket, wrong, HERE, at=later)
    with pytest.raises(NotLetIn, match="too often"):
        give_code(store, ticket, code(key, step_at(later)), Caller("192.0.2.9", ""), at=later)
    with pytest.raises(NotLetIn, match="took too long"):
        give_code(store, ticket, code(key, step_at(later)), HERE, at=later + timedelta(minutes=6))


def test_a_new_password_ends_every_other_session(store: Store, greta: Account) -> None:
    mine, elsewhere = entered(store, greta.login), entered(store, greta.login)
    for wrong, new, why in ((OTHER, OTHER, NotLetIn), (WORDS, "short", Refused)):
        with pytest.raises(why):
            change_password(store, greta, wrong, new, HERE, session=hashed(mine), at=AT)
    change_password(store, greta, WORDS, OTHER, HERE, session=hashed(mine), at=AT)
    assert (is_open(store, mine), is_open(store, elsewhere)) == (True, False)
    with pytest.raises(NotLetIn):
        sign_in(store, greta.login, WORDS, HERE, at=AT)
    assert entered(store, greta.login, OTHER)


def test_a_link_by_mail_is_good_once_for_half_an_hour(store: Store, meridian: Framework, greta: Account) -> None:
    mine, (_, token) = entered(store, greta.login), add_token(store, greta, "script", "all", at=AT)
    ask_for_link(store, meridian, "nobody", HERE, base="https://kpi.example", at=AT)
    ask_for_link(store, meridian, greta.login, HERE, base="https://kpi.example", at=AT)
    with store.reading() as transaction:
        (sent,) = messages(transaction)
        assert sent.person == "greta"
        found = re.search(r"https://kpi\.example/password\?ticket=(\S+)", sent.body)
        assert found
        assert found[1] not in repr(transaction.find(TICKET))
    ticket = found[1]
    with pytest.raises(NotLetIn):
        choose_password(store, ticket, OTHER, at=AT + timedelta(minutes=30))
    with pytest.raises(Refused):
        choose_password(store, ticket, "short", at=AT)
    choose_password(store, ticket, OTHER, at=AT + timedelta(minutes=29))
    with store.reading() as transaction:
        assert (token_of(transaction, token), is_open(store, mine)) == (None, False)
    with pytest.raises(NotLetIn):
        choose_password(store, ticket, WORDS, at=AT + timedelta(minutes=29))
    with pytest.raises(NotLetIn):
        sign_in(store, greta.login, WORDS, HERE, at=AT)
    assert entered(store, greta.login, OTHER, AT + timedelta(hours=1))
    with store.reading() as transaction:
        assert "ticket" not in messages(transaction)[0].body, "the link does not stay in what was sent"


def test_links_are_not_sent_without_end(store: Store, meridian: Framework, greta: Account) -> None:
    for tried in range(4):
        try:
            ask_for_link(store, meridian, greta.login, HERE, base="https://kpi.example", at=AT)
        except NotLetIn:
            assert tried == 3
    with store.reading() as transaction:
        assert len(messages(transaction)) == 3


def test_a_revoked_token_opens_nothing(store: Store, greta: Account) -> None:
    made, secret = add_token(store, greta, "nightly script", "read", at=AT)
    with store.reading() as transaction:
        found = token_of(transaction, secret)
        assert found
        assert (found.account, found.scope, secret[:3]) == (greta.id, "read", "vf_")
        assert secret not in repr(transaction.find(TOKEN))
    drop_token(store, greta, made.id, at=AT)
    with store.reading() as transaction:
        assert (token_of(transaction, secret), tokens(transaction, greta.id)) == (None, [])
    with pytest.raises(UnknownName):
        drop_token(store, greta, "nothing", at=AT)
    with pytest.raises(Refused):
        add_token(store, greta, "", "all", at=AT)


@pytest.mark.usefixtures("greta")
def test_an_administrator_invites_gives_roles_and_takes_them(store: Store, meridian: Framework) -> None:
    ticket = done(store, meridian, invite, "Ida", person="ida", grants=[Grant("owner", "retail")], base="https://kpi.example")
    choose_password(store, ticket, WORDS, at=AT + timedelta(days=6))
    ida, opened = again(store, "ida"), entered(store, "ida")
    assert (ida.person, ida.grants) == ("ida", (Grant("owner", "retail"),))
    with pytest.raises(UnknownName, match="role `king`"):
        done(store, meridian, give_roles, "ida", [Grant("king")])
    with pytest.raises(UnknownName, match="organisation unit `moon`"):
        done(store, meridian, give_roles, "ida", [Grant("viewer", "moon")])
    assert done(store, meridian, give_roles, "ida", [Grant("viewer")]).grants == (Grant("viewer"),)
    done(store, meridian, disable, "ida")
    assert not is_open(store, opened)
    with pytest.raises(NotLetIn):
        sign_in(store, "ida", WORDS, HERE, at=AT)
    done(store, meridian, enable, "ida")
    assert entered(store, "ida")
    done(store, meridian, reset, "ida", second_factor=True)
    with pytest.raises(NotLetIn):
        sign_in(store, "ida", WORDS, HERE, at=AT)
    with store.reading() as transaction:
        assert verify(transaction).faults == ()
        verbs = [each.verb for each in entries(transaction) if each.subject.kind == "account"]
    assert verbs == ["begin", "invite", "choose-password", "give-roles", "disable", "enable", "reset"]


OF_ADMINISTRATORS: list[Callable[[Desk], object]] = [
    lambda desk: invite(desk, "eve", person=None, grants=[Grant("administrator")]),
    lambda desk: give_roles(desk, "greta@meridian.example", []),
    lambda desk: disable(desk, "greta@meridian.example"),
    lambda desk: enable(desk, "greta@meridian.example"),
    lambda desk: reset(desk, "greta@meridian.example"),
]


@pytest.mark.usefixtures("greta")
@pytest.mark.parametrize(
    "grants", [(), (Grant("approver"), Grant("editor"), Grant("owner")), (Grant("administrator", "retail"),)], ids=str
)
def test_nobody_but_an_administrator_does_so(store: Store, meridian: Framework, grants: tuple[Grant, ...]) -> None:
    """An administrator of a unit is none of the workspace."""
    for step in OF_ADMINISTRATORS:
        with store.writing() as transaction, pytest.raises(Refused, match="do not let them"):
            step(Desk(transaction, meridian, AT, "ida", Rights(grants)))


def test_the_last_administrator_stays(store: Store, meridian: Framework, greta: Account) -> None:
    for step, args in ((disable, ()), (give_roles, ([Grant("viewer")],))):
        with pytest.raises(Refused, match="nobody would be administrator"):
            done(store, meridian, step, greta.login, *args)
    assert (has_administrator(store), again(store, greta.login).is_active) == (True, True)


def test_a_workspace_without_an_administrator_takes_no_other_account(store: Store, meridian: Framework) -> None:
    with pytest.raises(Refused, match="nobody would be administrator"):
        done(store, meridian, invite, "ida", person=None, grants=[Grant("viewer")])


@pytest.mark.usefixtures("greta")
def test_whoever_has_left_may_do_nothing(store: Store, meridian: Framework) -> None:
    done(store, meridian, invite, "ben", person="ben", grants=[Grant("administrator")])
    ben = again(store, "ben")
    assert rights_of(meridian, ben, date(2026, 5, 31)).anywhere("administer")
    assert not rights_of(meridian, ben, date(2026, 6, 1)).anywhere("see")


def test_the_journal_names_nobody_who_is_erased(store: Store, meridian: Framework, greta: Account) -> None:
    done(store, meridian, invite, "ida@home.example", person="ida", grants=[Grant("viewer")])
    with store.writing() as transaction:
        assert erase_accounts(transaction, "ida") == 1
        assert [each.login for each in accounts(transaction)] == [greta.login]
        assert "ida" not in repr([(each.before, each.after) for each in entries(transaction)])


def test_secrets_are_in_no_text_of_an_account(store: Store, greta: Account) -> None:
    key = new_key()
    set_factor(store, greta, WORDS, key, code(key, step_at(AT)), HERE, session="", at=AT)
    full = again(store, greta.login)
    assert full.totp == key
    assert full.password
    assert key not in f"{full}{full.as_json()}"
    assert full.password not in f"{full}{full.as_json()}"


def test_a_password_is_hashed_anew_where_that_takes_more_by_now(
    store: Store, greta: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passwords, "HASHER", PasswordHasher(time_cost=2, memory_cost=16, parallelism=1))
    entered(store, greta.login)
    assert "m=16,t=2" in (again(store, greta.login).password or "")
    assert entered(store, greta.login)


def test_an_account_has_few_sessions_to_look_at(store: Store, greta: Account) -> None:
    """Those that have ended are taken away as people sign in."""
    entered(store, greta.login)
    later = AT + timedelta(days=1)
    entered(store, greta.login, at=later)
    with store.reading() as transaction:
        assert len(sessions(transaction, greta.id, at=later)) == 1
        assert transaction.count(SESSION) == 1
