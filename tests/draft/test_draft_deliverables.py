"""The deliverables of drafts speak of the organisation: what they say of one is not what they say of another.

Compared are the documents that formats write, sentence by sentence. Apart from them stand headings (titles, captions, names of
columns) and notes of method, which are the same wherever the method is: legends of matrices and maps, arrows of a map told in
words (two names and what joins them), callouts of what a draft lacks with the remedy, remedies of findings, and what is said in
place of rows where rows stand. All else counts, also cells of tables and nodes of trees.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields
from itertools import combinations
from pathlib import Path

import pytest
from tests.draft.test_draft_briefs import NAMES, TODAY, WHOLE, kpis_of, made
from tests.reports.trace import texts

from vitalfew.draft.draft import write
from vitalfew.formats.document import Block, Callout, Document, Section, Table
from vitalfew.publication import facts as facts_of
from vitalfew.reports import alignment_matrix, kpi_architecture_blueprint, strategic_kpi_document
from vitalfew.workspace import Workspace

pytestmark = pytest.mark.xdist_group("drafts")
DRAFTS = ["software-startup", "hotel", "city-council"]
"""Drafts of unlike industries."""
REPORTS = (strategic_kpi_document, kpi_architecture_blueprint, alignment_matrix)
LONG = 8
"""Sentences of more words are compared."""
Said = Mapping[str, Mapping[str, frozenset[str]]]
"""Long sentences by draft and report."""


HEADINGS = ("title", "caption", "corner", "legend", "alt")
ROWS = ("rows", "cards", "roots", "stretches", "items")


def _shown(block: Block) -> Iterator[str]:
    """Give the texts of a block that are neither heading nor method."""
    if isinstance(block, Callout):
        return
    if isinstance(block, Section):
        for part in block.blocks:
            yield from _shown(part)
        return
    held = {field.name: getattr(block, field.name) for field in fields(block)}
    if any(held.get(name) for name in ROWS):
        held["empty"] = ""
    if isinstance(block, Table):
        held["columns"] = ()
    yield from texts([each for name, each in held.items() if name not in HEADINGS])


def long_sentences(document: Document, remedies: frozenset[str]) -> frozenset[str]:
    found = {text for block in (*document.summary, *document.sections) for text in _shown(block)} - remedies
    sentences = {part.strip() for text in found for part in re.split(r"(?<=[.!?;])\s+|\n", text)}
    return frozenset(each for each in sentences if len(each.split()) > LONG)


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> Said:
    """Give what the deliverables of each draft say; all twenty where all of it is proved."""
    found: dict[str, dict[str, frozenset[str]]] = {}
    for name in NAMES if WHOLE else DRAFTS:
        folder: Path = tmp_path_factory.mktemp(name)
        write(made(name), folder)
        facts = facts_of(Workspace.open(folder, as_of=TODAY))
        remedies = frozenset(finding.help for finding in facts.findings if finding.help)
        found[name] = {each.id: long_sentences(each, remedies) for each in (report.build(facts) for report in REPORTS)}
    return found


def test_no_long_sentence_stands_in_the_deliverables_of_two_drafts(said: Said) -> None:
    """Of three drafts of unlike industries."""
    whole = {name: frozenset().union(*said[name].values()) for name in DRAFTS}
    assert all(len(each) > 20 for each in whole.values()), "the documents say something"
    twice = {each for one, other in combinations(whole.values(), 2) for each in one & other}
    assert not twice


def test_within_a_draft_only_names_and_ladders_stand_in_two_deliverables(said: Said) -> None:
    """An objective is called by its statement wherever it is meant, and a ladder is told by its steps."""
    for name in said:
        named = {str(objective.statement) for objective in made(name).framework.objectives}
        twice = {each for one, other in combinations(said[name].values(), 2) for each in one & other}
        loose = {each for each in twice if each.rstrip(";.") not in {text.rstrip(".") for text in named}}
        assert all(each.startswith("owner within") for each in loose), loose


@pytest.mark.parametrize(("one", "other"), list(combinations(DRAFTS, 2)))
def test_their_kpis_are_mostly_others(one: str, other: str) -> None:
    shared = kpis_of(made(one)) & kpis_of(made(other))
    assert len(shared) < min(len(kpis_of(made(one))), len(kpis_of(made(other)))) / 3, sorted(shared)
