"""A calibration opens by itself, is held, answered lesson by lesson, and closed (RHY-4, RHY-5)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pyarrow as pa
import pytest

from vitalfew.base.errors import Overtaken, Refused, UnknownName
from vitalfew.base.period import Calendar
from vitalfew.judge.run import judge
from vitalfew.load.read import load_texts
from vitalfew.rhythm.actions import actions, add_action
from vitalfew.rhythm.calibration import (
    Calibration,
    accept,
    calibrate,
    calibrations,
    close,
    current,
    dismiss,
    hold,
    is_seen,
    lessons,
    open_calibrations,
    report_of,
    window,
)
from vitalfew.rhythm.calibration_report import markdown
from vitalfew.rhythm.compare import Compared, Row
from vitalfew.rhythm.desk import Desk
from vitalfew.rhythm.facts import facts, lived
from vitalfew.rhythm.phantom import Judged, Met, Owning
from vitalfew.rhythm.proposals import proposal
from vitalfew.rhythm.recall import recall, recalls
from vitalfew.rhythm.use import on_paper
from vitalfew.store.change import SCHEMA
from vitalfew.store.database import Store
from vitalfew.store.journal import entries, verify
from vitalfew.store.matters import find_matters
from vitalfew.store.revisions import live, make_revision
from vitalfew.store.tables import OUTBOX

TEXT = """\
organization: {name: Corner Bakery, launched: 2026-01-05}
calendar: {timezone: Europe/Lisbon}
people: [{id: eva, name: Eva Lind}, {id: max, name: Max Roth}]
governance: {structure_owner: eva}
objectives: [{id: loved, owner: eva}]
kpis:
  - id: far
    name: Far away
    objectives: [loved]
    level: company
    every: week
    direction: up
    owner: max
    target: {at_least: 112}
    threshold: 80
  - id: fine
    name: Quite fine
    objectives: [loved]
    level: company
    every: week
    direction: up
    owner: eva
    target: {at_least: 99}
    threshold: 80
