"""What stands in the Word file is what went in, read by another program."""

from __future__ import annotations

import re
from io import BytesIO
from zipfile import ZipFile

from docx import Document
from tests.formats.conftest import document_of

from vitalfew.formats.document import walk
from vitalfew.formats.docx import WRITERS, render
from vitalfew.formats.format import Look


def texts(content: bytes) -> list[str]:
    """Give the texts of paragraphs and of cells, in order."""
    file = Document(BytesIO(content))
    return [
        *(paragraph.text for paragraph in file.paragraphs),
        *(cell.text for table in file.tables for row in table.rows for cell in row.cells),
    ]


def test_hostile_texts_come_out_as_they_went_in(hostile: str) -> None:
    content = render(document_of(hostile), Look())
    assert " ".join(hostile.replace("`", "").split()) in texts(content)
    with ZipFile(BytesIO(content)) as archive:
        assert set(re.findall(r"<w:instrText[^>]*>([A-Z]+)", archive.read("word/document.xml").decode())) == {"TOC"}
        assert b"TargetMode" not in archive.read("word/_rels/document.xml.rels")


def test_headings_are_styles_and_follow_the_depth_of_sections() -> None:
    file = Document(BytesIO(render(document_of("Growth"), Look())))
    heads = [
        (each.style.name, each.text) for each in file.paragraphs if each.style and str(each.style.name).startswith("Heading")
    ]
    assert [each for each in heads if each[1] != "Contents"] == [
        ("Heading 1", "In short"),
        ("Heading 1", "Growth"),
        ("Heading 2", "Growth"),
        ("Heading 1", "What is missing or stale"),
    ]


def test_pictures_say_in_words_what_they_show() -> None:
    with ZipFile(BytesIO(render(document_of("Growth"), Look()))) as archive:
        said = re.findall(r'<wp:docPr [^>]*descr="([^"]*)"', archive.read("word/document.xml").decode())
    assert said == ["Growth"] * 3


def test_every_block_has_a_writer() -> None:
    kinds = {type(block).__name__ for block, _ in walk(document_of("x").sections)}
    assert kinds == {kind.__name__ for kind in WRITERS} | {"Section"}


def test_the_same_document_gives_the_same_bytes() -> None:
    assert render(document_of("Growth"), Look()) == render(document_of("Growth"), Look())
