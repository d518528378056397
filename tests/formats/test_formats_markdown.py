"""What Markdown says is what went in, read by another program."""

from __future__ import annotations

from html.parser import HTMLParser

from markdown_it import MarkdownIt
from tests.formats.conftest import document_of

from vitalfew.formats.document import Block, walk
from vitalfew.formats.format import Look
from vitalfew.formats.markdown import WRITERS, render

TAGS = {"h1", "h2", "h3", "p", "em", "strong", "br", "ul", "li", "table", "thead", "tbody", "tr", "th", "td", "blockquote"}


class Page(HTMLParser):
    """The texts of a page, its tags and their attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.tags: set[str] = set()
        self.attributes: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: D102  # as the parser calls it
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_data(self, data: str) -> None:  # noqa: D102  # as the parser calls it
        self.texts.append(data)


def read(markdown: str) -> Page:
    found = Page()
    found.feed(MarkdownIt("commonmark", {"html": True}).enable("table").enable("strikethrough").render(markdown))
    return found


def test_hostile_texts_come_out_as_they_went_in_and_are_no_markup(hostile: str) -> None:
    said = render(document_of(hostile), Look()).decode()
    found = read(said)
    assert " ".join(hostile.split()).replace("`", "'") in " ".join(" ".join(found.texts).split())
    assert found.tags <= TAGS


def test_headings_follow_the_depth_of_sections() -> None:
    lines = render(document_of("Growth"), Look()).decode().splitlines()
    assert [line for line in lines if line.startswith("#")] == [
        "# Growth",
        "## In short",
        "## Growth",
        "### Growth",
        "## What is missing or stale",
    ]


def test_every_block_has_a_writer() -> None:
    kinds = {type(block) for block, _ in walk(document_of("x").sections)}
    assert kinds == {*WRITERS, *(kind for kind in kinds if kind.__name__ == "Section")}
    assert {kind.__name__ for kind in kinds} == {each.__name__ for each in Block.__args__}


def test_a_document_says_what_it_was_made_from() -> None:
    said = render(document_of("Growth"), Look(confidential="For the board alone", footer="Board pack")).decode()
    assert "As of 30 June 2026; revision 3 (abc123); data measured 30 June 2026, 08:00 UTC" in said
    assert "For the board alone" in said
    assert "Board pack" in said
