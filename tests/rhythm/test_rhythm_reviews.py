"""Reviews are planned ahead, follow a change of their cadence, and the first one is soon after the launch (RHY-1, RHY-3)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta

import pytest

from vitalfew.base.errors import Refused, UnknownName
from vitalfew.load.read import load_texts
from vitalfew.model.framework import Framework
from vitalfew.rhythm.desk import Desk
from vitalfew.rhythm.machine import advance, seen
from vitalfew.rhythm.reviews import MACHINE, Review, find_review, plan_reviews, reviews
from vitalfew.store.database import Store
from vitalfew.store.journal import entries

PEOPLE = "people: [{id: rui, name: Rui}, {id: ana, name: Ana}]\ncalendar: {timezone: Europe/Lisbon, holidays: [2026-06-10]}\n"
WEEKLY = "cadences: [{id: look, rhythm: weekly on monday 08:30, tiers: [1], minutes: 20, chair: rui, audience: [rui, ana]}]\n"
NOON = datetime(2026, 6, 2, 11, tzinfo=UTC)  # a Tuesday


def framework(text: str) -> Framework:
    return load_texts({"framework/main.yaml": PEOPLE + text}).framework


@contextmanager
def at(store: Store, text: str = WEEKLY, when: datetime = NOON) -> Iterator[Desk]:
    with store.writing() as transaction:
        yield Desk(transaction, framework(text), when)


def alive(store: Store) -> list[Review]:
    with at(store) as desk:
        return list(reviews(desk, states=MACHINE.alive))


def test_reviews_are_planned_five_weeks_ahead_and_once(store: Store) -> None:
    with at(store) as desk:
        made = plan_reviews(desk).made
        again = plan_reviews(desk)
    with at(store, when=NOON + timedelta(days=1)) as desk:
        later = plan_reviews(desk)
        written = len(entries(desk.transaction))

    assert [each.id for each in made] == [f"look-2026-{day}" for day in ("06-08", "06-15", "06-22", "06-29", "07-06")]
    assert (again.made, again.changed, again.cancelled) == ((), (), ())
    assert (later.made, later.changed, later.cancelled) == ((), (), ())
    assert written == 5


def test_a_review_carries_its_hours_in_the_organisation_s_zone_and_its_people_once(store: Store) -> None:
    with at(store) as desk:
        first = plan_reviews(desk).made[0]

    assert (first.starts, first.minutes) == (datetime(2026, 6, 8, 7, 30, tzinfo=UTC), 20)
    assert first.opens == datetime(2026, 6, 4, 8, tzinfo=UTC)  # two business days before it, when the office opens
    assert first.due == datetime(2026, 6, 5, 16, tzinfo=UTC)  # one before it, when the office closes
    assert first.locks == datetime(2026, 6, 8, 6, 30, tzinfo=UTC)
    assert (first.chair, first.people, first.period, first.state) == ("rui", ("rui", "ana"), "2026-W24", "planned")


def test_a_stand_up_has_no_reporting_before_it_and_stays_out_on_days_off(store: Store) -> None:
    daily = "cadences: [{id: stand, rhythm: daily 07:15, tiers: [3]}]"
    with at(store, daily) as desk:
        made = plan_reviews(desk, until=date(2026, 6, 13)).made

    assert [each.on.day for each in made] == [3, 4, 5, 8, 9, 11, 12]
    assert {(each.opens, each.due, each.locks == each.starts, each.minutes) for each in made} == {(None, None, True, 15)}


def test_the_next_of_each_cadence_is_planned_however_far_it_is(store: Store) -> None:
    with at(store, "cadences: [{id: board, rhythm: yearly on last business day, tiers: [1]}]") as desk:
        (made,) = plan_reviews(desk).made
        assert plan_reviews(desk).made == ()

    assert (made.id, made.minutes) == ("board-2026-12-31", 480)


def test_a_day_nobody_works_on_is_said(store: Store) -> None:
    with at(store, "cadences: [{id: look, rhythm: weekly on wednesday, tiers: [1]}]") as desk:
        made = {each.on: each.moved_from for each in plan_reviews(desk, until=date(2026, 6, 18)).made}

    assert made == {date(2026, 6, 3): None, date(2026, 6, 11): date(2026, 6, 10), date(2026, 6, 17): None}


def test_another_day_of_a_cadence_takes_the_old_reviews_off_and_back_again(store: Store) -> None:
    """A review that is open already stays: people have begun to report for it."""
    with at(store) as desk:
        first = plan_reviews(desk).made[0]
        advance(desk, MACHINE, seen(desk, MACHINE, first.id), "open")
    with at(store, WEEKLY.replace("monday", "tuesday")) as desk:
        found = plan_reviews(desk)
        assert [each.on.day for each in found.made] == [9, 16, 23, 30]
        assert [each.on.day for each in found.cancelled] == [15, 22, 29, 6]
        assert {each.reason for each in found.cancelled} == {"the cadence has it on another day by now"}
        assert plan_reviews(desk).made == ()
    with at(store) as desk:
        back = plan_reviews(desk)

    assert [each.id for each in back.made] == [f"look-2026-{day}-2" for day in ("06-15", "06-22", "06-29", "07-06")]
    assert [each.on.day for each in alive(store)] == [8, 15, 22, 29, 6]


def test_other_hours_and_people_of_a_cadence_reach_what_is_planned(store: Store) -> None:
    with at(store) as desk:
        plan_reviews(desk)
    with at(store, WEEKLY.replace("08:30", "10:00").replace("chair: rui", "chair: ana")) as desk:
        found = plan_reviews(desk)

    assert (found.made, found.cancelled, len(found.changed)) == ((), (), 5)
    assert {(each.starts.hour, each.chair) for each in alive(store)} == {(9, "ana")}


def test_a_cadence_that_is_gone_takes_its_reviews_with_it(store: Store) -> None:
    with at(store) as desk:
        plan_reviews(desk)
    with at(store, "") as desk:
        assert len(plan_reviews(desk).cancelled) == 5
        assert plan_reviews(desk).cancelled == ()

    assert alive(store) == []


def test_what_a_person_took_off_is_not_planned_anew(store: Store) -> None:
    with at(store) as desk:
        first = plan_reviews(desk).made[0]
        advance(desk, MACHINE, seen(desk, MACHINE, first.id), "cancel", data={"reason": "Everybody is at the fair"})
        assert plan_reviews(desk).made == ()


LAUNCH = "organization: {launched: 2026-06-03}\n"


@pytest.mark.parametrize(
    ("cadences", "expected"),
    [
        ("", "first-review-2026-06-09"),
        ("cadences: [{id: board, rhythm: quarterly, tiers: [1]}]", "board-2026-06-09"),
        ("cadences: [{id: stand, rhythm: daily, tiers: [3]}]", "first-review-2026-06-09"),
        (WEEKLY, None),
    ],
)
def test_the_first_review_is_within_seven_days_of_the_launch(store: Store, cadences: str, expected: str | None) -> None:
    """RHY-3: the 10th, seven days after the launch, is a holiday."""
    with at(store, LAUNCH + cadences) as desk:
        made = [each for each in plan_reviews(desk).made if each.on <= date(2026, 6, 10) and each.cadence != "stand"]
        assert (plan_reviews(desk).made, plan_reviews(desk).cancelled) == ((), ())
    with at(store, LAUNCH + cadences, datetime(2026, 6, 9, 20, tzinfo=UTC)) as desk:
        later = plan_reviews(desk)

    assert [each.id for each in made] == [expected or "look-2026-06-08"]
    assert [each for each in later.made if each.on <= date(2026, 6, 10) and each.cadence != "stand"] == []
    assert later.cancelled == ()


def test_a_cadence_stands_for_its_review_in_session_else_the_next_else_the_last(store: Store) -> None:
    with at(store) as desk:
        with pytest.raises(Refused, match="no review of `look` is planned yet"):
            find_review(desk, "look")
        first, second, *rest = plan_reviews(desk).made
        assert find_review(desk, "look").id == first.id
        advance(desk, MACHINE, seen(desk, MACHINE, first.id), "cancel")
        assert find_review(desk, "look").id == second.id
        assert find_review(desk, first.id).state == "cancelled"
        for each in (second, *rest):
            advance(desk, MACHINE, seen(desk, MACHINE, each.id), "miss")
        assert find_review(desk, "look").id == rest[-1].id
        with pytest.raises(UnknownName):
            find_review(desk, "lok")
