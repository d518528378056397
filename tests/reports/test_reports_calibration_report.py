"""The calibration report tells what a calibration taught, or what one would find today (DEL-4, RHY-4, RHY-5)."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from tests.reports.trace import texts, untraced

from vitalfew.base.ref import FRAMEWORK, Ref
from vitalfew.formats.document import Callout, Document, Section, Table
from vitalfew.publication import facts as facts_of
from vitalfew.reports.calibration_report import PARTS, build
from vitalfew.reports.facts import Facts
from vitalfew.reports.learned import Learned, Taught
from vitalfew.reports.lessons import SEEN, advised
from vitalfew.rhythm.calibration import calibrate, calibrations, current, dismiss, hold, lessons, open_calibrations
from vitalfew.rhythm.desk import CLOCKWORK
from vitalfew.rhythm.lesson import Edit, Kind, Lesson
from vitalfew.workspace import Workspace


def part(document: Document, id_: str) -> Section:
    """Give a section."""
    return next(each for each in document.sections if each.id == id_)


def rows(document: Document, id_: str) -> list[list[str]]:
    """Give what stands in the table of a section."""
    (table,) = (each for each in part(document, id_).blocks if isinstance(each, Table))
    return [[cell.text or (cell.mark.word if cell.mark else "") for cell in row] for row in table.rows]


def gaps(document: Document, id_: str) -> list[str]:
    """Give what a section lacks."""
    return [each.title for each in part(document, id_).blocks if isinstance(each, Callout)]


def lesson(kind: Kind, about: Ref, evidence: dict[str, str | float], person: str | None = None) -> Lesson:
    """Make a lesson that has this evidence."""
    return Lesson(kind, about, "", "", "", (), evidence, person=person)


def test_it_says_what_one_would_find_where_none_was_held(facts: Facts) -> None:
    """DEL-4: 90-day calibration report."""
    document = build(facts)
    said = set(texts(document.summary))
    assert "The calibration is due and has not been held. This is what it would find today." in said
    assert {"It teaches 7 lessons:", "1 target was never reached: Visits that buy."} <= said
    assert gaps(document, "state") == ["Missing: the calibration that is due since 3 May 2026"]
    assert ["Errors of the check", "5", "6", "worse"] in rows(document, "compared")
    assert [row[0] for row in rows(document, "targets")] == [
        *("Visits that buy", "Roast loss", "First reply", "On time", "Returning cards")
    ]
    assert rows(document, "proposed") == [
        ["Returning cards", "the target", "reach 34.3 % by 31 October 2026"],
        ["Roast loss", "the target", "within 14.94–15.94 %"],
        ["Visits that buy", "the target", "at least 58.6 %"],
    ]
    assert gaps(document, "decisions") == ["Missing: reviews in which a KPI could inform a decision"]
    assert gaps(document, "triggers") == ["Missing: calls of triggers to judge"]
    assert gaps(document, "owners") == ["Missing: who took part"]
    assert gaps(build(replace(facts, learned=Learned)), "state") == ["Missing: the day of the launch"]


KPI, SHARE, REVIEW = Ref("kpi", "net-revenue"), Ref("kpi", "on-time-delivery"), Ref("cadence", "weekly-business-review")
EVERY: tuple[tuple[str, Lesson, str], ...] = (
    ("targets", lesson("never-reached", KPI, {"periods": 9}), "in none of 9 periods"),
    ("targets", lesson("always-reached", KPI, {"periods": 9}), "in all 9 periods"),
    ("targets", lesson("target-or-process", SHARE, {"missed_in_a_row": 7, "mean_miss": 2.5}), "7 times in a row, by 2.5 pt"),
    ("decisions", lesson("uninformative", KPI, {"agendas": 6, "causes": 5}), "on 6 agendas and gave cause"),
    (
        "triggers",
        lesson("cry-wolf", KPI, {"trigger": "missed", "calls": 8, "came_to_nothing": 7}),
        "8 calls by the trigger on missed targets, of which 7",
    ),
    ("triggers", lesson("slept", KPI, {"shifted": "2026-05-04"}), "for the worse by 4 May 2026"),
    ("triggers", lesson("slept", KPI, {"red": 6, "from": "2026-05-04"}), "6 times in a row from 4 May 2026"),
    ("owners", lesson("phantom", FRAMEWORK, {"due": 20, "met": 3, "weeks": 12}), "An owner met 3 of 20 duties in 12 weeks"),
    ("owners", lesson("phantom", FRAMEWORK, {"due": 20, "met": 3, "weeks": 12}, "iris"), "Iris Novak met 3 of 20"),
    ("owners", lesson("absent", REVIEW, {"invited": 6}), "came to none of 6 reviews"),
    ("gaps", lesson("gap", REVIEW, {"due": 9, "held": 2}), "2 of 9 reviews were held"),
    ("gaps", lesson("gap", Ref("objective", "people-stay"), {"kpis": 2, "measured": 0}), "None of its KPIs"),
    ("gaps", lesson("gap", KPI, {"values": 0}), "never had a value"),
    ("recall", lesson("recall", Ref("governance", "main"), {"leaders": 4, "asked": 1}), "1 of 4 leaders were asked"),
    ("recall", lesson("recall", Ref("recall", "1"), {"named": 2, "of": 7}), "A leader named 2 of the 7"),
    (
        "core",
        lesson("churn", Ref("strategy", "main"), {"came": "net-revenue", "went": "", "stayed": 5}),
        "that came: Net revenue",
    ),
)


@pytest.mark.parametrize(
    ("where", "found", "said"), EVERY, ids=[f"{each.kind}-{place}" for place, (_, each, _) in enumerate(EVERY)]
)
def test_each_kind_of_lesson_is_told_in_its_part(facts: Facts, where: str, found: Lesson, said: str) -> None:
    """RHY-4: wrong targets, KPIs without a decision, triggers, owners, gaps, recall; each with what to do."""
    other = replace(facts, learned=lambda: replace(facts.learned(), lessons=(Taught(found, None),)))
    document = build(other)
    ((_, seen, todo),) = rows(document, where)
    assert said in seen
    assert todo == advised(found)
    assert untraced(document, other) == []


def test_no_kind_of_lesson_is_left_out() -> None:
    assert {kind for each in PARTS for kind in each.kinds} == {*SEEN} == {each.kind for _, each, _ in EVERY}


@pytest.mark.parametrize(
    ("edit", "becomes"),
    [
        (Edit(Ref("kpi", "net-revenue"), "target", {"reach": 9000, "by": "2026-10-31"}), "reach €9,000 by 31 October 2026"),
        (Edit(Ref("kpi", "net-revenue"), "threshold", 8000), "€8,000"),
        (Edit(Ref("kpi", "net-revenue"), "escalate", [{"missed": 3}, {"signal_against": True}]), "the target is missed 3 times"),
        (Edit(Ref("kpi", "net-revenue"), "kind", "metric"), "an operational metric"),
        (Edit(Ref("kpi", "net-revenue"), "owner", "ana"), "Ana Prado"),
    ],
)
def test_each_change_is_told_as_what_it_becomes(facts: Facts, edit: Edit, becomes: str) -> None:
    found = Taught(replace(lesson("never-reached", edit.ref, {"periods": 9}), edits=(edit,)), None)
    other = replace(facts, learned=lambda: replace(facts.learned(), lessons=(found,)))
    document = build(other)
    ((_, _, said),) = rows(document, "proposed")
    assert said.startswith(becomes)
    assert untraced(document, other) == []


def test_one_that_was_held_is_told_as_it_was_frozen(demo: Workspace, tmp_path: Path) -> None:
    """RHY-4: its lessons with their answers; figures that come later change nothing in it."""
    shutil.copytree(demo.root, tmp_path / "shop")
    workspace = Workspace.open(tmp_path / "shop", as_of=demo.today)
    taught = facts_of(workspace).learned()
    with workspace.writing(by=CLOCKWORK) as desk:
        open_calibrations(desk)
    with workspace.writing(by="rui") as desk:
        id_ = calibrations(desk)[0].id
        look = calibrate(desk, workspace.observations.latest(), workspace.judged(), since=current(desk).since)
        hold(desk, id_, look, "")
        dismiss(desk, lessons(desk, id_)[0].id, "It is known")
    held = facts_of(workspace)
    document = build(held)
    assert held.learned().is_frozen
    assert len(held.learned().lessons) == len(taught.lessons)
    assert {row[-1] for row in rows(document, "targets")} == {"dismissed", "to be answered"}
    assert "The calibration was held on 30 June 2026." in set(texts(document.summary))
    assert gaps(document, "state") == []
    assert untraced(document, held) == []
