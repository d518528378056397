"""What stands in the workbook is what went in, read by another program."""

from __future__ import annotations

import re
from io import BytesIO
from zipfile import ZipFile

from python_calamine import CalamineWorkbook
from tests.formats.conftest import document_of

from vitalfew.formats.document import walk
from vitalfew.formats.format import Look
from vitalfew.formats.xlsx import WRITERS, render


def cells(content: bytes) -> list[object]:
    book = CalamineWorkbook.from_filelike(BytesIO(content))
    return [cell for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python() for cell in row]


def test_hostile_texts_come_out_as_they_went_in(hostile: str) -> None:
    content = render(document_of(hostile), Look())
    assert hostile in cells(content)
    with ZipFile(BytesIO(content)) as archive:
        sheets = "".join(archive.read(name).decode() for name in archive.namelist() if "worksheets/sheet" in name)
    assert set(re.findall(r"<f>([A-Z]+)", sheets)) == {"COUNTIF"}
    assert "<hyperlink" not in sheets


def test_numbers_are_numbers_and_counts_are_formulas_with_their_value() -> None:
    found = cells(render(document_of("Growth"), Look()))
    assert 23.5 in found
    assert 1.0 in found


def test_sheets_are_named_as_the_sections_are() -> None:
    book = CalamineWorkbook.from_filelike(BytesIO(render(document_of("Growth: [all] / of it, with a long name"), Look())))
    assert book.sheet_names == ["Overview", "Growth   all    of it, with a l", "What is missing or stale"]


def test_every_block_has_a_writer() -> None:
    kinds = {type(block).__name__ for block, _ in walk(document_of("x").sections)}
    assert kinds == {kind.__name__ for kind in WRITERS} | {"Section"}


def test_the_same_document_gives_the_same_bytes() -> None:
    assert render(document_of("Growth"), Look()) == render(document_of("Growth"), Look())
