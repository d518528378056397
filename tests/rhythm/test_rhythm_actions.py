"""Actions are promised, handed over, postponed with a reason, ended, and come back by themselves while they are late (RHY-2)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta

import pytest

from vitalfew.base.errors import Overtaken, Refused, UnknownName
from vitalfew.base.ref import Ref
from vitalfew.load.read import load_texts
from vitalfew.rhythm.actions import (
    Action,
    actions,
    add_action,
    drop_action,
    finish_action,
    hand_action,
    overdue,
    postpone_action,
    remind_actions,
)
from vitalfew.rhythm.desk import Desk
from vitalfew.store.database import Store
from vitalfew.store.tables import OUTBOX

FRAMEWORK = load_texts(
    {
        "framework/main.yaml": """
calendar: {timezone: Europe/Berlin}
people:
- {id: eva, name: Eva}
- {id: rui, name: Rui}
- {id: gone, name: Gone, left: 2026-06-10}
- {id: vacant}
"""
    }
).framework
MONDAY = datetime(2026, 6, 1, 8, tzinfo=UTC)
FRIDAY = date(2026, 6, 12)
CHURN = Ref("kpi", "churn")


@contextmanager
def at(store: Store, when: datetime = MONDAY, by: str = "rui") -> Iterator[Desk]:
    with store.writing() as transaction:
        yield Desk(transaction, FRAMEWORK, when, by)


def promised(store: Store, owner: str = "eva", due: date = FRIDAY) -> Action:
    with at(store) as desk:
        return add_action(desk, about=CHURN, text="Call the ten largest", owner=owner, due=due)


def sent(store: Store) -> list[tuple[str, str]]:
    with store.reading() as transaction:
        return [(row["person"], row["subject"]) for row in transaction.find(OUTBOX, order=[OUTBOX.c.at])]


def remind(store: Store, when: datetime) -> int:
    with at(store, when, "vitalfew") as desk:
        return remind_actions(desk)


def test_an_action_has_an_owner_a_day_and_what_it_is_about_and_its_owner_is_told(store: Store) -> None:
    made = promised(store)

    assert (made.id, made.state, made.owner, made.by, made.due, made.kpi) == ("1", "open", "eva", "rui", FRIDAY, "churn")
    assert sent(store) == [("eva", "Action 1 is yours, due on 2026-06-12")]
    with at(store) as desk:
        assert actions(desk) == actions(desk, CHURN, "eva", ["open"], kpi="churn") == (made,)
        assert actions(desk, owner="rui") == actions(desk, states=["done"]) == actions(desk, kpi="other") == ()


def test_nobody_is_told_of_what_they_promise_themselves(store: Store) -> None:
    promised(store, owner="rui")
    assert sent(store) == []


def test_a_promise_needs_words_a_person_who_is_there_and_a_day_to_come(store: Store) -> None:
    with at(store) as desk:
        with pytest.raises(Refused, match="no words"):
            add_action(desk, about=CHURN, text=" ", owner="eva", due=FRIDAY)
        with pytest.raises(Refused, match="2026-05-31 is over"):
            add_action(desk, about=CHURN, text="Call", owner="eva", due=date(2026, 5, 31))
        with pytest.raises(UnknownName, match="no person `eve`"):
            add_action(desk, about=CHURN, text="Call", owner="eve", due=FRIDAY)
        with pytest.raises(Refused, match="the role is not filled"):
            add_action(desk, about=CHURN, text="Call", owner="vacant", due=FRIDAY)
        assert add_action(desk, about=CHURN, text="Call", owner="eva", due=desk.today).days_late == 0
    with at(store, MONDAY + timedelta(days=9)) as desk, pytest.raises(Refused, match="no longer with the organisation"):
        add_action(desk, about=CHURN, text="Call", owner="gone", due=FRIDAY)


def test_it_ends_once_as_done_or_as_dropped_with_a_reason(store: Store) -> None:
    promised(store)
    promised(store)
    with at(store, by="eva") as desk:
        with pytest.raises(Refused, match="no words"):
            drop_action(desk, "1", "")
        done, dropped = finish_action(desk, "1", note="Seven stayed"), drop_action(desk, "2", "The contract ended")
        assert (done.state, done.note, done.over_at) == ("done", "Seven stayed", MONDAY)
        assert (dropped.state, dropped.reason, dropped.days_late) == ("dropped", "The contract ended", 0)
        with pytest.raises(Refused, match="action `1` is done"):
            drop_action(desk, "1", "Changed my mind")
        with pytest.raises(Refused, match="action `2` is dropped"):
            postpone_action(desk, "2", date(2026, 7, 1), "Later")


def test_two_who_act_on_the_same_version_are_one_who_wins_and_one_who_is_told(store: Store) -> None:
    made = promised(store)
    with at(store, by="eva") as desk:
        finish_action(desk, "1", version=made.version)
    with pytest.raises(Overtaken, match="action:1 is done by now"), at(store, by="rui") as desk:
        drop_action(desk, "1", "Not needed", version=made.version)


def test_it_is_handed_over_and_the_new_owner_is_told(store: Store) -> None:
    promised(store, owner="rui")
    with at(store) as desk:
        assert hand_action(desk, "1", "eva").owner == "eva"
        with pytest.raises(UnknownName):
            hand_action(desk, "1", "nobody")
    assert sent(store) == [("eva", "Action 1 is yours, due on 2026-06-12")]


def test_it_is_postponed_to_a_later_day_with_a_reason_and_counted(store: Store) -> None:
    promised(store)
    with at(store) as desk:
        with pytest.raises(Refused, match="no later than"):
            postpone_action(desk, "1", FRIDAY, "No time")
        postpone_action(desk, "1", date(2026, 6, 19), "No time")
        made = postpone_action(desk, "1", date(2026, 6, 26), "Still none")
    assert (made.due, made.postponed, made.reason) == (date(2026, 6, 26), 2, "Still none")


def test_the_due_day_is_the_organisations_and_in_time_until_its_midnight(store: Store) -> None:
    promised(store)
    last = datetime(2026, 6, 12, 21, 59, tzinfo=UTC)
    with at(store, last) as desk:
        assert overdue(desk) == ()
    with at(store, last + timedelta(minutes=1)) as desk:
        assert [(each.id, each.days_late) for each in overdue(desk)] == [("1", 1)]


def test_reminders_go_before_the_day_after_it_and_weekly_each_once(store: Store) -> None:
    promised(store, owner="rui")
    for hour in range(24 * 30):
        remind(store, MONDAY + timedelta(hours=hour))
    with store.reading() as transaction:
        found = [(row["at"][:13], row["key"]) for row in transaction.find(OUTBOX, order=[OUTBOX.c.at])]
    assert found == [
        ("2026-06-10T07", "action/1/2026-06-12/before/rui"),
        ("2026-06-15T07", "action/1/2026-06-12/after-1/rui"),
        ("2026-06-22T07", "action/1/2026-06-12/after-2/rui"),
        ("2026-06-29T07", "action/1/2026-06-12/after-3/rui"),
    ]


def test_after_a_pause_the_latest_reminder_alone_goes_out(store: Store) -> None:
    promised(store, owner="rui")
    late = MONDAY + timedelta(days=40)
    assert (remind(store, late), remind(store, late)) == (1, 0)
    assert sent(store) == [("rui", "Action 1 is overdue since 2026-06-12")]


def test_what_is_promised_for_tomorrow_is_not_reminded_of_at_once(store: Store) -> None:
    promised(store, owner="rui", due=date(2026, 6, 2))
    assert remind(store, MONDAY) == 0


def test_where_the_owner_has_left_whoever_asked_is_told(store: Store) -> None:
    promised(store, owner="gone")
    assert remind(store, MONDAY + timedelta(days=14)) == 1
    assert ("rui", "Action 1 has nobody to do it, and is overdue since 2026-06-12") in sent(store)


def test_what_is_over_is_not_reminded_of(store: Store) -> None:
    promised(store, owner="rui")
    with at(store) as desk:
        finish_action(desk, "1")
    assert remind(store, MONDAY + timedelta(days=30)) == 0
