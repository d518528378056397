"""Word: real styles, a table of contents that Word keeps, captions, tables that repeat their heads, pictures with their words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from io import BytesIO
from itertools import count
from typing import TYPE_CHECKING, NamedTuple

from vitalfew.base.errors import ExtraMissing
from vitalfew.base.said import say
from vitalfew.formats.archive import steady
from vitalfew.formats.brand import office_font, points
from vitalfew.formats.document import (
    Actions,
    Block,
    Bullets,
    Callout,
    Cards,
    Cell,
    Chart,
    Diagram,
    Document,
    Matrix,
    PageBreak,
    Prose,
    Section,
    Table,
    Terms,
    Text,
    Timeline,
    Tree,
)
from vitalfew.formats.drawing import drawing
from vitalfew.formats.format import Format, Look
from vitalfew.formats.letters import INKS, said, ticked
from vitalfew.formats.made import footing
from vitalfew.formats.picture import charted, png, timed
from vitalfew.formats.shaping import grids, lines_of, nothing
from vitalfew.formats.wordgrid import written
from vitalfew.language.tongue import spoken
from vitalfew.model.verdict import SHAPES

if TYPE_CHECKING:
    from docx.document import Document as File
    from docx.shared import Length
    from docx.text.paragraph import Paragraph

FILLS = {"gap": "FFF8EC", "warning": "FDE7E8", "note": "F4F6FA"}
PAPER = {"A4": (210, 297), "Letter": (215.9, 279.4)}
WIDTH, LOGO = 174, 14
"""How wide the text is and how high the logo, in millimetres."""
NARROW = 142
"""How wide charts are, so that what is said of a KPI has room on one page."""

FACES = (
    ("Normal", 10, 0, 4),
    ("Title", 24, 0, 6),
    ("Subtitle", 9, 0, 4),
    ("Heading 1", 16, 16, 4),
    ("Heading 2", 12, 7, 2),
    ("Heading 3", 10.5, 8, 2),
    ("Caption", 8.5, 5, 2),
)
"""Styles with the size of their letters and the room before and after, in points."""


class Pen(NamedTuple):
    """What writes: the file, and how it looks."""

    file: File
    look: Look
    numbers: Iterator[int]
    """Those of its pictures: python-docx walks all that is written for each, which 400 KPIs feel."""


def render(document: Document, look: Look) -> bytes:
    """Write the document; raises ExtraMissing where python-docx is not installed."""
    try:
        from docx import Document as new_file  # noqa: N813, PLC0415  # an extra; it is a function
        from docx.shared import Mm  # noqa: PLC0415  # as above
    except ImportError as error:
        raise ExtraMissing("writing Word", "documents") from error
    pen = Pen(new_file(), look, count(1))
    _styled(pen, document)
    if look.logo:
        _picture(pen, points(look.logo), document.organisation, height=Mm(LOGO))
    pen.file.add_paragraph(said(document.organisation).upper(), style="Subtitle")
    pen.file.add_paragraph(said(document.title), style="Title")
    pen.file.add_paragraph(said(document.purpose), style="Normal")
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
    _opened(pen.file)
    stream = BytesIO()
    pen.file.save(stream)
    return steady(stream.getvalue())


def _opened(file: File) -> None:
    """Let what follows a break begin a page itself: a break of its own makes an empty page where one is full already."""
    for mark in file.element.body.xpath('./w:p[w:r/w:br[@w:type="page"]]'):
        following = mark.getnext()
        if following.tag.endswith("}p"):
            following.get_or_add_pPr().get_or_add_pageBreakBefore()
            mark.getparent().remove(mark)


def _styled(pen: Pen, document: Document) -> None:
    """Set paper, fonts, colours, footer and the properties of the file."""
    from docx.shared import Mm, Pt, RGBColor  # noqa: PLC0415  # an extra

    page = pen.file.sections[0]
    width, height = PAPER[pen.look.paper]
    page.page_width, page.page_height = Mm(width), Mm(height)
    page.left_margin = page.right_margin = Mm((width - WIDTH) / 2)
    page.top_margin, page.bottom_margin = Mm(20), Mm(18)
    for name, size, before, after in FACES:
        style = pen.file.styles[name]
        style.font.name, style.font.size = office_font(pen.look), Pt(size)
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
        style.font.bold = name.startswith(("Heading", "Title"))
        if name != "Normal":
            ink = INKS[None] if name in {"Caption", "Subtitle"} else pen.look.colour.lstrip("#").upper()
            style.font.color.rgb = RGBColor.from_string(ink)
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
    elif lack := nothing(block):
        _caption(pen, lack[0])
        _small(pen.file.add_paragraph(), lack[1])
    else:
        WRITERS[type(block)](pen, block)


def _small(paragraph: Paragraph, text: Text) -> None:
    from docx.shared import Pt, RGBColor  # noqa: PLC0415  # an extra

    run = paragraph.add_run(said(text))
    run.font.size, run.font.color.rgb = Pt(8.5), RGBColor.from_string(INKS[None])


def _inked(paragraph: Paragraph, cell: Cell) -> None:
    """Write a cell into a paragraph: the status by shape, colour and word, then what it says."""
    from docx.shared import RGBColor  # noqa: PLC0415  # an extra

    if cell.mark is not None:
        run = paragraph.add_run(f"{SHAPES[cell.mark.status]} {said(cell.mark.word)} ")
        run.bold, run.font.color.rgb = True, RGBColor.from_string(INKS[cell.mark.status])
    _ticked(paragraph, cell.text)


def _ticked(paragraph: Paragraph, text: Text, *, bold: bool | None = None) -> None:
    """Write a text; what stands between backticks has the face of code."""
    for part, is_code in ticked(text):
        run = paragraph.add_run(part)
        run.bold, run.font.name = bold, "Consolas" if is_code else None


def _prose(pen: Pen, block: Prose) -> None:
    for text in block.texts:
        _ticked(pen.file.add_paragraph(), text)


def _bullets(pen: Pen, block: Bullets) -> None:
    for text in block.items:
        _ticked(pen.file.add_paragraph(style="List Bullet"), text)


def _caption(pen: Pen, text: Text) -> None:
    paragraph = pen.file.add_paragraph(style="Caption")
    paragraph.add_run(said(text)).bold = True
    paragraph.paragraph_format.keep_with_next = True


def _gridded(pen: Pen, block: Actions | Cards | Matrix | Table | Terms) -> None:
    from docx.oxml import parse_xml  # noqa: PLC0415  # an extra
    from docx.shared import Pt  # noqa: PLC0415  # as above

    if not isinstance(block, Terms):
        _caption(pen, block.caption)
    if isinstance(block, Matrix):
        legend = pen.file.add_paragraph()
        _small(legend, block.legend)
        legend.paragraph_format.keep_with_next = True
    for grid in grids(block):
        after = pen.file.add_paragraph()
        after.paragraph_format.space_after, after.paragraph_format.line_spacing = Pt(0), Pt(3)
        after._p.addprevious(parse_xml(written(grid, WIDTH)))  # noqa: SLF001  # tables are quick only as a whole


def _drawn(pen: Pen, block: Chart | Diagram | Timeline) -> None:
    from docx.shared import Mm  # noqa: PLC0415  # an extra

    svg = charted(block) if isinstance(block, Chart) else drawing(block) if isinstance(block, Diagram) else timed(block)
    picture = _picture(pen, png(svg, pen.look.colour), block.alt, width=Mm(NARROW if isinstance(block, Chart) else WIDTH))
    picture.paragraph_format.keep_with_next = True
    below = block.caption if isinstance(block, Diagram) else say("{caption}. {alt}", caption=block.caption, alt=block.alt)
    pen.file.add_paragraph(said(below), style="Caption")


def _picture(pen: Pen, image: bytes, alt: Text, *, width: Length | None = None, height: Length | None = None) -> Paragraph:
    """Write a picture with the words that are read in its place."""
    from docx.image.image import Image  # noqa: PLC0415  # an extra
    from docx.opc.constants import RELATIONSHIP_TYPE  # noqa: PLC0415  # as above
    from docx.opc.packuri import PackURI  # noqa: PLC0415  # as above
    from docx.oxml.shape import CT_Inline  # noqa: PLC0415  # as above
    from docx.parts.image import ImagePart  # noqa: PLC0415  # as above

    held, number = Image.from_blob(image), next(pen.numbers)
    name = f"image{number}.png"
    link = pen.file.part.relate_to(ImagePart.from_image(held, PackURI(f"/word/media/{name}")), RELATIONSHIP_TYPE.IMAGE)
    inline = CT_Inline.new_pic_inline(number, link, name, *held.scaled_dimensions(width, height))
    inline.docPr.set("descr", said(alt))
    paragraph = pen.file.add_paragraph()
    paragraph.add_run()._r.add_drawing(inline)  # noqa: SLF001  # the way of python-docx counts all pictures for each
    return paragraph


def _tree(pen: Pen, block: Tree) -> None:
    from docx.shared import Mm, Pt  # noqa: PLC0415  # an extra

    _caption(pen, block.caption)
    for node, depth in lines_of(block):
        paragraph = pen.file.add_paragraph(style="List Bullet" if depth == 0 else f"List Bullet {min(depth + 1, 3)}")
        paragraph.paragraph_format.left_indent, paragraph.paragraph_format.space_after = Mm(6 * (depth + 1)), Pt(1)
        _inked(paragraph, node.cell)
        if node.note:
            paragraph.add_run(" ")
            _small(paragraph, say("({note})", note=node.note))


def _callout(pen: Pen, block: Callout) -> None:
    """Write a paragraph on a ground of its own."""
    from docx.oxml import parse_xml  # noqa: PLC0415  # an extra
    from docx.oxml.ns import nsdecls  # noqa: PLC0415  # as above
    from docx.shared import Mm  # noqa: PLC0415  # as above

    paragraph = pen.file.add_paragraph()
    paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = Mm(2)
    paragraph.paragraph_format.keep_together = True
    edge = f'<w:left w:val="single" w:sz="24" w:space="4" w:color="{pen.look.accent.lstrip("#")}"/>'
    edges = parse_xml(f"<w:pBdr {nsdecls('w')}>{edge}</w:pBdr>")
    paragraph._p.get_or_add_pPr().insert_element_before(edges, "w:shd", "w:spacing", "w:ind", "w:jc")  # noqa: SLF001  # no other way
    shade = f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="{FILLS[block.tone]}"/>'
    paragraph._p.get_or_add_pPr().insert_element_before(parse_xml(shade), "w:spacing", "w:ind", "w:jc")  # noqa: SLF001  # no other way
    _ticked(paragraph, block.title, bold=True)
    paragraph.add_run(" ")
    _ticked(paragraph, block.text)


def _break(pen: Pen, _: PageBreak) -> None:
    pen.file.add_page_break()  # type: ignore[no-untyped-call]  # its stub lacks a word


WRITERS: Mapping[type[Block], Callable[..., None]] = {
    Prose: _prose,
    Bullets: _bullets,
    Terms: _gridded,
    Table: _gridded,
    Matrix: _gridded,
    Cards: _gridded,
    Chart: _drawn,
    Diagram: _drawn,
    Timeline: _drawn,
    Tree: _tree,
    Actions: _gridded,
    Callout: _callout,
    PageBreak: _break,
}

FORMAT = Format("docx", ".docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", render)
