"""Ladders: who is asked in which order, and how long they have across nights, weekends, holidays and changed clocks (DEF-5)."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.rhythm.upset import DAY, FRAMEWORK, MAIN, MONDAY, alive, at, bodies, climbed, found, green, red, swept, told, utc

from vitalfew.base.errors import UnknownName
from vitalfew.base.hours import Hours
from vitalfew.base.period import Calendar
from vitalfew.base.quantity import Duration
from vitalfew.load.read import load_texts
from vitalfew.model.framework import Framework
from vitalfew.rhythm.absence import add_absence
from vitalfew.rhythm.actions import add_action
from vitalfew.rhythm.escalations import acknowledge, attach, escalation, resolve, snooze
from vitalfew.rhythm.ladder import deadline, rungs
from vitalfew.store.database import Store
from vitalfew.store.journal import entries

BERLIN = Hours(Calendar(holidays=frozenset({MONDAY.date() + 8 * DAY})), ZoneInfo("Europe/Berlin"))
FRIDAY = utc("2026-06-12 13:00")


def framework(**changed: str) -> Framework:
    text = MAIN
    for old, new in changed.items():
        text = text.replace(old.replace("__", ": "), new)
    return load_texts({"framework/main.yaml": text}).framework


@pytest.mark.parametrize(
    ("begins", "within", "share", "ends"),
    [
        pytest.param("2026-06-08 08:00", "1 business day", 1, "2026-06-09 15:00", id="it ends when the next day closes"),
        pytest.param("2026-06-12 13:00", "1 business day", 1, "2026-06-15 15:00", id="a weekend does not count"),
        pytest.param("2026-06-15 13:00", "1 business day", 1, "2026-06-17 15:00", id="nor does a holiday"),
        pytest.param("2026-06-12 13:00", "4 business hours", 1, "2026-06-15 09:00", id="hours go on after the weekend"),
        pytest.param("2026-06-12 13:00", "4 business hours", 0.5, "2026-06-12 15:00", id="tier 1 has half of them"),
        pytest.param("2026-06-08 08:00", "1 business day", 0.5, "2026-06-09 07:30", id="half of a day and the rest of today"),
        pytest.param("2026-06-08 21:00", "2 hours", 1, "2026-06-09 09:00", id="hours begin when the office opens"),
        pytest.param("2026-06-12 13:00", "24 hours", 1, "2026-06-15 07:00", id="nobody is late while all is closed"),
        pytest.param("2026-06-08 08:00", "1 week", 1, "2026-06-15 08:00", id="a week is a week"),
        pytest.param("2026-03-27 09:00", "4 days", 1, "2026-03-31 08:00", id="at the same time of day after clocks changed"),
        pytest.param("2026-10-23 13:00", "1 business day", 0.5, "2026-10-26 11:00", id="half of it over the other change"),
    ],
)
def test_a_time_ends_when_the_organisation_is_open(begins: str, within: str, share: float, ends: str) -> None:
    assert deadline(BERLIN, utc(begins), Duration.parse(within), share) == utc(ends)


@given(
    st.integers(0, 5 * 365 * 86_400).map(lambda seconds: datetime(2024, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)),
    st.builds(Duration, st.integers(1, 40), st.sampled_from(["minute", "hour", "day", "week", "business hour", "business day"])),
)
def test_a_share_is_never_longer_and_no_time_ends_before_it_begins_or_while_closed(start: datetime, within: Duration) -> None:
    half, full = (deadline(BERLIN, start, within, share) for share in (0.5, 1))
    assert start <= half <= full
    for end in (half, full):
        clock = end.astimezone(BERLIN.zone)
        assert BERLIN.calendar.is_business_day(clock.date())
        assert time(9) <= clock.time() <= time(17)


def test_a_kpi_climbs_its_own_ladder_else_the_default_one_else_owner_reviewer_heads_and_the_structures_owner() -> None:
    text = MAIN[: MAIN.index("ladders:")] + MAIN[MAIN.index("sources:") :] + "governance: {structure_owner: ada}\n"
    bare = load_texts({"framework/main.yaml": text}).framework
    own, default, none = (
        [(each.role, each.person, each.within) for each in rungs(framework, framework.kpi[kpi])]
        for framework, kpi in ((FRAMEWORK, "visits"), (FRAMEWORK, "churn"), (bare, "churn"))
    )
    assert own == [
        ("owner", "vacant", (4, "business hour")),
        ("reviewer", "gone", (1, "business day")),
        ("person", "vacant", (1, "business day")),
        ("person", "ada", (1, "week")),
    ]
    assert [person for _, person, _ in default] == ["eva", "rui", "ada"]
    assert [(role, person) for role, person, _ in none] == [
        ("owner", "eva"),
        ("reviewer", "rui"),
        ("head", "rui"),
        ("head", "ada"),
        ("structure owner", "ada"),
    ]


def test_it_climbs_one_step_when_the_time_has_run_out_and_tells_the_next_person(store: Store) -> None:
    swept(store, red("churn"))
    assert climbed(store, utc("2026-06-09 14:59")).climbed == []
    assert climbed(store, utc("2026-06-09 15:00")).climbed == ["1"]
    assert climbed(store, utc("2026-06-09 15:00")).climbed == []
    up = found(store)
    assert (up.step, up.to, up.due_at) == (1, "rui", utc("2026-06-11 15:00"))
    assert told(store)[-1] == ("rui", "Churn: escalated to you")
    assert "Nobody acknowledged it at an earlier step." in bodies(store)[-1]


def test_tier_1_has_half_the_time(store: Store) -> None:
    swept(store, red("revenue"))
    assert found(store).due_at == utc("2026-06-09 07:30")


def test_after_a_weeks_downtime_it_stands_where_it_should_and_one_person_is_told(store: Store) -> None:
    swept(store, red("churn"))
    late = MONDAY + timedelta(days=7)
    assert climbed(store, late).climbed == ["1"]
    assert (found(store).step, found(store).to, found(store).due_at) == (2, "ada", late + timedelta(days=7))
    assert told(store) == [("eva", "Churn: escalated to you"), ("ada", "Churn: escalated to you")]
    with store.reading() as transaction:
        steps = [each.after["step"] for each in entries(transaction) if each.verb == "climb" and each.after]
    assert steps == [1, 2], "each step is in the journal"


def test_who_cannot_be_told_is_passed_over_and_that_is_said(store: Store) -> None:
    swept(store, red("visits"))
    made = found(store)
    assert (made.step, made.to) == (3, "ada")
    assert made.passed == (
        "step 1 (owner): the role is not filled",
        "step 2 (reviewer): no longer with the organisation",
        "step 3 (person): the role is not filled",
    )
    assert f"Passed over: {'; '.join(made.passed)}." in bodies(store)[0]


def test_who_had_it_before_is_passed_over(store: Store) -> None:
    swept(store, red("cost"))
    climbed(store, utc("2026-06-09 15:00"))
    assert (found(store).to, found(store).passed) == ("ada", ("step 2 (reviewer): had it at an earlier step",))


def test_whoever_stands_in_is_told_and_who_is_away_with_nobody_is_passed_over(store: Store) -> None:
    with at(store) as desk:
        add_absence(desk, "max", since=desk.today, until=None)
        add_absence(desk, "eva", since=desk.today, until=None)
    swept(store, red("calls", "churn"))
    calls, churn = (next(each for each in alive(store) if each.kpi == kpi) for kpi in ("calls", "churn"))
    assert calls.to == "max"
    assert [person for person, _ in told(store)] == ["ada", "rui"], "ada manages max; nobody stands in for eva"
    assert (churn.to, churn.passed) == ("rui", ("step 1 (owner): away, and nobody stands in",))


def test_the_last_step_never_ends_and_reminds_every_week_but_not_more_after_a_pause(store: Store) -> None:
    swept(store, red("visits"))
    reminders = []
    for day in range(1, 30):
        reminders += [day] if climbed(store, MONDAY + day * DAY).reminded else []
        assert climbed(store, MONDAY + day * DAY).reminded == []
    assert reminders == [7, 14, 21, 28]
    assert len(climbed(store, MONDAY + 90 * DAY).reminded) == 1
    assert found(store).step == 3


def test_where_nobody_at_all_can_be_told_it_waits_until_somebody_can(store: Store) -> None:
    empty = framework(**{"owner__eva, reviewer__rui": "owner: vacant, reviewer: gone", "to__ada": "to: gone"})
    swept(store, red("churn"), framework=empty)
    assert (found(store).to, found(store).step, told(store)) == (None, 0, [])
    assert climbed(store, MONDAY + 7 * DAY, empty).climbed == []
    assert climbed(store, MONDAY + 8 * DAY).climbed == ["1"]
    assert (found(store).to, found(store).step) == ("eva", 0)


def test_what_is_acknowledged_climbs_no_further_and_its_holder_is_asked_for_an_action_each_week(store: Store) -> None:
    swept(store, red("churn"))
    with at(store) as desk:
        assert acknowledge(desk, "1").person == "eva"
    assert climbed(store, MONDAY + 6 * DAY).climbed == []
    assert climbed(store, MONDAY + 7 * DAY).reminded == ["1"]
    assert told(store)[-1] == ("eva", "Churn: what is done about it?")
    with at(store, MONDAY + 8 * DAY) as desk:
        attach(desk, "1", text="Call them", owner="eva", due=desk.today + DAY)
    assert climbed(store, MONDAY + 15 * DAY).reminded == []


def test_a_snooze_ends_at_the_opening_of_its_day_and_somebody_has_to_look_again(store: Store) -> None:
    swept(store, red("churn"))
    climbed(store, utc("2026-06-09 15:00"))
    with at(store, utc("2026-06-10 08:00")) as desk:
        assert snooze(desk, "1", utc("2026-06-15 00:00").date(), "After the fair").state == "snoozed"
    assert climbed(store, utc("2026-06-15 06:59")).woken == []
    assert climbed(store, utc("2026-06-15 07:00")).woken == ["1"]
    woken = found(store)
    assert (woken.state, woken.step, woken.to, woken.due_at) == ("open", 1, "rui", utc("2026-06-17 15:00"))
    assert told(store)[-1] == ("rui", "Churn: put off until now")


def test_what_has_recovered_and_nobody_resolves_is_closed_with_its_proof(store: Store) -> None:
    swept(store, red("churn"))
    with at(store) as desk:
        acknowledge(desk, "1")
    swept(store, green("churn"), MONDAY + DAY)
    assert climbed(store, MONDAY + 28 * DAY).closed == []
    assert climbed(store, MONDAY + 29 * DAY).closed == ["1"]
    assert (found(store).resolution, found(store).proof is not None) == ("proved", True)


def test_a_storm_climbs_as_one(store: Store) -> None:
    swept(store, red("churn", "calls"))
    done = climbed(store, utc("2026-06-09 15:00"))
    root = next(each for each in alive(store) if each.kpi == "calls")
    assert done.climbed == [root.id]
    assert told(store)[-1] == ("rui", "Calls and 1 more: escalated to you")


def test_those_of_a_paused_kpi_wait(store: Store) -> None:
    swept(store, red("churn"))
    paused = framework(**{"id__churn, name__Churn": "id: churn, lifecycle: paused, name: Churn"})
    assert climbed(store, MONDAY + 7 * DAY, paused).climbed == []


def test_an_action_is_about_the_escalation_and_moves_its_kpi(store: Store) -> None:
    swept(store, red("churn"))
    with at(store) as desk:
        made = attach(desk, "1", text="Call them", owner="rui", due=desk.today + DAY)
        assert (str(made.about), made.kpi, escalation(desk, "1").state) == ("escalation:1", "churn", "acknowledged")
        assert add_action(desk, about=made.about, text="Again", owner="eva", due=desk.today, kpi="churn").id == "2"
        with pytest.raises(UnknownName):
            attach(desk, "1", text="Call them", owner="nobody", due=desk.today)
        resolve(desk, "1", reason="The number was wrong")
