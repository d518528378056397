"""Every report in every format, read again by other programs: its headings, its tables and its numbers are all there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache

import pytest
from tests.reports.readers import READERS, Found, letters, line, words

from vitalfew.base.said import Figure
from vitalfew.formats.document import (
    Actions,
    Block,
    Bullets,
    Callout,
    Cards,
    Cell,
    Document,
    Matrix,
    Node,
    Prose,
    Section,
    Table,
    Terms,
    Text,
    Tree,
    walk,
)
from vitalfew.formats.format import Look, formats
from vitalfew.reports.facts import Facts
from vitalfew.reports.report import reports

Read = Callable[[str, str], Found]
MISSING = "What is missing or stale"
MOST = 12
CASES = [(report, format_) for report in reports() for format_ in READERS]


@pytest.fixture(scope="module")
def documents(facts: Facts) -> dict[str, Document]:
    """Give every report of the demo organisation; of sheets that are alike the first."""
    made = {name: report.build(facts) for name, report in reports().items()}
    return {name: replace(document, sections=document.sections[:MOST]) for name, document in made.items()}


@pytest.fixture(scope="module")
def read(documents: dict[str, Document]) -> Read:
    """Give what another program finds in a report in a format; each is written once."""

    @cache
    def found(report: str, format_: str) -> Found:
        return READERS[format_](formats()[format_].render(documents[report], Look()))

    return found


def test_every_format_is_read() -> None:
    assert set(READERS) == set(formats())


@pytest.mark.parametrize(("report", "format_"), CASES)
def test_no_heading_text_or_row_is_lost(report: str, format_: str, documents: dict[str, Document], read: Read) -> None:
    document, found = documents[report], read(report, format_)
    assert _unfound(_headings(document), found.headings) == []
    assert [text for text in _texts(document) if letters(text) not in found.letters] == []
    if found.rows is not None:
        wanted = {words(" ".join(_said(cell, format_) for cell in row)) for row in _rows(document)}
        assert [sorted(row) for row in wanted if not any(row <= other for other in found.rows)] == []


def _blocks(document: Document) -> Iterator[Block]:
    yield from (block for block, _ in walk((*document.summary, *document.sections, *document.missing)))


def _headings(document: Document) -> Iterator[str]:
    yield document.title
    yield from (block.title for block in _blocks(document) if isinstance(block, Section))
    if document.missing:
        yield MISSING


def _unfound(wanted: Iterator[str], found: list[str]) -> list[str]:
    """Give headings that are nowhere in the order in which they are wanted."""
    rest = iter(found)
    return [each for each in map(line, wanted) if not any(each == other for other in rest)]


def _rows(document: Document) -> Iterator[tuple[Cell, ...]]:
    for block in _blocks(document):
        if isinstance(block, Table):
            yield from block.rows


def _said(cell: Cell, format_: str) -> str:
    """Write a cell as another program reads it: a workbook holds numbers."""
    if format_ == "xlsx" and isinstance(cell.text, Figure) and cell.mark is None:
        return f"{cell.text.value:.10g}"
    return f"{cell.mark.word if cell.mark else ''} {cell.text}"


def _texts(document: Document) -> Iterator[Text]:
    """Give the texts that no format may leave out; those of tables are looked for row by row."""
    yield from (document.organisation, document.purpose)
    for block in _blocks(document):
        match block:
            case Prose():
                yield from block.texts
            case Bullets():
                yield from block.items
            case Callout():
                yield from (block.title, block.text)
            case Terms():
                yield from (text for name, cell in block.rows for text in (name, cell.text) if not isinstance(text, Figure))
            case Tree():
                yield from (text for root in block.roots for text in _nodes(root))
            case Cards():
                yield from (text for card in block.cards for text in (card.name, card.value.text) if not isinstance(text, Figure))
            case Matrix() if block.rows and block.columns:
                yield from (head.name for head in (*block.rows, *block.columns))
                yield from (cell.text for held in block.cells.values() for cell in held)
            case Actions():
                yield from (text for each in block.items for text in (each.what, each.owner, each.state))


def _nodes(node: Node) -> Iterator[Text]:
    yield node.cell.text
    yield from (text for each in node.below for text in _nodes(each))
