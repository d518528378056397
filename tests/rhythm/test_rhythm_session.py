"""A review as it is held: written down live, closed with an action or a reason, and its minutes (RHY-2)."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier

import pytest
from tests.conftest import MakeStore
from tests.rhythm.look import (
    FRAMEWORK,
    FRIDAY,
    LOCKS,
    LOOK,
    OPENS,
    RED,
    STARTS,
    TUESDAY,
    at,
    in_session,
    look,
    said,
    turn,
)

from vitalfew.base.errors import Overtaken, Refused, UnknownName
from vitalfew.base.ref import Ref
from vitalfew.rhythm.actions import add_action, drop_action, finish_action, hand_action
from vitalfew.rhythm.decisions import decisions, finish_decision, reverse_decision
from vitalfew.rhythm.minutes import markdown, minutes
from vitalfew.rhythm.restatement import restate
from vitalfew.rhythm.reviews import find_review
from vitalfew.rhythm.session import (
    act,
    attend,
    close_review,
    confirm,
    decide,
    note,
    start_review,
)
from vitalfew.rhythm.waiting import agenda_of
from vitalfew.store.database import Store
from vitalfew.store.journal import erase, verify
from vitalfew.store.matters import Act, erase_words, open_matter


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


def test_of_several_who_close_in_the_same_moment_one_does(store: Store, make_store: MakeStore) -> None:
    """Each with a connection of their own, on both databases."""
    in_session(store)
    people, gate = ("rui", "ana", "eva", "tom"), Barrier(4)

    def close(by: str) -> str:
        own = make_store()
        gate.wait()
        try:
            with at(own, STARTS, by) as desk:
                return close_review(desk, LOOK, none_needed=f"{by} says so").by or ""
        except Refused:
            return "refused"

    with ThreadPoolExecutor(4) as pool:
        found = sorted(pool.map(close, people))
    closed = look(store)

    assert found.count("refused") == 3
    assert (closed.state, closed.none_needed) == ("closed", f"{closed.by} says so")
    assert closed.by in found


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
        invited, other = (minutes(desk.signed(each), LOOK) for each in ("ana", "eva"))

    shown = [{each.id for each in found.figures if not each.private} for found in (invited, other)]
    assert shown == [{"churn", "sales", "margin"}, {"churn", "sales"}]


def test_the_agenda_brings_back_what_is_open_and_late_by_itself(store: Store) -> None:
    """Actions come back until somebody ends them; what is about a private figure is not shown to all."""
    with at(store, TUESDAY) as desk:
        churn, secret, other = (Ref("kpi", each) for each in ("churn", "secret", "other"))
        for about, due in ((churn, date(2026, 6, 4)), (churn, FRIDAY), (secret, date(2026, 6, 4)), (other, date(2026, 6, 4))):
            add_action(desk, about=about, text=f"Look at {about.id}", owner="tom", due=due)
        escalation = {"kpi": "churn", "cause": "missed"}
        open_matter(desk.transaction, Act("x", TUESDAY), "escalation", about=churn, state="open", data=escalation)
    turn(store, TUESDAY, OPENS)
    with at(store, LOCKS) as desk:
        soon = agenda_of(desk, find_review(desk, "look"), RED)
    said(store, analysis="Two left", next_step="Call them")
    turn(store, LOCKS)
    with at(store, STARTS) as desk:
        start_review(desk, LOOK, RED)
        decide(desk, LOOK, "Stop the discount", kpi="churn", owner="tom")
        act(desk, LOOK, "Call the next ten", owner="tom", due=FRIDAY)
        close_review(desk, LOOK)
        made = agenda_of(desk, find_review(desk, LOOK))
    later = STARTS + timedelta(days=7)
    turn(store, later)
    with at(store, later) as desk:
        following = agenda_of(desk, find_review(desk, "look-2026-06-15"))

    assert [(each.section, each.title) for each in soon.items] == [
        ("exceptions", "Churn"),
        ("actions", "Look at churn (Tom, due 2026-06-04, 4 days late)"),
        ("escalations", "Churn: open since 2026-06-02"),
        ("unchanged", "Green and unchanged: 2"),
        ("private", "Private: 1"),
        ("end", "Who does what by when"),
    ]
    assert soon.items[0].lines == ("5 % against 4 % in 2026-W23: red", "its owner has said nothing")
    assert made.items[0].lines[1:] == ("analysis: Two left", "next step: Call them")
    assert [each.title for each in following.items if each.section in {"actions", "decisions"}] == [
        "Look at churn (Tom, due 2026-06-04, 11 days late)",
        "Look at churn (Tom, due 2026-06-12, 3 days late)",
        "Call the next ten (Tom, due 2026-06-12, 3 days late)",
        "Stop the discount (Tom)",
    ]
    assert sum(each.minutes for each in following.items) == 20


def test_what_is_said_about_a_private_figure_is_left_out_and_counted(store: Store) -> None:
    """CAS-5: in the minutes as in the agenda."""
    in_session(store)
    with at(store, STARTS) as desk:
        note(desk, LOOK, "Eva was away", kpi="secret")
        act(desk, LOOK, "Talk to Eva", owner="rui", due=FRIDAY, kpi="secret")
        close_review(desk, LOOK)
        text = markdown(minutes(desk, LOOK), FRAMEWORK)

    assert "Eva was away" not in text
    assert "Talk to Eva" not in text
    assert "Left out, since they are about private KPIs: 2" in text
