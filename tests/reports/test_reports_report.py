"""What a framework may publish is what can be built, each by its name and under its title."""

from __future__ import annotations

from typing import get_args

from vitalfew.formats.document import Section, Terms, walk
from vitalfew.load.read import load_texts
from vitalfew.model.publication import ReportName
from vitalfew.reports.facts import Facts
from vitalfew.reports.report import reports

MISSPELT = b"publications: [{id: board, reports: [board-pack, ownership-mapp]}]"


def test_a_publication_names_reports_that_there_are() -> None:
    """The list stands in the room of nouns, which knows no reports."""
    assert get_args(ReportName) == tuple(sorted(reports()))


def test_a_name_that_is_none_is_said_on_loading_with_the_nearest() -> None:
    (finding,) = load_texts({"framework/p.yaml": MISSPELT}).findings

    assert (finding.field, finding.help) == ("reports.1", "did you mean `ownership-map`?")


def test_a_document_is_called_what_its_report_is_called(facts: Facts) -> None:
    assert {name: report.build(facts).title for name, report in reports().items()} == {
        name: report.title for name, report in reports().items()
    }


def test_no_heading_stands_over_nothing(facts: Facts) -> None:
    for name, report in reports().items():
        for block, _ in walk(report.build(facts).sections):
            held = block.blocks if isinstance(block, Section) else block.rows if isinstance(block, Terms) else (block,)
            assert held, (name, block)
