"""A sweep opens one escalation per KPI and cause with its evidence frozen, and ends, reopens and groups them (DEF-5, MON-4)."""

from __future__ import annotations

import json
from datetime import date, timedelta

from tests.rhythm.upset import (
    DAY,
    FRAMEWORK,
    MAIN,
    MONDAY,
    alive,
    at,
    bodies,
    card,
    fired,
    found,
    green,
    red,
    swept,
    told,
    utc,
    verdict,
)

from vitalfew.load.read import load_texts
from vitalfew.rhythm.escalations import acknowledge, escalations, resolve, snooze, with_evidence
from vitalfew.rhythm.watch import watches
from vitalfew.store.database import Store
from vitalfew.store.journal import entries
from vitalfew.store.tables import CONTENT, OUTBOX


def verbs(store: Store, subject: str) -> list[str]:
    with store.reading() as transaction:
        return [each.verb for each in entries(transaction) if str(each.subject) == subject]


def test_a_trigger_opens_one_escalation_and_tells_its_owner_until_when(store: Store) -> None:
    assert swept(store, red("churn")).opened == ["1"]
    made = found(store)

    assert (made.kpi, made.cause, made.triggers, made.tier, made.step) == ("churn", "result", ("missed",), 2, 0)
    assert (made.state, made.to, made.due_at) == ("open", "eva", utc("2026-06-09 15:00"))
    assert told(store) == [("eva", "Churn: escalated to you")]
    assert bodies(store)[0].splitlines() == [
        "- Churn: ■ red, 12.5 %, target 10.0 %, May 2026: missed [1]",
        "",
        "Acknowledge it, or it climbs to the next step. By Tue 9 June, 17:00.",
        "See `vitalfew escalations show 1`.",
    ]


def test_the_evidence_is_frozen_and_the_chain_holds_its_hash_alone(store: Store) -> None:
    swept(store, red("churn"))
    swept(store, card(verdict("churn", fired(), value=99.0), as_of=date(2026, 6, 9)), MONDAY + DAY)
    with at(store) as desk:
        said = with_evidence(desk, escalations(desk))[0].said
    assert said is not None
    assert (said["value"], said["target"], said["threshold"], said["status"]) == (12.5, 10.0, 12.0, "red")
    assert (said["period"], said["recent"], said["as_of"]) == ("May 2026", [9.0, None, 12.5], "2026-06-08")
    assert said["triggers"][0]["since"] == "2026-05-01"
    assert len(said["recipe"]) == 12
    with store.reading() as transaction:
        assert "12.5" not in json.dumps([each.as_json() for each in entries(transaction)])


def test_a_cause_that_goes_on_opens_nothing_again_and_several_triggers_tell_of_one_cause(store: Store) -> None:
    scorecard = card(verdict("churn", fired("likely_miss"), fired("worse_in_a_row")))
    swept(store, scorecard)
    again = swept(store, scorecard)
    assert (again.opened, again.worse, len(alive(store)), found(store).version) == ([], [], 1, 1)

    later = swept(store, card(verdict("churn", fired("likely_miss"), fired("missed"))), MONDAY + DAY)
    assert (later.opened, later.worse) == ([], ["1"])
    assert found(store).triggers == ("likely_miss", "worse_in_a_row", "missed")
    assert told(store)[-1] == ("eva", "Churn: got worse")


def test_another_cause_of_the_same_kpi_is_another_escalation(store: Store) -> None:
    swept(store, card(verdict("cost", fired("missed"), fired("guard_broken"), fired("stale"))))
    assert sorted((each.kpi, each.cause) for each in alive(store)) == [("cost", "data"), ("cost", "guard"), ("cost", "result")]


def test_a_paused_kpi_opens_nothing(store: Store) -> None:
    assert swept(store, red("idle")).opened == []


def test_a_watch_is_for_the_owner_alone_and_goes_away_by_itself(store: Store) -> None:
    calm = card(verdict("churn", fired("signal_against", "watch"), status="green"))
    assert (swept(store, calm).watched, swept(store, calm).watched) == (["1"], [])
    assert told(store) == [("eva", "Churn: keep an eye on it")]
    assert alive(store) == ()
    assert swept(store, green("churn"), MONDAY + DAY).faded == ["1"]
    with at(store) as desk:
        assert (watches(desk), watches(desk, states=None)[0].state) == ((), "gone")


def test_a_watch_that_turns_serious_becomes_an_escalation(store: Store) -> None:
    swept(store, card(verdict("churn", fired("signal_against", "watch"), status="amber")))
    assert swept(store, red("churn"), MONDAY + DAY).opened == ["1"]
    with at(store) as desk:
        assert watches(desk, states=None)[0].state == "raised"


def test_what_nobody_acted_on_ends_by_itself_with_the_verdict_that_proves_it(store: Store) -> None:
    swept(store, red("churn"))
    assert swept(store, green("churn"), MONDAY + DAY).ended == ["1"]
    ended = found(store)
    assert (ended.state, ended.resolution, ended.proof is not None) == ("resolved", "by-itself", True)
    assert swept(store, green("churn"), MONDAY + DAY).ended == []


