"""The Alignment Matrix holds what DEL-3 asks for, each number is a fact, and what is missing is said."""

from __future__ import annotations

from dataclasses import replace

from tests.reports.trace import texts, untraced

from vitalfew.formats.document import Bullets, Matrix, Table, walk
from vitalfew.insight.score import score
from vitalfew.model.graph import Lines
from vitalfew.reports.alignment_matrix import build
from vitalfew.reports.facts import Facts


def without(facts: Facts, *keys: str) -> Facts:
    """Give the facts of a framework that lacks some lists."""
    framework = facts.framework.model_copy(update=dict.fromkeys(keys, ()))
    framework = type(framework).model_validate(framework.model_dump(by_alias=True, exclude_unset=True))
    lines = Lines(framework)
    return replace(facts, framework=framework, lines=lines, score=score(framework, lines, today=facts.made.as_of))


def test_it_has_the_five_parts_that_are_asked_for(facts: Facts) -> None:
    """DEL-3."""
    found = {section.id: section for section in build(facts).sections}
    assert {"strategy-to-kpi", "stakeholder-to-kpi", "objective-to-metric", "dependencies", "gaps"} <= found.keys()
    for section in found.values():
        grid = next(each for each in section.blocks if isinstance(each, Matrix | Table))
        assert grid.rows


def test_every_noun_that_a_part_covers_is_named_in_it(facts: Facts) -> None:
    for section in build(facts).sections:
        said = set(texts(section.blocks))
        names = {facts.title(ref) for ref in section.about if ref.kind in {"objective", "kpi", "initiative"}}
        assert section.id == "gaps" or names <= said


def test_a_number_that_is_no_fact_is_found(facts: Facts) -> None:
    other = replace(facts.scorecard, verdicts=tuple(replace(each, value=1.0) for each in facts.scorecard.verdicts))
    document = build(facts)
    assert untraced(document, replace(facts, scorecard=other))


def test_what_is_taken_out_is_said_to_be_missing(facts: Facts) -> None:
    bare = build(without(facts, "stakeholders", "initiatives", "value_streams"))
    empties = {section.id: [each for each, _ in walk(section.blocks) if isinstance(each, Matrix)] for section in bare.sections}
    assert not empties["stakeholder-to-kpi"][0].rows
    assert not empties["objective-to-initiative"][0].columns
    assert empties["stakeholder-to-kpi"][0].empty


def test_gaps_of_the_demo_are_named(facts: Facts) -> None:
    section = next(each for each in build(facts).sections if each.id == "strategy-to-kpi")
    (holes,) = (each for each in section.blocks if isinstance(each, Bullets))
    assert "KPI `energy-per-kilo` leads to no objective" in holes.items
