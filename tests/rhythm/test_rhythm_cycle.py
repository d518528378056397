"""The reporting cycle: opened, asked, reminded, locked, frozen, held, closed with an action; each told once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from vitalfew.base.errors import Overtaken, Refused, UnknownName
from vitalfew.load.read import load_texts
from vitalfew.model.verdict import Change, Changes, Judged, Scorecard, Status, Trend, Verdict
from vitalfew.rhythm.actions import add_action, drop_action, finish_action, hand_action
from vitalfew.rhythm.commentary import Commentary, commentaries, give_commentary
from vitalfew.rhythm.cycle import Turned, turn_reviews
from vitalfew.rhythm.decisions import decisions, finish_decision, reverse_decision
from vitalfew.rhythm.desk import Desk
from vitalfew.rhythm.minutes import markdown, minutes
from vitalfew.rhythm.pack import figures, frozen
from vitalfew.rhythm.restatement import restate, restatements
from vitalfew.rhythm.reviews import Review, find_review, reviews
from vitalfew.rhythm.session import (
    act,
    attend,
    cancel_review,
    close_review,
    confirm,
    decide,
    move_review,
    note,
    start_review,
)
from vitalfew.store.database import Store
from vitalfew.store.journal import erase, verify
from vitalfew.store.matters import erase_words
from vitalfew.store.tables import CONTENT, OUTBOX

FRAMEWORK = load_texts(
    {
        "framework/main.yaml": """