"""
LAUNCHED = date(2026, 1, 5)
DUE = datetime(2026, 4, 5, 9, tzinfo=UTC)


@contextmanager
def at(store: Store, when: datetime = DUE, *, by: str = "eva", text: str = TEXT) -> Iterator[Desk]:
    framework = load_texts({"framework/main.yaml": text}).framework
    with store.writing() as transaction:
        yield Desk(transaction, framework, when, by)


def apply(desk: Desk, text: str = TEXT) -> None:
    texts = {"framework/main.yaml": text.encode()}
    framework = load_texts(texts).framework
    make_revision(desk.transaction, texts, framework, on=live(desk.transaction), by=desk.by, at=desk.at, message="go")


def observations(today: date, kpis: Sequence[str] = ("far", "fine")) -> pa.Table:
    calendar, rows = Calendar(), []
    last = calendar.period("week", today).number
    for place, kpi in enumerate(kpis):
        values = np.random.default_rng(place).normal(100, 2, 60)
        for number, value in enumerate(values, last - 60):
            period = calendar.numbered("week", number)
            row = dict[str, object](dict.fromkeys(SCHEMA.names))
            row |= {"kpi": kpi, "grain": "week", "number": number, "start": period.start, "end": period.end}
            rows.append(row | {"complete": True, "share": 1.0, "value": value, "slice": "", "recipe": "", "run": "r"})
    return pa.Table.from_pylist(rows, schema=SCHEMA)


def look(desk: Desk, since: date = LAUNCHED) -> Calibration:
    seen = observations(desk.today)
    return calibrate(desk, seen, judge(desk.framework, seen, today=desk.today), since=since)


def held(store: Store) -> None:
    with at(store) as desk:
        apply(desk)
        open_calibrations(desk)
        seen = look(desk)
        hold(desk, "2026-04-05", seen, markdown(desk.framework, seen))


def test_it_opens_by_itself_ninety_days_after_the_launch_and_tells_who_owns_the_structure_once(store: Store) -> None:
    with at(store, DUE - timedelta(days=1)) as desk:
        assert open_calibrations(desk) == ()
    with at(store) as desk:
        (made,) = open_calibrations(desk)
        assert open_calibrations(desk) == ()
        told = [row["person"] for row in desk.transaction.find(OUTBOX)]
    assert (made.id, made.sort, made.since, made.state) == ("2026-04-05", "first", LAUNCHED, "open")
    assert told == ["eva"]


def test_after_a_pause_of_a_year_one_is_opened_and_not_five(store: Store) -> None:
    with at(store, DUE + timedelta(days=400)) as desk:
        assert len(open_calibrations(desk)) == 1
        assert open_calibrations(desk) == ()


def test_the_next_one_is_a_quarter_later_and_begins_where_the_first_ended(store: Store) -> None:
    held(store)
    with at(store, DUE + timedelta(weeks=13)) as desk:
        assert open_calibrations(desk) == ()  # one at a time
        dismiss(desk, "2026-04-05.1", "We want to stretch")
        dismiss(desk, "2026-04-05.2", "Next week")
        close(desk, "2026-04-05")
        (made,) = open_calibrations(desk)
    assert (made.id, made.sort, made.since) == ("2026-07-05", "quarterly", date(2026, 4, 5))


def test_unlaunched_there_is_none(store: Store) -> None:
    with at(store, text=TEXT.replace(", launched: 2026-01-05", "")) as desk:
        assert open_calibrations(desk) == ()
        with pytest.raises(Refused, match="no calibration was opened yet"):
            current(desk)


def test_a_look_begins_at_the_launch_as_the_first_calibration_does(store: Store) -> None:
    with at(store) as desk:
        assert window(desk) == LAUNCHED
        assert window(desk, 7) == desk.today - timedelta(days=7)
        assert window(desk, 1000) == LAUNCHED
    with at(store, text=TEXT.replace(", launched: 2026-01-05", "")) as desk:
        assert window(desk) == desk.today - timedelta(weeks=13)


def test_a_look_finds_the_target_out_of_reach_and_who_was_not_asked_and_nothing_else(store: Store) -> None:
    with at(store) as desk:
        apply(desk)
        found = look(desk)
        assert find_matters(desk.transaction, "lesson") == []
    assert [(each.kind, str(each.about)) for each in found.lessons] == [
        ("never-reached", "kpi:far"),
        ("recall", "governance:main"),
    ]
    assert found.compared.rows[0].now == 100.0
    assert "far" in str(found.as_json()["lessons"])


def test_held_it_is_frozen_and_each_lesson_waits_for_its_answer(store: Store) -> None:
    held(store)
    with at(store) as desk:
        found, kept = lessons(desk, "2026-04-05"), current(desk)
        report = report_of(desk, kept)
        with pytest.raises(Refused, match="2 of its lessons are not answered yet"):
            close(desk, kept.id)
    assert kept.state == "held"
    assert [(each.id, each.state) for each in found] == [("2026-04-05.1", "open"), ("2026-04-05.2", "open")]
    assert report is not None
    assert "### Targets out of reach" in report
    assert "Is day 91 better than day 1?" in report
    assert "max" not in report.casefold().split()


def test_a_lesson_becomes_a_proposal_on_one_step_and_one_without_an_edit_an_action(store: Store) -> None:
    """RHY-7: change the target."""
    held(store)
    with at(store) as desk:
        first, second = accept(desk, "2026-04-05.1"), accept(desk, "2026-04-05.2", owner="max")
        made, _ = proposal(desk, str(first.follows).removeprefix("proposal:"))
        (promised,) = actions(desk)
        ended = close(desk, "2026-04-05")
        with pytest.raises(Refused):
            accept(desk, "2026-04-05.1")
        assert len(actions(desk)) == 1
    assert made.title == "Calibration: kpi:far"
    assert (second.follows, promised.owner) == (f"action:{promised.id}", "max")
    assert ended.state == "closed"


def test_who_answers_a_lesson_that_another_answered_meanwhile_is_told(store: Store) -> None:
    held(store)
    with at(store) as desk:
        dismiss(desk, "2026-04-05.1", "No")
        with pytest.raises(Overtaken):
            dismiss(desk, "2026-04-05.1", "No", version=1)
        with pytest.raises(Refused, match="no words"):
            dismiss(desk, "2026-04-05.2", " ")


def test_what_leaders_name_from_memory_is_kept_and_too_little_is_a_lesson(store: Store) -> None:
    with at(store) as desk:
        apply(desk)
        with pytest.raises(UnknownName):
            recall(desk, "nobody", ["Far away"])
        assert recall(desk, "eva", ["quiet fine"]).named == ("fine",)
        said = [each for each in look(desk).lessons if each.kind == "recall"]
        assert [(each.person, each.evidence["share"]) for each in said] == [("eva", 0.5)]
        recall(desk, "eva", ["Quite fine", "far away"])
        assert [each for each in look(desk).lessons if each.kind == "recall"] == []
        assert [each.names for each in recalls(desk)] == [("quiet fine",), ("Quite fine", "far away")]
        written = entries(desk.transaction)
    with store.reading() as transaction:
        assert verify(transaction).faults == ()
    assert not any("eva" in str(each.after) or "quiet" in str(each.after) for each in written)


def test_facts_are_those_of_the_window(store: Store) -> None:
    with at(store, datetime(2026, 1, 7, 9, tzinfo=UTC)) as desk:
        apply(desk)
        about = desk.framework.kpis[0].ref
        add_action(desk, about=about, text="Look into it", owner="max", due=date(2026, 2, 1))
    with at(store) as desk:
        apply(desk, TEXT.replace("at_least: 112", "at_least: 105"))
        known, late = facts(desk, LAUNCHED), facts(desk, date(2026, 3, 1))
        assert [each.since for each in lived(desk)] == [date(2026, 1, 7), date(2026, 4, 5)]
    assert [sorted(known.mentions), sorted(late.mentions)] == [["far"], []]


def test_calibrations_are_listed_in_order(store: Store) -> None:
    held(store)
    with at(store) as desk:
        assert [each.id for each in calibrations(desk)] == ["2026-04-05"]
        assert calibrations(desk, states=("closed",)) == ()


def owning(person: str, verdict: Judged = "phantom") -> Owning:
    parts = (Met("words", 8, 1, 0),)
    return Owning(person, verdict, LAUNCHED, DUE.date(), ("far",), parts, 8, 0.125, 0.02, 0.47)


def test_an_owner_on_paper_is_a_lesson_for_their_line_alone_which_may_propose_another_owner(store: Store) -> None:
    """AUD-10, CAS-5."""
    assert [*on_paper([owning("max", "at-risk")])] == []
    (said,) = on_paper([owning("max")])
    assert (said.person, said.evidence["met"], said.evidence["due"]) == ("max", 1, 8)
    with at(store) as desk:
        apply(desk)
        open_calibrations(desk)
        seen = replace(look(desk), lessons=(said,))
        report = markdown(desk.framework, seen)
        hold(desk, "2026-04-05", seen, report)
        with pytest.raises(Refused, match="is about a person or a KPI that is private"):
            dismiss(desk.signed("ben"), "2026-04-05.1", "No")
        made, _ = proposal(desk, str(accept(desk, "2026-04-05.1", owner="eva").follows).removeprefix("proposal:"))
        written = [each for each in entries(desk.transaction) if each.subject.kind in {"lesson", "calibration"}]
    assert "max" not in report
    assert "And 1 that is about people or private KPIs" in report
    assert not any("max" in str(each.after) for each in written)
    assert made.files == ("framework/main.yaml",)


def test_lessons_about_private_kpis_stay_out_of_the_report(store: Store) -> None:
    """CAS-5."""
    private = TEXT.replace("name: Far away", "name: Far away\n    visibility: line\n    subject: max")
    with at(store, text=private) as desk:
        apply(desk, private)
        seen = look(desk)
        assert [each.kind for each in seen.lessons if each.about.id == "far"] == ["never-reached"]
        assert "far" not in markdown(desk.framework, seen).split("## Not enough")[0]
        assert not is_seen(desk.framework, seen.lessons[0], None)
        assert is_seen(desk.framework, seen.lessons[0], "max")


def test_day_1_is_held_against_today_and_the_answer_has_its_reasons(store: Store) -> None:
    """RHY-4: day 91 is meaningfully better than day 1."""
    with at(store, datetime(2026, 1, 5, 9, tzinfo=UTC)) as desk:
        apply(desk, TEXT.replace("    owner: max\n", "").replace("    owner: eva\n", ""))
    with at(store) as desk:
        apply(desk)
        rows = {each.id: each for each in look(desk).compared.rows}
        compared = look(desk).compared
    assert (rows["owned"].then, rows["owned"].now, rows["owned"].better) == (0.0, 100.0, True)
    assert rows["errors"].better is True
    assert (rows["reviews"].then, rows["reviews"].better) == (None, None)
    assert compared.is_better is True
    assert "KPIs with one named owner" in compared.reason
    worse = Compared((Row("errors", "errors", "findings", 0.0, 3.0, less_is_better=True), rows["owned"], rows["owned"]))
    assert worse.is_better is False
    assert Compared((rows["reviews"],)).is_better is None
