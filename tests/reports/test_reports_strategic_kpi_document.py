"""The Strategic KPI Document holds what DEL-1 asks for, each number is a fact, and what is missing is said."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from tests.reports.trace import texts, untraced

from vitalfew.base.ref import Ref
from vitalfew.formats.document import Block, Callout, Cards, Document, Matrix, Section, Table, Terms, Tree, walk
from vitalfew.insight.score import score
from vitalfew.model.framework import Framework
from vitalfew.model.graph import Lines
from vitalfew.reports.facts import Facts
from vitalfew.reports.strategic_kpi_document import build


@pytest.fixture(scope="module")
def document(facts: Facts) -> Document:
    """Give the document of the demo."""
    return build(facts)


def part(document: Document, id_: str) -> Section:
    """Give a section."""
    return next(each for each in document.sections if each.id == id_)


def gaps(blocks: tuple[Block, ...]) -> Iterator[str]:
    """Give what is said to be missing."""
    return (each.title for each, _ in walk(blocks) if isinstance(each, Callout))


def without(facts: Facts, *keys: str, **changed: object) -> Facts:
    """Give the facts of a framework that lacks some lists, or holds something else."""
    held = facts.framework.model_dump(by_alias=True, include=set(Framework.model_fields), exclude_unset=True)
    framework = Framework.model_validate({**{key: value for key, value in held.items() if key not in keys}, **changed})
    lines = Lines(framework)
    return replace(facts, framework=framework, lines=lines, score=score(framework, lines, today=facts.made.as_of))


def test_mission_vision_and_destination_are_given(facts: Facts, document: Document) -> None:
    """DEL-1: strategy overview; STR-2."""
    found = part(document, "strategy")
    held, strategy = set(texts(found)), facts.framework.strategy
    assert {strategy.mission, strategy.vision, strategy.approach, strategy.destination} <= held
    assert {each.text for each in facts.framework.drivers} <= held
    bare = part(build(without(facts, "strategy", "drivers", "success_factors")), "strategy")
    assert list(gaps(bare.blocks)) == [
        "Missing: what creates value",
        "Missing: what must go right",
        "Missing: the mission",
        "Missing: the vision",
        "Missing: the approach",
        "Missing: the destination",
    ]


def test_each_objective_is_broken_down(facts: Facts, document: Document) -> None:
    """DEL-1: objective breakdown."""
    found = part(document, "objectives")
    parts = [each for each in found.blocks if isinstance(each, Section)]
    assert [each.about[0] for each in parts] == [each.ref for each in facts.framework.objectives]
    for section in parts:
        held = set(texts(section.blocks))
        assert {facts.title(ref) for ref in section.about[1:]} <= held
        (terms,) = (each for each in section.blocks if isinstance(each, Terms))
        assert {"Status", "Owner", "Contributes to", "Initiatives"} <= {name for name, _ in terms.rows}
    bare = build(without(facts, "kpis", "initiatives"))
    assert "Missing: a KPI for objective `protect-margin`" in gaps(bare.sections)
    assert "Missing: work on objective `loyal-customers`" in gaps(bare.sections)
    assert "Missing: objectives" in gaps(build(without(facts, "objectives")).sections)


def test_levels_and_what_carries_what_are_shown(facts: Facts, document: Document) -> None:
    """DEL-1: KPI hierarchy and levels; CAS-1."""
    found = part(document, "hierarchy")
    held = set(texts(found.blocks))
    assert {level.name for level in facts.framework.all_levels} <= held
    assert {kpi.title for kpi in facts.framework.strategic_kpis} <= held
    tree = next(each for each in found.blocks if isinstance(each, Tree))
    assert [each.cell.about for each in tree.roots] == [
        kpi.ref for kpi in facts.framework.strategic_kpis if facts.framework.tier_of(kpi) == 1
    ]
    assert "Missing: a headline KPI" in gaps(part(build(without(facts, "kpis")), "hierarchy").blocks)


def test_kpis_are_sorted_by_perspective_level_and_timing(facts: Facts, document: Document) -> None:
    """DEL-1: category framework."""
    found = [each for each in part(document, "categories").blocks if isinstance(each, Matrix)]
    assert [each.corner for each in found] == ["Perspective", "Perspective"]
    assert [head.name for head in found[0].rows] == [each.title for each in facts.framework.lenses]
    assert {"leading", "lagging"} <= {head.name for head in found[1].columns}
    assert all(each.cells for each in found)


def test_the_alignment_matrix_is_in_it(facts: Facts, document: Document) -> None:
    """DEL-1: alignment matrix."""
    (found,) = (each for each in part(document, "alignment").blocks if isinstance(each, Matrix))
    assert len(found.rows) == len(facts.framework.strategic_kpis)
    assert len(found.columns) == len(facts.framework.objectives)


def test_who_decides_what_and_when_is_said(facts: Facts, document: Document) -> None:
    """DEL-1: governance structure; RHY-1, RHY-6, DEF-5."""
    found = part(document, "governance")
    held = list(texts(found.blocks))
    assert {each.name for each in facts.framework.cadences} <= set(held)
    assert "owner within 1 business day, then reviewer within 2 business days, then Rui Sá within 1 week" in held
    decided = next(each for each in found.blocks if isinstance(each, Table))
    assert ("how it is calculated", "the unit's head and the structure's owner") in [
        (row[0].text, row[1].text) for row in decided.rows
    ]
    assert list(gaps(found.blocks)) == ["Missing: who leads Care stand-up"]
    bare = part(build(without(facts, "governance", "cadences", "ladders")), "governance")
    assert list(gaps(bare.blocks)) == [
        "Missing: who decides which KPIs there are",
        "Missing: approvals of the organisation's own",
        "Missing: reviews",
        "Missing: a ladder of escalation",
    ]


def test_headline_kpis_stand_with_the_worst_first(document: Document) -> None:
    (cards,) = (each for each in part(document, "scorecard").blocks if isinstance(each, Cards))
    assert [each.value.mark.status for each in cards.cards if each.value.mark] == ["amber"] * 4 + ["green"] * 3
    first = document.summary[0]
    assert isinstance(first, Section)
    assert next(texts(first.blocks)).startswith("1 objective is off track: Each shop")


def test_assumptions_are_held_against_what_is_seen(facts: Facts, document: Document) -> None:
    """FUT-3."""
    table = next(each for each in part(document, "assumptions").blocks if isinstance(each, Table))
    marks = {row[0].about: row[2].mark for row in table.rows}
    assert [each.word for each in marks.values() if each] == ["holds"]
    broken = {"id": "parcel-speed", "text": "Parcels are quick", "kpi": "on-time-delivery", "breaks_when": {"below": 99}}
    other = build(without(facts, assumptions=[broken]))
    table = next(each for each in part(other, "assumptions").blocks if isinstance(each, Table))
    assert [row[2].mark.word for row in table.rows if row[2].mark] == ["broken"]
    assert "1 assumption no longer holds." in set(texts(other.summary))
    assert list(gaps(part(build(without(facts, "assumptions")), "assumptions").blocks)) == ["Missing: assumptions"]


def test_what_is_stale_is_said(document: Document) -> None:
    assert [each.title for each in document.missing if each.tone == "warning"] == [
        "1 KPI is stale: Supplier score",
        "1 KPI has no data: 90-day confidence",
    ]


def test_a_card_of_other_values_is_found(facts: Facts, document: Document) -> None:
    verdicts = tuple(replace(each, recent=(1.0,)) for each in facts.scorecard.verdicts)
    found = untraced(document, replace(facts, scorecard=replace(facts.scorecard, verdicts=verdicts)))
    assert f"card of {Ref('kpi', 'net-revenue')}" in found