calendar: {timezone: Europe/Lisbon}
governance: {structure_owner: rui}
people:
- {id: rui, name: Rui, deputy: ana, org_unit: board}
- {id: ana, name: Ana, org_unit: board}
- {id: eva, name: Eva}
- {id: tom, name: Tom}
levels: [{id: top, tier: 1}, {id: team, tier: 3}]
org_units: [{id: board, head: rui}]
cadences:
- {id: look, name: Executive look, rhythm: weekly on monday 08:30, tiers: [1], minutes: 20, chair: rui, audience: [rui, ana]}
kpis:
- {id: churn, name: Churn, level: top, owner: eva, unit: "%", direction: down}
- {id: sales, name: Sales, level: top, owner: tom}
- {id: secret, name: Secret, level: top, owner: eva, subject: eva, visibility: line}
- {id: margin, name: Margin, level: top, owner: ana, org_unit: board, visibility: unit}
- {id: queue, name: Queue, level: top, kind: metric, owner: tom, review: [look]}
"""
    }
).framework
TUESDAY = datetime(2026, 6, 2, 11, tzinfo=UTC)
OPENS = datetime(2026, 6, 4, 8, tzinfo=UTC)
SOON = datetime(2026, 6, 5, 12, 30, tzinfo=UTC)
DUE = datetime(2026, 6, 5, 16, tzinfo=UTC)
LOCKS = datetime(2026, 6, 8, 6, 30, tzinfo=UTC)
STARTS = datetime(2026, 6, 8, 7, 30, tzinfo=UTC)
LOOK = "look-2026-06-08"
NOTHING = Change(None, missing="no-value")
FRIDAY = date(2026, 6, 12)


def verdict(id_: str, status: Status | None = "green", value: float | None = 5.0, **given: object) -> Verdict:
    week = Judged("week", date(2026, 6, 1), date(2026, 6, 8), complete=True, label="2026-W23")
    kpi = FRAMEWORK.kpi[id_]
    made = Verdict(
        ref=kpi.ref,
        name=kpi.title,
        lifecycle="live",
        level="top",
        tier=1,
        org_unit=None,
        unit=kpi.unit,
        decimals=None,
        direction="down",
        owner=kpi.owners[0],
        objective=None,
        perspective=None,
        period=week,
        value=value,
        missing=None if value is not None else "no-rows",
        status=status,
        state="ok" if status else "no-data",
        last_status=None,
        score=None,
        target_now=4.0,
        target=4.0,
        threshold=None,
        progress=None,
        pace=None,
        change=Changes(NOTHING, NOTHING, NOTHING, NOTHING),
        trend=Trend("unknown", None, None, None, 0),
        recent=(),
        to_date=None,
        reasons=(),
    )
    return replace(made, **given)  # type: ignore[arg-type]  # fields of a verdict


def card(*verdicts: Verdict) -> Scorecard:
    known = {each.ref.id: each for each in (*map(verdict, FRAMEWORK.kpi), *verdicts)}
    return Scorecard(date(2026, 6, 8), tuple(known.values()), (), (), ())


RED = card(verdict("churn", "red"))


@contextmanager
def at(store: Store, when: datetime, by: str = "rui") -> Iterator[Desk]:
    with store.writing() as transaction:
        yield Desk(transaction, FRAMEWORK, when, by)


def turn(store: Store, *moments: datetime, scorecard: Scorecard = RED) -> Turned:
    turned = Turned()
    for moment in moments:
        with at(store, moment) as desk:
            turned = turn_reviews(desk, scorecard)
            again = turn_reviews(desk, scorecard)
        assert (again.opened, again.locked, again.missed, again.restated, again.told) == ([], [], [], [], 0)
    return turned


def sent(store: Store) -> list[tuple[str, str]]:
    with store.reading() as transaction:
        rows = transaction.find(OUTBOX, order=[OUTBOX.c.at, OUTBOX.c.key])
    return [(row["person"], row["subject"].partition(": ")[2] or row["subject"]) for row in rows]


def said(
    store: Store,
    kpi: str = "churn",
    when: datetime = OPENS,
    by: str = "eva",
    review: str = LOOK,
    analysis: str | None = None,
    next_step: str | None = None,
) -> Commentary:
    with at(store, when, by) as desk:
        return give_commentary(desk, review, kpi, analysis=analysis, next_step=next_step)


def look(store: Store, name: str = LOOK) -> Review:
    with store.reading() as transaction:
        return find_review(Desk(transaction, FRAMEWORK, STARTS), name)


def in_session(store: Store) -> None:
    turn(store, TUESDAY, OPENS, LOCKS)
    with at(store, STARTS) as desk:
        start_review(desk, LOOK, RED)


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


def test_it_does_not_close_without_an_action_or_a_reason(store: Store) -> None:
    """RHY-2: every weekly review ends with at least one action that has an owner and a deadline."""
    in_session(store)
    with at(store, STARTS) as desk:
        with pytest.raises(Refused, match="no action with an owner and a deadline yet"):
            close_review(desk, LOOK)
        with pytest.raises(Refused, match="no action"):
            close_review(desk, LOOK, none_needed="  ")
        act(desk, LOOK, "Call the next ten", owner="tom", due=FRIDAY, kpi="churn")
        closed = close_review(desk, LOOK)

    assert (closed.state, closed.by, closed.none_needed, closed.present) == ("closed", "rui", None, ("rui",))


def test_an_action_that_was_dropped_again_does_not_count_and_a_reason_does(store: Store) -> None:
    in_session(store)
    with at(store, STARTS, "tom") as desk:
        drop_action(desk, act(desk, LOOK, "Call", owner="tom", due=FRIDAY).id, "No need")
        with pytest.raises(Refused, match="no action"):
            close_review(desk, LOOK)
        closed = close_review(desk, LOOK, none_needed="A quiet week")
        assert "None was needed: A quiet week" in markdown(minutes(desk, LOOK), FRAMEWORK)
        assert "Closed by: Tom, who is not the chair" in markdown(minutes(desk, LOOK), FRAMEWORK)

    assert closed.none_needed == "A quiet week"


def test_an_open_action_from_before_counts_once_it_is_confirmed(store: Store) -> None:
    with at(store, TUESDAY) as desk:
        old = add_action(desk, about=FRAMEWORK.kpi["churn"].ref, text="Call", owner="tom", due=FRIDAY)
        late = add_action(desk, about=FRAMEWORK.kpi["churn"].ref, text="Ask", owner="tom", due=date(2026, 6, 3))
        done = add_action(desk, about=FRAMEWORK.kpi["churn"].ref, text="Ask", owner="tom", due=FRIDAY)
        finish_action(desk, done.id)
    in_session(store)
    with at(store, STARTS) as desk:
        for each in (late.id, done.id):
            with pytest.raises(Refused):
                confirm(desk, LOOK, each)
        confirm(desk, LOOK, old.id)
        close_review(desk, LOOK)
        assert "Call, confirmed" in markdown(minutes(desk, LOOK), FRAMEWORK)


def test_of_two_who_close_at_once_one_wins_and_the_other_is_told(store: Store) -> None:
    in_session(store)
    seen = look(store).version
    with at(store, STARTS, "ana") as desk:
        assert close_review(desk, LOOK, none_needed="Quiet", version=seen).by == "ana"
        assert minutes(desk, LOOK).closed_as == "deputy"
    with pytest.raises(Overtaken, match=f"review:{LOOK} is closed by now"), at(store, STARTS) as desk:
        close_review(desk, LOOK, none_needed="Quiet", version=seen)
    with pytest.raises(Refused, match="is closed"), at(store, STARTS) as desk:
        close_review(desk, LOOK, none_needed="Quiet")


def test_it_begins_on_its_day_and_locks_itself_where_no_clock_did(store: Store) -> None:
    turn(store, TUESDAY)
    with at(store, OPENS) as desk, pytest.raises(Refused, match="is on 2026-06-08"):
        start_review(desk, LOOK, RED)
    with at(store, OPENS) as desk, pytest.raises(Refused, match="is planned"):
        close_review(desk, LOOK, none_needed="x")
    with at(store, STARTS) as desk:
        begun = start_review(desk, LOOK, RED)

    assert (begun.state, begun.present, begun.kpis) == ("in-session", ("rui",), ("churn", "sales", "secret", "margin"))
    assert begun.pack


def test_what_is_said_is_written_down_live_and_stands_in_the_minutes(store: Store) -> None:
    turn(store, TUESDAY, OPENS)
    said(store, analysis="Two | left", next_step="Call *them*")
    turn(store, LOCKS)
    with at(store, STARTS) as desk:
        start_review(desk, LOOK, RED)
        attend(desk, LOOK, ["ana", "rui"])
        with pytest.raises(UnknownName):
            attend(desk, LOOK, ["anna"])
        with pytest.raises(UnknownName):
            note(desk, LOOK, "x", kpi="chrn")
        note(desk, LOOK, "The second one came back", kpi="churn", item=1)
        decide(desk, LOOK, "Stop the discount", kpi="churn", owner="tom", due=FRIDAY)
        taken = decide(desk, LOOK, "Raise the price")
        reverse_decision(desk, taken.id, "Too early")
        act(desk, LOOK, "Call the next ten", owner="tom", due=FRIDAY, kpi="churn")
        close_review(desk, LOOK)
        text = markdown(minutes(desk, LOOK), FRAMEWORK)

    for line in (
        "# Executive look, 2026-W24",
        "- When: 2026-06-08 08:30 to 08:30 (Europe/Lisbon)",
        "- Present: Rui, Ana",
        "- Closed by: Rui, as chair",
        "| Churn | 5 % against 4 % in 2026-W23: red | Two \\| left | Call \\*them\\* | Eva |",
        "| Secret | private to the person and their line | – | – | – |",
        "- Stop the discount (Churn); Tom sees to it by 2026-06-12",
        "| 1 | Call the next ten | Tom | 2026-06-12 | Churn |",
        "- The second one came back (Rui)",
    ):
        assert line in text.splitlines()
    assert "Raise the price" not in text
    assert "Journal: `" in text


def test_minutes_stay_as_they_were_closed_and_what_comes_later_is_an_addendum(store: Store) -> None:
    in_session(store)
    with at(store, STARTS) as desk:
        made = act(desk, LOOK, "Call the next ten", owner="tom", due=FRIDAY)
        taken = decide(desk, LOOK, "Stop the discount")
        closed = close_review(desk, LOOK)
        before = markdown(minutes(desk, LOOK), FRAMEWORK)
    with at(store, STARTS + timedelta(hours=3)) as desk:
        hand_action(desk, made.id, "eva")
        finish_action(desk, made.id)
        finish_decision(desk, taken.id)
        assert markdown(minutes(desk, LOOK), FRAMEWORK) == before
        restate(desk, LOOK, "churn", reason="Found later", analysis="Three left")
        after = markdown(minutes(desk, LOOK), FRAMEWORK)
        assert find_review(desk, LOOK).record == closed.record
        assert decisions(desk)[0].state == "done"

    assert after == before + "\n## Addenda\n\n- 2026-06-08: Churn: Three left. Found later (Rui)\n"


def test_who_is_erased_is_gone_from_the_minutes_and_the_chain_holds(store: Store) -> None:
    turn(store, TUESDAY, OPENS)
    said(store, analysis="Two left", next_step="Call them")
    turn(store, LOCKS)
    with at(store, STARTS) as desk:
        start_review(desk, LOOK, RED)
        act(desk, LOOK, "Call the next ten", owner="eva", due=FRIDAY)
        close_review(desk, LOOK)
    with at(store, STARTS) as desk:
        erase_words(desk.transaction, "eva")
        erase(desk.transaction, "eva", by="rui", at=STARTS)
        text = markdown(minutes(desk, LOOK), FRAMEWORK)
        assert verify(desk.transaction).faults == ()

    assert "Eva" not in text
    assert "Two left" not in text
    assert "| Churn | 5 % against 4 % in 2026-W23: red | (erased) | (erased) | (erased) |" in text
    assert "| 1 | Call the next ten | (erased) | 2026-06-12 | – |" in text


def test_a_viewer_who_was_not_invited_sees_no_more_than_they_may(store: Store) -> None:
    """CAS-5: a KPI of a unit that all of the audience belong to is closed to who does not."""
    in_session(store)
    with at(store, STARTS) as desk:
        close_review(desk, LOOK, none_needed="Quiet")
        invited, other = (minutes(desk, LOOK, viewer=each) for each in ("ana", "eva"))

    shown = [{each.id for each in found.figures if not each.private} for found in (invited, other)]
    assert shown == [{"churn", "sales", "margin"}, {"churn", "sales"}]


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
