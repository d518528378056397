"""Word: real styles, a table of contents that Word keeps, captions, tables that repeat their heads, pictures with their words."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple

from vitalfew.base.errors import ExtraMissing
from vitalfew.base.said import say
from vitalfew.formats.archive import steady
from vitalfew.formats.document import (
    FITS,
    Actions,
    Block,
    Bullets,
    Callout,
    Cards,
    Cell,
    Chart,
    Column,
    Diagram,
    Document,
    Matrix,
    Node,
    PageBreak,
    Prose,
    Section,
    Table,
    Terms,
    Text,
    Timeline,
    Tree,
    turned,
)
from vitalfew.formats.drawing import drawing
from vitalfew.formats.format import Format, Look
from vitalfew.formats.made import footing
from vitalfew.formats.picture import charted, png, timed
from vitalfew.language.tongue import spoken, told
from vitalfew.model.verdict import SHAPES, Status
from vitalfew.model.wording import NOTHING

if TYPE_CHECKING:
    from docx.document import Document as File
    from docx.table import Table as Grid
    from docx.table import _Cell
    from docx.text.paragraph import Paragraph

COLOURS: Mapping[Status | None, str] = {"green": "14693C", "amber": "7C4A03", "red": "A3181F", None: "475467"}
FILLS = {"gap": "FFF8EC", "warning": "FDE7E8", "note": "F4F6FA"}
PAPER = {"A4": (210, 297), "Letter": (215.9, 279.4)}
WIDTH = 174
"""How wide the text is, in millimetres."""
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


class Pen(NamedTuple):
    """What writes: the file, and how it looks."""

    file: File
    look: Look


def render(document: Document, look: Look) -> bytes:
    """Write the document; raises ExtraMissing where python-docx is not installed."""
    try:
        from docx import Document as new_file  # noqa: N813, PLC0415  # an extra; it is a function
    except ImportError as error:
        raise ExtraMissing("writing Word", "documents") from error
    pen = Pen(new_file(), look)
    _styled(pen, document)
    pen.file.add_paragraph(said(document.organisation).upper(), style="Subtitle")
    pen.file.add_paragraph(said(document.title), style="Title")
    pen.file.add_paragraph(said(document.purpose), style="Intense Quote")
    for text in filter(None, (footing(document.made), look.confidential)):
        _small(pen.file.add_paragraph(), text)
    for block in document.summary:
        write(pen, block, 1)
    _contents(pen, document)
    for section in document.sections:
        write(pen, section, 1)
    if document.missing:
        pen.file.add_heading(said(say("What is missing or stale")), 1)
        for callout in document.missing:
            write(pen, callout, 2)
    stream = BytesIO()
    pen.file.save(stream)
    return steady(stream.getvalue())


def said(text: Text) -> str:
    """Tell a text as Word can hold it."""
    return _CONTROL.sub("", " ".join(str(told(text)).split()))


def _styled(pen: Pen, document: Document) -> None:
    """Set paper, fonts, colours, footer and the properties of the file."""
    from docx.shared import Mm, Pt, RGBColor  # noqa: PLC0415  # an extra

    page = pen.file.sections[0]
    width, height = PAPER[pen.look.paper]
    page.page_width, page.page_height = Mm(width), Mm(height)
    page.left_margin = page.right_margin = Mm((width - WIDTH) / 2)
    normal = pen.file.styles["Normal"]
    normal.font.name, normal.font.size = "Calibri", Pt(10)
    for name in ("Title", "Heading 1", "Heading 2", "Heading 3"):
        style = pen.file.styles[name]
        style.font.name = "Calibri"
        style.font.color.rgb = RGBColor.from_string(pen.look.colour.lstrip("#"))
    foot = page.footer.paragraphs[0]
    foot.text = "".join(
        f"{text} · " for text in map(said, (document.organisation, pen.look.footer, pen.look.confidential)) if text
    )
    _field(foot, "PAGE")
    known = pen.file.core_properties
    known.title, known.author, known.language = said(document.title)[:255], said(document.organisation)[:255], spoken()
    at = document.made.measured_at or datetime.combine(document.made.as_of, datetime.min.time())
    known.created = known.modified = at.replace(tzinfo=None)
    known.last_modified_by, known.comments = "", ""


def _field(paragraph: Paragraph, code: str, shown: str = "") -> None:
    """Put a field that Word reckons, such as a page number; until it does, `shown` stands there."""
    from docx.oxml import OxmlElement  # noqa: PLC0415  # an extra
    from docx.oxml.ns import qn  # noqa: PLC0415  # as above

    for kind in ("begin", "separate", "end"):
        run = paragraph.add_run()
        mark = OxmlElement("w:fldChar")
        mark.set(qn("w:fldCharType"), kind)
        run._r.append(mark)  # noqa: SLF001  # fields have no other way in
        if kind == "begin":
            text = OxmlElement("w:instrText")
            text.set(qn("xml:space"), "preserve")
            text.text = code
            paragraph.add_run()._r.append(text)  # noqa: SLF001  # as above
        if kind == "separate":
            paragraph.add_run(shown)


def _contents(pen: Pen, document: Document) -> None:
    pen.file.add_paragraph(said(say("Contents")), style="TOC Heading" if "TOC Heading" in pen.file.styles else "Heading 1")
    _field(pen.file.add_paragraph(), 'TOC \\o "1-2" \\h \\z \\u', "\n".join(said(each.title) for each in document.sections))


def write(pen: Pen, block: Block, depth: int) -> None:
    """Write a block at the end of the file."""
    if isinstance(block, Section):
        pen.file.add_heading(said(block.title), min(depth, 9))
        for each in block.blocks:
            write(pen, each, depth + 1)
    else:
        WRITERS[type(block)](pen, block)


def _small(paragraph: Paragraph, text: Text) -> None:
    from docx.shared import Pt, RGBColor  # noqa: PLC0415  # an extra

    run = paragraph.add_run(said(text))
    run.font.size, run.font.color.rgb = Pt(8.5), RGBColor.from_string(COLOURS[None])


def _inked(paragraph: Paragraph, cell: Cell) -> None:
    """Write a cell into a paragraph: the status by shape, colour and word, then what it says."""
    from docx.shared import RGBColor  # noqa: PLC0415  # an extra

    if cell.mark is not None:
        run = paragraph.add_run(f"{SHAPES[cell.mark.status]} {said(cell.mark.word)} ")
        run.bold, run.font.color.rgb = True, RGBColor.from_string(COLOURS[cell.mark.status])
    _ticked(paragraph, cell.text)


def _ticked(paragraph: Paragraph, text: Text) -> None:
    """Write a text; what stands between backticks has the face of code."""
    for place, part in enumerate(said(text).split("`")):
        run = paragraph.add_run(part)
        run.font.name = "Consolas" if place % 2 else None


def _shaded(cell: _Cell, fill: str) -> None:
    from docx.oxml import OxmlElement  # noqa: PLC0415  # an extra
    from docx.oxml.ns import qn  # noqa: PLC0415  # as above

    shade = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", fill)):
        shade.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(shade)  # noqa: SLF001  # shading has no other way in


def _prose(pen: Pen, block: Prose) -> None:
    for text in block.texts:
        _ticked(pen.file.add_paragraph(), text)


def _bullets(pen: Pen, block: Bullets) -> None:
    for text in block.items:
        _ticked(pen.file.add_paragraph(style="List Bullet"), text)


def _caption(pen: Pen, text: Text) -> None:
    paragraph = pen.file.add_paragraph(said(text), style="Caption")
    paragraph.paragraph_format.keep_with_next = True


def _empty(pen: Pen, caption: Text, text: Text) -> None:
    _caption(pen, caption)
    _small(pen.file.add_paragraph(), text)


def _grid(pen: Pen, heads: list[Text], rows: list[list[list[Cell]]], shares: list[float], lacks: tuple[int, ...] = ()) -> None:
    """Write a table whose head is repeated on every page; a place may hold several cells. `lacks` are columns to be lit."""
    from docx.oxml import OxmlElement  # noqa: PLC0415  # an extra
    from docx.oxml.ns import qn  # noqa: PLC0415  # as above
    from docx.shared import Mm, Pt  # noqa: PLC0415  # as above

    table = pen.file.add_table(rows=1 + len(rows), cols=len(heads), style="Table Grid")
    table.autofit = False
    repeat = OxmlElement("w:tblHeader")
    repeat.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(repeat)  # noqa: SLF001  # repeating has no other way in
    _light(table)
    widths = [Mm(WIDTH * share / sum(shares)) for share in shares]
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    lines = [[[Cell(head)] for head in heads], *rows]
    for place, (line, row) in enumerate(zip(lines, table.rows, strict=True)):
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # noqa: SLF001  # as above
        for column, (held, cell) in enumerate(zip(line, row.cells, strict=True)):
            cell.width = widths[column]
            if place == 0:
                _shaded(cell, "FDF0D5" if column in lacks else "EEF1F6")
            for number, each in enumerate(held):
                paragraph = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
                paragraph.paragraph_format.space_after = Pt(0)
                _inked(paragraph, each)
                for run in paragraph.runs:
                    run.font.size, run.bold = Pt(8.5), run.bold or place == 0
    pen.file.add_paragraph().paragraph_format.space_after = Pt(2)


def _light(table: Grid) -> None:
    """Draw the lines of a table thin and light."""
    from docx.oxml import OxmlElement  # noqa: PLC0415  # an extra
    from docx.oxml.ns import qn  # noqa: PLC0415  # as above

    borders = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        line = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "4"), ("color", "D0D7E2")):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    table._tbl.tblPr.append(borders)  # noqa: SLF001  # borders have no other way in


def _terms(pen: Pen, block: Terms) -> None:
    _grid(pen, [say("Field"), say("What it says")], [[[Cell(name)], [cell]] for name, cell in block.rows], [1, 2.6])


def _table(pen: Pen, block: Table) -> None:
    if not block.rows:
        _empty(pen, block.caption, block.empty)
        return
    _caption(pen, block.caption)
    columns = [Column(say("Group")), *block.columns] if block.groups else [*block.columns]
    group, rows = "", []
    for place, row in enumerate(block.rows):
        group = block.groups.get(place, group)
        first = [[Cell(group if place in block.groups else "")]] if block.groups else []
        rows.append([*first, *([cell] for cell in row)])
    _grid(pen, [column.name for column in columns], rows, [column.share for column in columns])


def _matrix(pen: Pen, block: Matrix) -> None:
    """Write a matrix, cut into several where it is too wide for the paper."""
    block = turned(block)
    if not (block.rows and block.columns):
        _empty(pen, block.caption, block.empty)
        return
    _caption(pen, block.caption)
    _small(pen.file.add_paragraph(), block.legend)
    for start in range(0, len(block.columns), FITS):
        part = block.columns[start : start + FITS]
        rows = [
            [[Cell(row.name)], *([*block.cells.get((at, start + to), ())] or [Cell("")] for to in range(len(part)))]
            for at, row in enumerate(block.rows)
        ]
        lacks = tuple(to for to, head in enumerate(part, 1) if head.lacks)
        _grid(pen, [block.corner, *(head.name for head in part)], rows, [1.7, *[1.0] * len(part)], lacks)


def _cards(pen: Pen, block: Cards) -> None:
    if not block.cards:
        _empty(pen, block.caption, block.empty)
        return
    _caption(pen, block.caption)
    names = list(dict.fromkeys(name for card in block.cards for name, _ in card.facts))
    rows = [
        [[Cell(card.name)], [card.value], *([dict(card.facts).get(name, Cell(NOTHING))] for name in names)]
        for card in block.cards
    ]
    _grid(pen, [say("KPI"), say("Value"), *names], rows, [2.0, 2.0, *[1.0] * len(names)])


def _drawn(pen: Pen, block: Chart | Diagram | Timeline) -> None:
    from docx.shared import Mm  # noqa: PLC0415  # an extra

    svg = charted(block) if isinstance(block, Chart) else drawing(block) if isinstance(block, Diagram) else timed(block)
    if not svg:
        _empty(pen, block.caption, getattr(block, "empty", block.alt))
        return
    picture = pen.file.add_picture(BytesIO(png(svg)), width=Mm(WIDTH))
    picture._inline.docPr.set("descr", said(block.alt))  # noqa: SLF001  # alternative texts have no other way in
    pen.file.paragraphs[-1].paragraph_format.keep_with_next = True
    below = block.caption if isinstance(block, Diagram) else say("{caption}. {alt}", caption=block.caption, alt=block.alt)
    pen.file.add_paragraph(said(below), style="Caption")


def _tree(pen: Pen, block: Tree) -> None:
    if not block.roots:
        _empty(pen, block.caption, block.empty)
        return
    _caption(pen, block.caption)
    for root in block.roots:
        _node(pen, root, 1)


def _node(pen: Pen, node: Node, depth: int) -> None:
    from docx.shared import Mm  # noqa: PLC0415  # an extra

    paragraph = pen.file.add_paragraph(style="List Bullet" if depth == 1 else f"List Bullet {min(depth, 3)}")
    paragraph.paragraph_format.left_indent = Mm(6 * depth)
    _inked(paragraph, node.cell)
    if node.note:
        _small(paragraph, say(" ({note})", note=node.note))
    for each in node.below:
        _node(pen, each, depth + 1)


def _actions(pen: Pen, block: Actions) -> None:
    if not block.items:
        _empty(pen, block.caption, block.empty)
        return
    _caption(pen, block.caption)
    rows = [
        [
            [Cell(each.what)],
            [Cell(each.owner)],
            [Cell(say("{day:%-d %B %Y}", day=each.due) if each.due else NOTHING)],
            [Cell(each.state)],
        ]
        for each in block.items
    ]
    _grid(pen, [say("What"), say("Who"), say("By"), say("State")], rows, [3, 1.4, 1, 1])


def _callout(pen: Pen, block: Callout) -> None:
    table = pen.file.add_table(rows=1, cols=1)
    cell = table.rows[0].cells[0]
    _shaded(cell, FILLS[block.tone])
    cell.paragraphs[0].add_run(f"{said(block.title)} ").bold = True
    _ticked(cell.paragraphs[0], block.text)
    pen.file.add_paragraph()


def _break(pen: Pen, _: PageBreak) -> None:
    pen.file.add_page_break()  # type: ignore[no-untyped-call]  # its stub lacks a word


WRITERS: Mapping[type[Block], Callable[..., None]] = {
    Prose: _prose,
    Bullets: _bullets,
    Terms: _terms,
    Table: _table,
    Matrix: _matrix,
    Cards: _cards,
    Chart: _drawn,
    Diagram: _drawn,
    Timeline: _drawn,
    Tree: _tree,
    Actions: _actions,
    Callout: _callout,
    PageBreak: _break,
}

FORMAT = Format("docx", ".docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", render)
