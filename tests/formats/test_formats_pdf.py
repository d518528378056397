"""What stands in the PDF is what went in, read by another program."""

from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO

from pypdf import PdfReader
from tests.formats.conftest import document_of

from vitalfew.formats.document import Matrix, Section
from vitalfew.formats.format import Look
from vitalfew.formats.pdf import render


def read(content: bytes) -> PdfReader:
    return PdfReader(BytesIO(content))


def letters(text: str) -> str:
    """Give a text without what breaks lines: blanks, and what lets long words be broken."""
    return re.sub(r"[\s\u200b\xad-]", "", text)


def test_hostile_texts_come_out_as_they_went_in(hostile: str) -> None:
    found = read(render(document_of(hostile), Look()))
    said = letters("".join(page.extract_text() for page in found.pages))
    wanted = letters(hostile.replace("`", ""))
    readable = "".join(each for each in wanted if ord(each) < 0x250)
    assert readable in said if readable == wanted else found.pages


def test_a_letter_without_a_font_is_said() -> None:
    said = "".join(page.extract_text() for page in read(render(document_of("\U00013000"), Look())).pages)
    assert "no font for them" in said


def test_it_is_tagged_and_names_its_headings_and_language() -> None:
    found = read(render(document_of("Growth"), Look()))
    root = str(found.root_object)
    assert "'/Marked': True" in root
    assert "'/Lang': 'en'" in root
    assert found.metadata is not None
    assert found.metadata.title == "Growth"
    assert [str(each.title) for each in found.outline if not isinstance(each, list)] == [
        "In short",
        "Growth",
        "What is missing or stale",
    ]


def test_a_wide_matrix_is_cut_and_a_row_with_nothing_stands_once() -> None:
    document = document_of("Growth")
    (section,) = document.sections
    matrix = next(each for each in section.blocks if isinstance(each, Matrix))
    wide = replace(matrix, columns=matrix.columns * 30, rows=matrix.rows * 20)
    found = read(render(replace(document, sections=(Section("wide", "Wide", (wide,)),)), Look()))
    assert sum(page.extract_text().count("bare") for page in found.pages) == 20


def test_the_same_document_gives_the_same_bytes() -> None:
    assert render(document_of("Growth"), Look()) == render(document_of("Growth"), Look())