def test_what_somebody_has_waits_for_them_to_resolve_it(store: Store) -> None:
    swept(store, red("churn"))
    with at(store, by="rui") as desk:
        acknowledge(desk, "1")
    assert swept(store, green("churn"), MONDAY + DAY).recovered == ["1"]
    assert told(store)[-1] == ("rui", "Churn: over, to be resolved")
    with at(store, MONDAY + DAY, "rui") as desk:
        done = resolve(desk, "1")
    assert (done.state, done.resolution, done.proof is not None) == ("resolved", "proved", True)


def test_a_trigger_that_is_silent_for_want_of_values_proves_nothing(store: Store) -> None:
    swept(store, red("churn"))
    silent = card(verdict("churn", status=None, state="no-data", value=None), verdict("calls", status=None, state="stale"))
    assert (swept(store, silent, MONDAY + DAY).ended, found(store).state) == ([], "open")
    assert swept(store, card(verdict("churn", status="green"), as_of=date(2026, 6, 1)), MONDAY + DAY).ended == []


def test_what_comes_back_before_it_is_resolved_is_taken_up_again_where_it_had_climbed_to(store: Store) -> None:
    swept(store, red("churn"))
    with at(store, by="rui") as desk:
        acknowledge(desk, "1")
    swept(store, green("churn"), MONDAY + DAY)
    assert swept(store, red("churn"), MONDAY + 2 * DAY).reopened == ["1"]
    back = found(store)
    assert (back.state, back.returns, back.proof, back.to) == ("open", 1, None, "eva")
    assert told(store)[-2:] == [("eva", "Churn: came back"), ("rui", "Churn: came back")]


def test_what_comes_back_in_time_reopens_the_same_escalation_and_counts(store: Store) -> None:
    swept(store, red("churn"))
    swept(store, green("churn"), MONDAY + DAY)
    assert swept(store, red("churn"), MONDAY + 50 * DAY).reopened == [
        "1"
    ]  # two months, the KPI's own periods, are longer than 28 days
    assert (found(store).returns, found(store).resolution, found(store).proof) == (1, None, None)
    assert verbs(store, "escalation:1") == ["open", "resolve", "reopen"]


def test_what_comes_back_later_is_another_one(store: Store) -> None:
    swept(store, red("churn"))
    swept(store, green("churn"), MONDAY + DAY)
    assert swept(store, red("churn"), MONDAY + 70 * DAY).opened == ["2"]


def test_what_a_person_explained_is_not_asked_again_until_it_is_new_or_the_time_is_over(store: Store) -> None:
    swept(store, red("churn"))
    with at(store) as desk:
        resolve(desk, "1", reason="Known until the contract ends")
    assert swept(store, red("churn"), MONDAY + 10 * DAY).opened == []
    other = card(verdict("churn", fired("beyond_threshold"), fired("missed")))
    assert swept(store, other, MONDAY + 11 * DAY).reopened == ["1"]
    with at(store, MONDAY + 11 * DAY) as desk:
        resolve(desk, "1", reason="Still known")
    assert swept(store, other, MONDAY + 12 * DAY).reopened == []
    begun = card(verdict("churn", fired(since=date(2026, 7, 1))))
    assert swept(store, begun, MONDAY + 30 * DAY).reopened == ["1"]
    with at(store, MONDAY + 30 * DAY) as desk:
        resolve(desk, "1", reason="Known for good")
    assert swept(store, begun, MONDAY + 100 * DAY).opened == ["2"]


def test_a_snoozed_one_whose_cause_is_over_waits_to_be_resolved(store: Store) -> None:
    swept(store, red("churn"))
    with at(store) as desk:
        snooze(desk, "1", date(2026, 6, 20), "The supplier is on holiday")
    assert swept(store, green("churn"), MONDAY + DAY).recovered == ["1"]


def test_escalations_go_with_a_retired_kpi_and_wait_with_a_paused_one(store: Store) -> None:
    swept(store, red("churn", "revenue"))
    changed = load_texts(
        {
            "framework/main.yaml": MAIN.replace("id: churn, name: Churn,", "id: churn, lifecycle: retired, name: Churn,").replace(
                "id: revenue, name: Revenue,", "id: revenue, lifecycle: paused, name: Revenue,"
            )
        }
    ).framework
    done = swept(store, card(verdict("revenue", state="paused", status=None, framework=changed)), MONDAY + DAY, changed)
    assert (done.withdrawn, [each.kpi for each in alive(store)]) == (
        ["2" if found(store, "2").kpi == "churn" else "1"],
        ["revenue"],
    )


