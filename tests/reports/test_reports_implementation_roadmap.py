"""The implementation roadmap names phases, milestones and checkpoints, what is late first, and what work moved (DEL-4)."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.reports.pared import altered, emptied
from tests.reports.trace import texts, untraced

from vitalfew.formats.document import Actions, Callout, Document, Section, Table, Timeline
from vitalfew.model.course import Course
from vitalfew.model.kpi import Kpi
from vitalfew.reports.facts import Facts
from vitalfew.reports.implementation_roadmap import build


@pytest.fixture(scope="module")
def roadmap(facts: Facts) -> Document:
    """Give the report of the demo."""
    return build(facts)


def part(document: Document, id_: str) -> Section:
    """Give a section."""
    return next(each for each in document.sections if each.id == id_)


def table(document: Document, id_: str) -> Table:
    """Give the table of a section."""
    return next(each for each in part(document, id_).blocks if isinstance(each, Table))


def test_it_has_phases_milestones_and_checkpoints_and_what_is_late_first(roadmap: Document) -> None:
    """DEL-4."""
    assert [each.id for each in roadmap.sections] == ["late", "phases", "milestones", "checkpoints", "initiatives"]
    for id_ in ("phases", "milestones", "initiatives"):
        assert table(roadmap, id_).rows
    for id_ in ("late", "checkpoints"):
        assert all(isinstance(each, Actions | Callout) for each in part(roadmap, id_).blocks)


def test_every_noun_that_a_part_covers_is_named_in_it(roadmap: Document, facts: Facts) -> None:
    for section in roadmap.sections:
        said = " ".join(texts(section.blocks))
        for ref in section.about:
            noun = facts.framework.index[ref]
            question = getattr(getattr(noun, "checkpoint", None), "question", None)
            milestones = [each.name for each in getattr(noun, "milestones", ()) if hasattr(each, "name")]
            names = [getattr(noun, "phase", None), facts.title(ref), question, *milestones]
            assert any(name and name in said for name in names), ref


def test_what_was_seen_follows_the_observations(roadmap: Document, facts: Facts) -> None:
    """INI-1."""

    def doubled(kpi: Kpi, most: int) -> Course:
        held = facts.course(kpi, most)
        steps = (replace(step, value=None if step.value is None else step.value * 2) for step in held.steps)
        return replace(held, steps=tuple(steps))

    assert untraced(roadmap, replace(facts, course=doubled))


def test_a_milestone_whose_day_has_passed_is_late(facts: Facts) -> None:
    initiative = facts.framework.initiatives[0]
    undone = tuple(each.model_copy(update={"done": False}) for each in initiative.milestones)
    late = altered(facts, initiatives=(initiative.model_copy(update={"milestones": undone}),))
    (block,) = (each for each in part(build(late), "late").blocks if isinstance(each, Actions))
    passed = [each.name for each in undone if each.on and each.on < facts.made.as_of]
    assert [each.what for each in block.items][: len(passed)] == passed


def test_what_moved_the_wrong_way_comes_first(roadmap: Document) -> None:
    words = [row[6].mark.word for row in table(roadmap, "initiatives").rows if row[6].mark]
    order = ["moved the other way", "did not move", "moved, by less than expected", "on the way"]
    known = [order.index(word) for word in words if word in order]
    assert known == sorted(known)
    assert known


def test_private_movements_are_closed(facts: Facts) -> None:
    kpi = facts.framework.initiatives[0].moves[0].kpi
    closed = build(replace(facts, unseen=frozenset({kpi})))
    rows = [row for row in table(closed, "initiatives").rows if row[2].text == facts.framework.kpi[kpi].title]
    assert rows
    assert all((row[3].text, row[5].text) == ("–", "–") and row[6].mark and row[6].mark.word == "private" for row in rows)


def test_phases_are_drawn_and_said(roadmap: Document, facts: Facts) -> None:
    (drawn,) = (each for each in part(roadmap, "phases").blocks if isinstance(each, Timeline))
    for phase in facts.framework.roadmap:
        assert phase.phase in [each.name for each in drawn.stretches]
        assert phase.phase is not None
        assert phase.phase in drawn.alt


@pytest.mark.parametrize(
    ("id_", "what", "key"),
    [
        ("phases", "phases", "roadmap"),
        ("checkpoints", "checkpoints", "checkpoint"),
        ("initiatives", "initiatives", "initiatives"),
    ],
)
def test_what_is_not_there_is_said_to_be_missing(facts: Facts, id_: str, what: str, key: str) -> None:
    found = [each for each in part(build(emptied(facts)), id_).blocks if isinstance(each, Callout)]
    assert any(each.title == f"Missing: {what}" and key in each.text for each in found)


def test_parts_of_a_phase_that_are_taken_out_are_missed(facts: Facts) -> None:
    phase = facts.framework.roadmap[0].model_copy(update={"checkpoint": None, "milestones": (), "ends": None})
    found = {each.title for each in build(altered(facts, roadmap=(phase,))).missing}
    assert {
        f"Missing: the days of phase `{phase.id}`",
        f"Missing: milestones of phase `{phase.id}`",
        f"Missing: a checkpoint of phase `{phase.id}`",
    } <= found
