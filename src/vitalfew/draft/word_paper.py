"""A strategy paper in Word as passages; needs python-docx. The archive's sizes are looked at before anything is unpacked."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from importlib import import_module
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from vitalfew.base.errors import ExtraMissing, PaperUnreadable
from vitalfew.base.said import say
from vitalfew.draft.passage import MOST_LETTERS, Passage

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table
    from docx.text.paragraph import Paragraph

MOST_UNPACKED = 100_000_000
MOST_TEXT = 25_000_000
MOST_PARTS = 5_000
MOST_PASSAGES = 50_000
_LOCKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SAVE_ANEW = say("open it in a word processor and save it anew as .docx")
_DAMAGED = (zipfile.BadZipFile, zlib.error, LookupError, OSError, RuntimeError, ValueError, EOFError, NotImplementedError)


def of_word(content: bytes, path: Path) -> tuple[Passage, ...]:
    """Read a Word document; raises PaperUnreadable, or ExtraMissing where python-docx is not installed."""
    try:
        from docx import Document as open_document  # noqa: N813, PLC0415  # an extra; it is a function
        from docx.opc.exceptions import OpcError  # noqa: PLC0415  # as above

        lxml = import_module("lxml.etree")  # what python-docx reads XML with; it publishes no types
    except ImportError as error:
        raise ExtraMissing(say("reading Word"), "documents") from error
    _refuse(content, path)
    try:
        passages = tuple(_passages(open_document(BytesIO(content))))
    except (*_DAMAGED, OpcError, lxml.LxmlError, AttributeError, RecursionError) as error:
        raise PaperUnreadable(path, say("is damaged or no Word document"), _SAVE_ANEW) from error
    if not any(each.text for each in passages):
        raise PaperUnreadable(
            path, say("holds no text; its pages may be pictures"), say("give a file whose text can be selected")
        )
    return passages


def _refuse(content: bytes, path: Path) -> None:
    """Refuse what is no archive of a document's size."""
    if content.startswith(_LOCKED):
        why = say("is protected by a password or an old .doc document")
        raise PaperUnreadable(path, why, say("save it as .docx without a password"))
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            parts = archive.infolist()
    except _DAMAGED as error:
        raise PaperUnreadable(path, say("is damaged or no Word document"), _SAVE_ANEW) from error
    sizes = {each.filename: each.file_size for each in parts}
    texts = sum(size for name, size in sizes.items() if name.endswith((".xml", ".rels")))
    if sum(each.file_size for each in parts) > MOST_UNPACKED or texts > MOST_TEXT or len(parts) > MOST_PARTS:
        why = say("unpacks to more than {most:,} bytes", most=MOST_UNPACKED if texts <= MOST_TEXT else MOST_TEXT)
        raise PaperUnreadable(path, why, say("keep the pages with mission and goals in a file of their own"))
    if "word/document.xml" not in sizes:
        raise PaperUnreadable(path, say("is an archive but no Word document"), _SAVE_ANEW)


def _passages(document: Document) -> Iterator[Passage]:
    """Give the passages, numbered as a reader counts paragraphs: those with text."""
    from docx.table import Table as IsTable  # noqa: PLC0415  # an extra

    paragraphs = tables = letters = 0
    for block in document.iter_inner_content():
        made: list[Passage]
        if isinstance(block, IsTable):
            tables += 1
            made = list(_rows(block, tables))
        else:
            text = " ".join(block.text.split())
            paragraphs += bool(text)
            made = [_paragraph(block, text, paragraphs)] if text else []
        letters += sum(len(each.text) for each in made)
        yield from made
        if letters > MOST_LETTERS or paragraphs + tables > MOST_PASSAGES:
            return


def _paragraph(paragraph: Paragraph, text: str, number: int) -> Passage:
    style = (paragraph.style.name if paragraph.style is not None else "") or ""
    is_item = style.startswith("List") or (paragraph._p.pPr is not None and paragraph._p.pPr.numPr is not None)  # noqa: SLF001  # python-docx has no other way to a list of any style
    return Passage(text, say("paragraph {number}", number=number), _level(paragraph, style, text), is_item)


def _level(paragraph: Paragraph, style: str, text: str) -> int:
    """Tell the rank of a heading: by its style, else a short line that is bold as a whole stands for one of the lowest rank."""
    if style == "Title":
        return 1
    word, _, number = style.partition(" ")
    if word == "Heading" and number.isdigit():
        return int(number)
    runs = [run for run in paragraph.runs if run.text.strip()]
    bold = bool(runs) and all(run.bold for run in runs)
    return 6 if bold and len(text) <= 120 and not text.endswith((".", ",", ";")) and not style.startswith("List") else 0


def _rows(table: Table, number: int) -> Iterator[Passage]:
    """Give the rows of a table below its first one, which stands over them."""
    header: tuple[str, ...] = ()
    for count, row in enumerate(table.rows, 1):
        cells = tuple(" ".join(cell.text.split()) for cell in row.cells)
        if header and any(cells):
            place = say("table {table}, row {row}", table=number, row=count)
            yield Passage(" ".join(dict.fromkeys(filter(None, cells))), place, cells=cells, header=header)
        header = header or cells
        if count > MOST_PASSAGES:
            return
