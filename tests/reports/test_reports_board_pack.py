"""The board pack: one page first, then headline KPIs, the map, risks, decisions asked and the outlook; each number is a fact."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.reports.pared import altered, emptied
from tests.reports.trace import texts

from vitalfew.formats.document import Actions, Callout, Document, Section, Table, walk
from vitalfew.reports.board_pack import FEW, MOST, build
from vitalfew.reports.facts import Facts


@pytest.fixture(scope="module")
def board(facts: Facts) -> Document:
    """Give the report of the demo."""
    return build(facts)


def part(document: Document, id_: str) -> Section:
    """Give a section."""
    return next(each for each in document.sections if each.id == id_)


def test_it_has_one_page_and_the_five_parts(board: Document, facts: Facts) -> None:
    """DEL-4."""
    assert [each.id for each in board.sections] == ["headlines", "map", "risks", "decisions", "outlook"]
    (first,) = (each for each in board.summary if isinstance(each, Section))
    (table,) = (each for each in first.blocks if isinstance(each, Table))
    assert 0 < len(table.rows) <= MOST
    assert sum(len(text.split()) for text in texts(first.blocks)) < 3 * 220 + 20 * FEW
    assert {each.about for row in table.rows for each in row[:1]} <= {
        each.ref for each in facts.scorecard.verdicts if each.tier == 1
    }


def test_a_broken_chain_an_assumption_and_a_lost_owner_are_risks(facts: Facts) -> None:
    """STR-8, FUT-3, OWN-1."""
    rollups = (replace(facts.scorecard.objectives[0], drivers=9.0, results=1.0), *facts.scorecard.objectives[1:])
    belief = {"id": "parcel-speed", "text": "Parcels are quick", "kpi": "on-time-delivery", "breaks_when": {"below": 99}}
    objectives = (facts.framework.objectives[0].model_copy(update={"owner": None}), *facts.framework.objectives[1:])
    risky = altered(
        replace(facts, scorecard=replace(facts.scorecard, objectives=rollups)), assumptions=[belief], objectives=objectives
    )
    document = build(risky)
    table = next(each for each in part(document, "risks").blocks if isinstance(each, Table))
    kinds = {row[0].text for row in table.rows}
    assert {"the chain of causes", "an assumption that broke", "nobody who is here answers for it"} <= kinds
    asked = next(each for each in part(document, "decisions").blocks if isinstance(each, Actions))
    wanted = {each.what for each in asked.items}
    assert f"Who answers for {objectives[0].title}" in wanted
    assert "What follows from a broken assumption: Parcels are quick" in wanted


@pytest.mark.parametrize(
    ("id_", "what"),
    [("map", "objectives"), ("risks", "assumptions"), ("decisions", "checkpoints"), ("outlook", "milestones")],
)
def test_what_is_not_there_is_said_to_be_missing(facts: Facts, id_: str, what: str) -> None:
    found = [each for each, _ in walk(part(build(emptied(facts)), id_).blocks) if isinstance(each, Callout)]
    assert f"Missing: {what}" in {each.title for each in found}


def test_headline_kpis_that_are_taken_out_are_missed(facts: Facts) -> None:
    bare = replace(facts, scorecard=replace(facts.scorecard, verdicts=()))
    assert "Missing: a headline KPI" in {each.title for each in build(bare).missing}