def test_a_storm_is_one_notice_per_person_and_names_the_common_cause(store: Store) -> None:
    """Calls drive churn, churn drives revenue: all three are red."""
    swept(store, red("revenue", "churn", "calls"))
    groups = {each.kpi: (each.group, each.common) for each in alive(store)}
    root = next(each for each in alive(store) if each.kpi == "calls")

    assert groups == {"calls": (None, None), "churn": (root.id, "kpi:calls"), "revenue": (root.id, "kpi:calls")}
    assert told(store) == [("eva", "Revenue and 1 more: escalated to you"), ("max", "Calls: escalated to you")]
    assert f"Likely one cause: Calls (escalation {root.id})." in bodies(store)[0]
    assert {each.kpi: each.due_at for each in alive(store) if each.group} == {"revenue": None, "churn": None}
    assert root.due_at is not None
    assert root.due_at < utc("2026-06-09 15:00"), "it stands for a KPI of tier 1 too, and has as little time"


def test_a_green_kpi_between_two_breaks_the_storm(store: Store) -> None:
    swept(store, card(verdict("revenue", fired()), verdict("calls", fired()), verdict("churn", status="green")))
    assert [each.group for each in alive(store)] == [None, None]
    swept(store, card(verdict("revenue", fired()), verdict("calls", fired()), verdict("churn", status="amber")), MONDAY + DAY)
    assert [each.kpi for each in alive(store) if each.group] == ["revenue"]


def test_what_follows_gets_a_time_of_its_own_once_the_root_is_over(store: Store) -> None:
    swept(store, red("revenue", "calls"))
    swept(store, card(verdict("revenue", fired()), verdict("calls", fired()), verdict("churn")), MONDAY)
    assert next(each for each in alive(store) if each.kpi == "revenue").group is not None
    swept(store, card(verdict("revenue", fired()), verdict("calls", status="green"), as_of=date(2026, 6, 9)), MONDAY + DAY)
    left = alive(store)
    assert [(each.kpi, each.group, each.due_at is not None) for each in left] == [("revenue", None, True)]


def test_stale_data_of_one_source_are_one_storm(store: Store) -> None:
    late = [verdict(kpi, fired("stale"), state="stale") for kpi in ("revenue", "churn", "calls", "cost", "visits")]
    swept(store, card(*late))
    commons = {each.kpi: each.common for each in alive(store)}
    assert sorted(value or "" for value in commons.values()) == ["", "", "source:crm", "source:crm", "source:erp"]
    assert commons["revenue"] is None
    assert len([person for person, _ in told(store) if person == "eva"]) == 1


def test_a_broken_guard_follows_the_guards_own_escalation(store: Store) -> None:
    swept(store, card(verdict("cost", fired("guard_broken"), status="green"), verdict("calls", fired())))
    cost = next(each for each in alive(store) if each.kpi == "cost")
    assert cost.common == "kpi:calls"


def test_nobody_is_disturbed_in_the_quiet_hours_and_time_does_not_run_while_all_is_closed(store: Store) -> None:
    """A holiday lies between: Wednesday night before Corpus Christi, the fourth of June."""
    swept(store, red("churn"), utc("2026-06-03 21:00"))
    with store.reading() as transaction:
        sent = transaction.find(OUTBOX)[0]["next_at"]
    assert sent.startswith("2026-06-04T05:00")
    assert found(store).due_at == utc("2026-06-05 15:00")


def test_private_figures_are_in_no_notice_and_shown_to_the_line_alone(store: Store) -> None:
    swept(store, red("own"))
    assert bodies(store)[0].startswith("- Own: private (the result) [1]")
    with at(store, by="max") as desk:
        mine = with_evidence(desk, escalations(desk))[0].said
    with at(store, by="eva") as desk:
        others = with_evidence(desk, escalations(desk))[0].said
    assert (mine is not None, others) == (True, None)


def test_a_private_kpi_is_in_no_storm_and_named_to_nobody_as_a_cause(store: Store) -> None:
    driving = load_texts({"framework/main.yaml": MAIN.replace("subject: max,", "subject: max, drives: [churn],")}).framework
    swept(store, card(verdict("churn", fired()), verdict("own", fired(), framework=driving)), framework=driving)
    assert [each.group for each in alive(store)] == [None, None]
    assert not any("Own" in body for (person, _), body in zip(told(store), bodies(store), strict=True) if person == "eva")


def test_evidence_is_kept_once_and_names_no_person(store: Store) -> None:
    swept(store, red("revenue", "churn", "calls", "cost"))
    with store.reading() as transaction:
        texts = b"".join(bytes(row["bytes"]) for row in transaction.find(CONTENT)).decode()
    assert not any(f'"{person.id}"' in texts or f'"{person.name}"' in texts for person in FRAMEWORK.people)


def test_a_late_sweep_after_a_pause_does_once_what_many_would_have(store: Store) -> None:
    swept(store, red("churn"))
    swept(store, red("churn"), MONDAY + timedelta(days=40))
    assert (len(alive(store)), len(told(store))) == (1, 1)
