"""What other programs find in a document: its headings, the rows of its tables, and all its letters."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from html.parser import HTMLParser
from io import BytesIO
from typing import NamedTuple

from docx import Document as WordFile
from markdown_it import MarkdownIt
from pptx import Presentation
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

Row = frozenset[str]
"""The words of a row, in any order: formats write a status before or after what it is of."""


class Found(NamedTuple):
    """What stands in a file; `rows` is None where the file knows no tables."""

    headings: list[str]
    rows: list[Row] | None
    letters: str


def line(text: str) -> str:
    """Give a text on one line, without what marks code and what lets long words be broken."""
    return " ".join(re.sub(r"[`\u200b]", "", text).split())


def letters(text: str) -> str:
    """Give a text without blanks, which are lost where lines break, and in small letters, since some titles are written large."""
    return line(text).replace(" ", "").casefold()


def words(text: str) -> Row:
    """Give the words of a row without the shapes of statuses and the signs that join them."""
    return frozenset(re.sub(r"[●▲■○]", " ", line(text)).split())


class Page(HTMLParser):
    """The headings, rows and texts of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.headings: list[str] = []
        self.rows: list[Row] = []
        self.texts: list[str] = []
        self._open: dict[str, list[str]] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: D102, ARG002  # as the parser calls it
        if tag == "tr" or re.fullmatch("h[1-6]", tag):
            self._open[tag] = []

    def handle_data(self, data: str) -> None:  # noqa: D102  # as the parser calls it
        self.texts.append(data)
        for held in self._open.values():
            held.append(data)

    def handle_endtag(self, tag: str) -> None:  # noqa: D102  # as the parser calls it
        if tag in {"td", "th", "br", "div"}:
            self.handle_data(" ")
        held = self._open.pop(tag, None)
        if held is not None and tag == "tr":
            self.rows.append(words("".join(held)))
        elif held is not None:
            self.headings.append(line("".join(held)))


def _html(content: bytes) -> Found:
    page = Page()
    page.feed(content.decode())
    return Found(page.headings, page.rows, letters("".join(page.texts)))


def _markdown(content: bytes) -> Found:
    return _html(MarkdownIt("commonmark").enable("table").render(content.decode()).encode())


def _pdf(content: bytes) -> Found:
    file = PdfReader(BytesIO(content))
    title = file.metadata.title if file.metadata else ""
    above, below = (
        re.escape(letters(title or "")),
        rf"{re.escape(letters(str(file.metadata and file.metadata.author)))}(page|seite)\d+/\d+",
    )
    pages = (letters(page.extract_text()) for page in file.pages)
    held = "".join(re.sub(below, "", re.sub(f"^{above}", "", page) if at else page) for at, page in enumerate(pages))
    return Found([line(title or ""), *_outlined(file.outline)], None, held)


def _outlined(outline: object) -> Iterator[str]:
    for each in outline if isinstance(outline, list) else ():
        yield from _outlined(each) if isinstance(each, list) else [line(str(each.title))]


def _word(content: bytes) -> Found:
    file = WordFile(BytesIO(content))
    heads = [line(each.text) for each in file.paragraphs if each.style and str(each.style.name).startswith(("Heading", "Title"))]
    space = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    rows = [
        words(" ".join("".join(text.text or "" for text in part.iter(f"{space}t")) for part in row.iter(f"{space}p")))
        for row in file.element.body.iter(f"{space}tr")
    ]
    return Found(heads, rows, letters("".join(text.text or "" for text in file.element.body.iter(f"{space}t"))))


def _slides(content: bytes) -> Found:
    heads, rows, texts = list[str](), list[Row](), list[str]()
    for slide in Presentation(BytesIO(content)).slides:
        for shape in sorted(slide.shapes, key=lambda each: int(each.top)):
            if shape.has_text_frame:
                texts += (held := [paragraph.text for paragraph in shape.text_frame.paragraphs])
                heads += [line(part) for text in held for part in text.split(" › ")]
            if shape.has_table:
                cells = [[cell.text_frame.text for cell in row.cells] for row in shape.table.rows]
                rows += [words(" ".join(row)) for row in cells]
                texts += [text for row in cells for text in row]
            if shape.has_chart:
                texts += [str(each) for each in shape.chart.plots[0].categories]
        texts.append(slide.notes_slide.notes_text_frame.text)
    return Found(heads, rows, letters("".join(texts)))


def _workbook(content: bytes) -> Found:
    book = CalamineWorkbook.from_filelike(BytesIO(content))
    lines = [row for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python()]
    texts = [[f"{cell:.10g}" if isinstance(cell, float | int) else str(cell) for cell in row] for row in lines]
    heads = [line(row[0]) for row in texts if row and row[0]]
    return Found(heads, [words(" ".join(row)) for row in texts], letters("".join(text for row in texts for text in row)))


READERS: Mapping[str, Callable[[bytes], Found]] = {
    "html": _html,
    "markdown": _markdown,
    "pdf": _pdf,
    "docx": _word,
    "pptx": _slides,
    "xlsx": _workbook,
}
