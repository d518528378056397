"""What people do about escalations: acknowledge, comment, act, put off, resolve; and how soon (DEF-5, RHY-9, AUD-15)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from tests.rhythm.upset import DAY, MONDAY, at, card, climbed, fired, found, green, red, swept, told, utc, verdict

from vitalfew.base.errors import Overtaken, Refused, UnknownName
from vitalfew.base.ref import Ref
from vitalfew.insight.maturity import Response as Met
from vitalfew.rhythm.comments import add_comment, comments, withdraw_comment
from vitalfew.rhythm.desk import CLOCKWORK, Desk
from vitalfew.rhythm.escalations import acknowledge, attach, comment, escalation, escalations, resolve, snooze
from vitalfew.rhythm.response import met, response_time
from vitalfew.store.database import Store
from vitalfew.store.journal import entries, erase
from vitalfew.store.matters import erase_words

LATER = date(2026, 6, 15)
STEPS: dict[str, Callable[[Desk], object]] = {
    "acknowledge": lambda desk: acknowledge(desk, "1"),
    "comment": lambda desk: comment(desk, "1", "I look"),
    "attach": lambda desk: attach(desk, "1", text="Call them", owner="eva", due=LATER),
    "snooze": lambda desk: snooze(desk, "1", LATER, "After the fair"),
    "resolve": lambda desk: resolve(desk, "1", reason="It is known"),
}
step = pytest.mark.parametrize("take", STEPS.values(), ids=STEPS)


@step
def test_only_a_person_acts(store: Store, take: Callable[[Desk], object]) -> None:
    swept(store, red("churn"))
    with at(store, by=CLOCKWORK) as desk, pytest.raises(Refused, match="for people to act on"):
        take(desk)


@step
def test_nobody_acts_on_what_is_private_to_others(store: Store, take: Callable[[Desk], object]) -> None:
    swept(store, red("own"))
    with at(store, by="eva") as desk, pytest.raises(Refused, match="is private"):
        take(desk)
    with at(store, by="rui") as desk:  # the reviewer
        take(desk)


@pytest.mark.parametrize("take", [take for name, take in STEPS.items() if name != "comment"])
def test_what_is_over_is_not_acted_on_any_more(store: Store, take: Callable[[Desk], object]) -> None:
    swept(store, red("churn"))
    with at(store) as desk:
        resolve(desk, "1", reason="It is known")
        with pytest.raises(Refused, match="is resolved"):
            take(desk)


def test_acknowledging_says_who_has_it_and_when_it_was_first_answered(store: Store) -> None:
    swept(store, red("churn"))
    with at(store, MONDAY + DAY, "rui") as desk:
        first = acknowledge(desk, "1")
        with pytest.raises(Refused, match="is acknowledged"):
            acknowledge(desk, "1")
    with at(store, MONDAY + 2 * DAY) as desk:
        snooze(desk, "1", LATER, "After the fair")
    climbed(store, MONDAY + 8 * DAY)
    with at(store, MONDAY + 8 * DAY) as desk:
        again = acknowledge(desk, "1")
    assert (first.person, first.answered_at) == ("rui", MONDAY + DAY)
    assert (again.person, again.answered_at) == ("eva", MONDAY + DAY)


def test_two_who_saw_the_same_version_are_one_who_wins_and_one_who_is_told(store: Store) -> None:
    swept(store, red("churn"))
    version = found(store).version
    with at(store) as desk:
        acknowledge(desk, "1", version=version)
    with pytest.raises(Overtaken, match="escalation:1 is acknowledged by now"), at(store, by="rui") as desk:
        resolve(desk, "1", reason="It is known", version=version)
    with pytest.raises(Overtaken), at(store, by="rui") as desk:
        attach(desk, "1", text="Call them", owner="eva", due=LATER, version=version)
    with at(store) as desk:
        assert escalation(desk, "1").person == "eva"


def test_an_action_acknowledges_and_whoever_has_it_keeps_it(store: Store) -> None:
    swept(store, red("churn"))
    with at(store, by="rui") as desk:
        attach(desk, "1", text="Call them", owner="eva", due=LATER)
    with at(store, by="eva") as desk:
        attach(desk, "1", text="And write to them", owner="rui", due=LATER)
        assert (escalation(desk, "1").state, escalation(desk, "1").person) == ("acknowledged", "rui")


def test_an_action_that_is_refused_acknowledges_nothing(store: Store) -> None:
    swept(store, red("churn"))
    with pytest.raises(UnknownName), at(store) as desk:
        attach(desk, "1", text="Call them", owner="nobody", due=LATER)
    assert found(store).state == "open"


@pytest.mark.parametrize("until", [date(2026, 6, 8), date(2026, 6, 1), date(2026, 7, 10)])
def test_a_snooze_ends_on_a_day_to_come_that_is_not_too_far(store: Store, until: date) -> None:
    swept(store, red("churn"))
    with at(store) as desk, pytest.raises(Refused, match="until 2026-07-09 at most"):
        snooze(desk, "1", until, "Later")


@pytest.mark.parametrize("take", [lambda desk: snooze(desk, "1", LATER, " "), lambda desk: comment(desk, "1", "")])
def test_words_are_wanted_where_words_are_the_point(store: Store, take: Callable[[Desk], object]) -> None:
    swept(store, red("churn"))
    with at(store) as desk, pytest.raises(Refused, match="no words"):
        take(desk)


def test_a_comment_is_kept_and_taken_back_by_whoever_said_it(store: Store) -> None:
    swept(store, red("churn"))
    with at(store) as desk:
        said = comment(desk, "1", "I look at it")
        add_comment(desk, Ref("kpi", "churn"), "Of the KPI itself")
        assert [each.text for each in comments(desk, Ref("escalation", "1"))] == ["I look at it"]
        assert escalation(desk, "1").state == "open", "it goes on climbing"
        with pytest.raises(Refused, match="somebody else's"):
            withdraw_comment(desk.signed("rui"), said.id)
        withdraw_comment(desk, said.id)
        assert comments(desk, Ref("escalation", "1")) == ()


def test_a_verdict_proves_that_it_is_over_only_where_it_has_values_of_this_kpi_and_nothing_escalates(store: Store) -> None:
    swept(store, red("churn"))
    well = verdict("churn", status="green")
    useless = [
        verdict("calls", status="green"),
        verdict("churn", fired()),
        verdict("churn", status=None, state="no-data", value=None),
        verdict("churn", status="red", state="stale"),
    ]
    with at(store) as desk:
        for each in useless:
            with pytest.raises(Refused, match="no verdict proves"):
                resolve(desk, "1", verdict=each)
        with pytest.raises(Refused, match="no verdict proves"):
            resolve(desk, "1", verdict=well, as_of=date(2026, 6, 1))
        done = resolve(desk, "1", verdict=well, reason="They pay again")
    assert (done.resolution, done.reason, done.proof is not None) == ("proved", "They pay again", True)


def test_each_step_is_in_the_journal_without_a_word_or_name(store: Store) -> None:
    swept(store, red("churn"))
    with at(store) as desk:
        comment(desk, "1", "Quentin does not answer")
        snooze(desk, "1", LATER, "Quentin is ill")
    with store.reading() as transaction:
        written = entries(transaction)
    assert [(str(each.subject), each.verb, each.by) for each in written] == [
        ("escalation:1", "open", CLOCKWORK),
        ("comment:1", "say", "eva"),
        ("escalation:1", "snooze", "eva"),
    ]
    assert not any(word in str(each.after) for each in written for word in ("Quentin", "eva"))


def test_who_is_erased_is_gone_from_escalations_and_what_they_said_too(store: Store) -> None:
    swept(store, red("churn"))
    with at(store) as desk:
        snooze(desk, "1", LATER, "Quentin is ill")
    with store.writing() as transaction:
        erase_words(transaction, "eva")
        erase(transaction, "eva", by="rui", at=MONDAY)
    left = found(store)
    assert (left.person, left.to, left.reason, left.state) == (None, None, None, "snoozed")


def test_the_response_time_is_the_median_of_business_time_of_five_answers(store: Store) -> None:
    for week in range(6):
        opened = MONDAY + timedelta(weeks=week)
        swept(store, card(verdict("churn", fired(since=opened.date())), as_of=opened.date()), opened)
        with at(store, opened) as desk:
            assert response_time(desk).median is None
            last = escalations(desk)[-1]
        with at(store, opened + timedelta(hours=week)) as desk:
            resolve(desk, last.id, reason="It is known")
        swept(store, green("churn", as_of=opened.date() + DAY), opened + DAY)
    with at(store, MONDAY + timedelta(weeks=7)) as desk:
        found = response_time(desk)
    assert (found.answered, found.median) == (1, None), "what comes back in time is one escalation"


def test_many_escalations_are_answered_each_for_itself(store: Store) -> None:
    kpis = ["revenue", "churn", "calls", "cost", "visits"]
    swept(store, card(*(verdict(kpi, fired("stale"), state="stale") for kpi in kpis), verdict("own", fired())))
    with at(store) as desk:
        ids = [each.id for each in escalations(desk) if each.kpi != "own"]
    for number, id_ in enumerate(ids):
        with at(store, utc("2026-06-08 14:00") + timedelta(hours=12 * number)) as desk:
            acknowledge(desk, id_)
    with at(store, MONDAY + 9 * DAY) as desk:
        found, days = response_time(desk), met(desk)
        recent = response_time(desk, MONDAY + DAY)
    assert (found.answered, found.waiting, found.median) == (5, 1, timedelta(hours=14))
    assert found.as_json() == {"median_business_hours": 14.0, "answered": 5, "waiting": 1, "least": 5}
    assert (recent.answered, recent.waiting, recent.median) == (0, 0, None)
    assert days[0] == Met(date(2026, 6, 8), date(2026, 6, 8), date(2026, 5, 1))
    assert [each.acted for each in days].count(None) == 1


def test_an_unanswered_storm_waits_once_and_what_ended_by_itself_does_not(store: Store) -> None:
    swept(store, red("churn", "calls"))
    with at(store) as desk:
        assert response_time(desk).waiting == 1
    swept(store, green("churn", "calls"), MONDAY + DAY)
    with at(store) as desk:
        assert response_time(desk).waiting == 0


def test_nothing_is_told_twice_of_one_storm_on_one_day(store: Store) -> None:
    swept(store, red("calls"))
    swept(store, card(*(verdict(kpi, fired()) for kpi in ("churn", "calls", "revenue"))), MONDAY + timedelta(hours=1))
    assert told(store) == [("max", "Calls: escalated to you"), ("eva", "Churn and 1 more: escalated to you")]
