"""The reporting cycle: opened, asked, reminded, locked, frozen, missed or moved; each told once."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from tests.rhythm.look import (
    DUE,
    FRAMEWORK,
    LOCKS,
    LOOK,
    OPENS,
    SOON,
    STARTS,
    TUESDAY,
    at,
    card,
    in_session,
    look,
    said,
    sent,
    turn,
    verdict,
)

from vitalfew.base.errors import Refused, UnknownName
from vitalfew.model.verdict import Judged
from vitalfew.rhythm.commentary import commentaries
from vitalfew.rhythm.cycle import turn_reviews
from vitalfew.rhythm.desk import Desk
from vitalfew.rhythm.minutes import markdown, minutes
from vitalfew.rhythm.pack import figures, frozen
from vitalfew.rhythm.restatement import restate, restatements
from vitalfew.rhythm.reviews import reviews
from vitalfew.rhythm.session import (
    cancel_review,
    close_review,
    move_review,
)
from vitalfew.store.database import Store
from vitalfew.store.tables import CONTENT


def test_it_is_opened_asked_for_reminded_before_and_after_it_is_due_and_locked(store: Store) -> None:
    """Whoever has nothing red and no value missing is not disturbed."""
    turn(store, TUESDAY, OPENS, OPENS + timedelta(hours=1), SOON, SOON + timedelta(hours=1), DUE, DUE + timedelta(hours=1))

    assert look(store).state == "open"
    assert sent(store) == [
        ("eva", "your report is wanted"),
        ("eva", "your report is soon due"),
        ("eva", "your report is overdue"),
    ]
    assert [each.id for each in turn(store, LOCKS).locked] == [LOOK]
    assert sent(store)[3:] == [("ana", "the agenda is there"), ("rui", "the agenda is there")]
    assert look(store).kpis == ("churn", "sales", "secret", "margin")


def test_no_value_is_asked_of_who_loads_it(store: Store) -> None:
    turn(store, TUESDAY, OPENS, scorecard=card(verdict("sales", None, None)))

    assert sent(store) == [("tom", "your report is wanted")]


def test_a_red_one_needs_both_an_analysis_and_a_next_step(store: Store) -> None:
    """RHY-2, and no reminder once both are there."""
    turn(store, TUESDAY, OPENS)
    with pytest.raises(Refused, match="`churn` is red and has no next step yet"):
        said(store, analysis="Two large ones left")
    with pytest.raises(Refused, match="nothing is said of `sales`"):
        said(store, "sales", analysis=" ")
    given = said(store, analysis="Two large ones left", next_step="Call the next ten")
    said(store, "sales", by="tom", next_step="Go on")
    turn(store, SOON, DUE)

    assert (given.state, given.forced, given.late, given.copied, given.by) == ("given", True, False, False, "eva")
    assert len(sent(store)) == 1


def test_one_that_turns_red_later_is_asked_for_again(store: Store) -> None:
    turn(store, TUESDAY, OPENS, scorecard=card())
    said(store, analysis="All well")
    turn(store, OPENS + timedelta(hours=2))
    with at(store, SOON) as desk:
        (found,) = commentaries(desk, LOOK, kpi="churn")

    assert (found.state, found.forced, found.analysis) == ("asked", True, "All well")
    assert sent(store) == [("eva", "your report is wanted")]
    assert said(store, next_step="Call the next ten").state == "given"


def test_words_of_the_last_time_are_noted_as_such(store: Store) -> None:
    """AUD-10: the copy is what makes a phantom owner visible."""
    in_session(store)
    with at(store, STARTS) as desk:
        close_review(desk, LOOK, none_needed="A quiet week")
    week = timedelta(days=7)
    turn(store, OPENS + week)
    second = said(store, when=OPENS + week, review="look-2026-06-15", analysis="Two left", next_step="Call them")
    turn(store, LOCKS + week, OPENS + week * 2)
    third = said(store, when=OPENS + week * 2, review="look-2026-06-22", analysis=" two  LEFT", next_step="Call them")

    assert (second.copied, third.copied) == (False, True)


def test_what_is_late_is_noted_as_such_and_after_the_lock_it_is_refused(store: Store) -> None:
    turn(store, TUESDAY, OPENS)
    assert said(store, when=DUE + timedelta(hours=1), analysis="Two left", next_step="Call").late
    turn(store, LOCKS)
    with pytest.raises(Refused, match="stands as reported"):
        said(store, analysis="Three left", next_step="Call")
    with at(store, LOCKS) as desk:
        assert {each.kpi: each.state for each in commentaries(desk, LOOK)} == {
            "churn": "kept",
            "sales": "lapsed",
            "margin": "lapsed",
        }


def test_the_pack_holds_what_was_reported_and_nothing_of_people(store: Store) -> None:
    """CAS-5: what not everybody invited may see is in it by name alone; CAS-6: a metric only where it breaches."""
    turn(store, TUESDAY, OPENS, LOCKS)
    pack = look(store).pack
    assert pack
    with store.reading() as transaction:
        held = frozen(Desk(transaction, FRAMEWORK, STARTS), pack)
        raw = [bytes(row["bytes"]).decode() for row in transaction.find(CONTENT)]
    found = {each.id: each for each in figures(held)}

    assert {each.id: (each.status, each.value) for each in found.values() if not each.private} == {
        "churn": ("red", 5.0),
        "sales": ("green", 5.0),
        "margin": ("green", 5.0),
    }
    assert (found["secret"].private, found["secret"].value) == ("private to the person and their line", None)
    assert "queue" not in found
    assert not any("eva" in each or "tom" in each for each in raw)
    with at(store, OPENS) as desk:
        breached = card(verdict("queue", "red"))
        turn_reviews(desk, breached)
    turn(store, LOCKS + timedelta(days=7), scorecard=card(verdict("queue", "red")))
    assert "queue" in look(store, "look-2026-06-15").kpis


def test_nothing_changes_a_pack_and_a_late_word_restates_it_openly(store: Store) -> None:
    turn(store, TUESDAY, OPENS, LOCKS)
    before = look(store)
    with at(store, STARTS, "eva") as desk:
        with pytest.raises(Refused, match="no words"):
            restate(desk, LOOK, "churn", reason=" ", analysis="Three left")
        with pytest.raises(UnknownName):
            restate(desk, LOOK, "queue", reason="x", analysis="y")
        restate(desk, LOOK, "churn", reason="One more called", analysis="Three left")
    turn(store, STARTS, scorecard=card(verdict("churn", "green", 3.5)))
    after = look(store)

    assert (after.pack, after.head, after.kpis) == (before.pack, before.head, before.kpis)
    with at(store, STARTS) as desk:
        words, figure = restatements(desk, after)
        assert (words.analysis, words.reason, words.by, words.is_figure) == ("Three left", "One more called", "eva", False)
        assert (figure.reported, figure.value, figure.reported_status, figure.status) == (5.0, 3.5, "red", "green")
        assert "Churn: reported 5 (red), restated 3.5 (green)" in markdown(minutes(desk, LOOK), FRAMEWORK)


def test_a_next_period_is_no_restatement(store: Store) -> None:
    turn(store, TUESDAY, OPENS, LOCKS)
    new = Judged("week", date(2026, 6, 8), date(2026, 6, 15), complete=True, label="2026-W24")

    assert turn(store, STARTS, scorecard=card(verdict("churn", "green", 3.5, period=new))).restated == []


def test_reviews_that_nobody_held_are_told_to_the_chair_at_once(store: Store) -> None:
    """A pause of three weeks makes no flood: one notice for all that was missed, and no reminder of what has passed."""
    turn(store, TUESDAY)
    turned = turn(store, TUESDAY + timedelta(days=24))
    with at(store, TUESDAY) as desk:
        states = {each.id: each.state for each in reviews(desk) if each.on < date(2026, 7, 1)}

    assert [each.id for each in turned.missed] == [f"look-2026-06-{day}" for day in ("08", "15", "22")]
    assert states == {**dict.fromkeys((each.id for each in turned.missed), "missed"), "look-2026-06-29": "open"}
    assert sent(store) == [("eva", "your report is wanted"), ("rui", "3 reviews were not held")]


def test_a_review_can_be_held_until_its_grace_is_over(store: Store) -> None:
    turn(store, TUESDAY, OPENS, LOCKS, datetime(2026, 6, 9, 15, 59, tzinfo=UTC))
    assert look(store).state == "locked"
    turn(store, datetime(2026, 6, 9, 16, 0, tzinfo=UTC))
    assert look(store).state == "missed"


def test_one_that_was_begun_stays_until_somebody_closes_it_and_the_chair_is_told_once(store: Store) -> None:
    in_session(store)
    turn(store, *(STARTS + timedelta(days=day) for day in (1, 2, 3, 30)))

    assert look(store).state == "in-session"
    assert [each for each in sent(store) if "not closed yet" in each[1]] == [("rui", "Executive look 2026-W24 is not closed yet")]


def test_one_that_is_cancelled_needs_a_reason_asks_no_more_and_is_not_planned_anew(store: Store) -> None:
    turn(store, TUESDAY, OPENS)
    with at(store, OPENS) as desk:
        with pytest.raises(Refused, match="no words"):
            cancel_review(desk, LOOK, " ")
        assert cancel_review(desk, LOOK, "The fair").reason == "The fair"
    turn(store, SOON, DUE, LOCKS)
    with at(store, STARTS) as desk:
        assert {each.state for each in commentaries(desk, LOOK)} == {"dropped"}
        assert [each.id for each in reviews(desk) if each.on == date(2026, 6, 8)] == [LOOK]
    assert len(sent(store)) == 1


def test_one_that_is_moved_stays_where_it_was_put(store: Store) -> None:
    turn(store, TUESDAY)
    wednesday = datetime(2026, 6, 10, 13, tzinfo=UTC)
    with at(store, TUESDAY) as desk:
        with pytest.raises(Refused, match="is over"):
            move_review(desk, LOOK, TUESDAY)
        moved = move_review(desk, LOOK, wednesday)
    turn(store, TUESDAY + timedelta(hours=1), LOCKS + timedelta(hours=2))

    assert (moved.starts, moved.minutes, moved.locks) == (wednesday, 20, wednesday - timedelta(hours=1))
    assert (look(store).starts, look(store).state) == (wednesday, "open")


def test_a_private_figure_is_for_who_may_see_it_to_explain(store: Store) -> None:
    turn(store, TUESDAY, OPENS)
    with pytest.raises(UnknownName):  # nobody is asked in front of an audience that may not see it
        said(store, "secret", analysis="x")
    with pytest.raises(Refused, match="private"):
        said(store, "secret", by="tom", analysis="x")
