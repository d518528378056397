"""Slides: their title, the way to it, their foot and notes, texts and tables that are cut where a slide ends.

Sizes are in millimetres on a slide of 16:9.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING, TypeVar

from vitalfew.formats.document import Cell, Text
from vitalfew.formats.format import Look
from vitalfew.language.tongue import told
from vitalfew.model.verdict import SHAPES, Status

if TYPE_CHECKING:
    from pptx.presentation import Presentation
    from pptx.shapes.base import BaseShape
    from pptx.slide import Slide
    from pptx.text.text import TextFrame

WIDTH, HEIGHT, LEFT, TOP = 338.7, 190.5, 16.0, 34.0
ROOM = HEIGHT - TOP - 16
"""How high a slide is below its title."""
LINE = 5.2
"""How high a line of a table is."""
LETTER = 1.95
"""How wide a letter of a table is, on average and with room to spare."""
LONGEST_TITLE = 110
COLOURS: Mapping[Status | None, str] = {"green": "14693C", "amber": "7C4A03", "red": "A3181F", None: "475467"}
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
Row = Sequence[Sequence[Cell]]
T = TypeVar("T")


@dataclass
class Deck:
    """Slides as they are made; `heading` is the way to the section that is written, `below` a slide with room for its texts."""

    file: Presentation
    look: Look
    heading: tuple[Text, ...] = ()
    below: Slide | None = None

    def slide(self, title: Text, notes: Text = "") -> Slide:
        """Begin a slide; what is too long for its title goes on in the notes."""
        from pptx.dml.color import RGBColor  # noqa: PLC0415  # an extra
        from pptx.enum.text import PP_ALIGN  # noqa: PLC0415  # as above
        from pptx.util import Mm, Pt  # noqa: PLC0415  # as above

        made = self.file.slides.add_slide(self.file.slide_layouts[5])
        whole = said(title)
        head = made.shapes.title
        head.left, head.top, head.width, head.height = Mm(LEFT), Mm(12), Mm(WIDTH - 2 * LEFT), Mm(18)
        head.text_frame.text = whole if len(whole) <= LONGEST_TITLE else f"{whole[: LONGEST_TITLE - 1]}…"
        head.text_frame.word_wrap = True
        for paragraph in head.text_frame.paragraphs:
            paragraph.alignment = PP_ALIGN.LEFT
            paragraph.font.size, paragraph.font.bold = Pt(22 if len(whole) < 60 else 16), True
            paragraph.font.color.rgb = RGBColor.from_string(self.look.colour.lstrip("#"))
        above = " › ".join(map(said, self.heading))
        small = self.box(made, above, 6, 10)
        small.paragraphs[0].font.color.rgb = RGBColor.from_string(COLOURS[None])
        told_aside = "\n".join(filter(None, (whole if len(whole) > LONGEST_TITLE else "", said(notes))))
        made.notes_slide.notes_text_frame.text = told_aside
        foot = self.box(made, " · ".join(filter(None, map(said, (self.look.footer, self.look.confidential)))), HEIGHT - 10, 9)
        foot.paragraphs[0].font.color.rgb = RGBColor.from_string(COLOURS[None])
        return made

    def box(self, slide: Slide, text: str, top: float, size: float, height: float = 8) -> TextFrame:
        """Put a box of text across a slide."""
        from pptx.util import Mm, Pt  # noqa: PLC0415  # an extra

        frame = slide.shapes.add_textbox(Mm(LEFT), Mm(top), Mm(WIDTH - 2 * LEFT), Mm(height)).text_frame
        frame.word_wrap = True
        frame.text = text
        frame.paragraphs[0].font.size = Pt(size)
        return frame


def said(text: Text) -> str:
    """Tell a text as a slide can hold it."""
    return _CONTROL.sub("", " ".join(str(told(text)).split()))


def words(cell: Cell) -> str:
    """Write a cell as text: the status by shape and word, then what it says."""
    mark = (SHAPES[cell.mark.status], said(cell.mark.word)) if cell.mark else ()
    return " ".join(filter(None, (*mark, said(cell.text))))


def cut(parts: Sequence[T], height: Callable[[T], float], room: float) -> Iterator[list[T]]:
    """Cut what stands below each other into slides, each with at least one part."""
    run: list[T] = []
    used = 0.0
    for part in parts:
        if run and used + height(part) > room:
            yield run
            run, used = [], 0.0
        run.append(part)
        used += height(part)
    if run:
        yield run


def height(row: Row, wide: Sequence[float]) -> float:
    """Tell how high a row of a table is."""
    return 2 + LINE * max(sum(_lines(cell, width) for cell in held) for held, width in zip(row, wide, strict=True))


def _lines(cell: Cell, width: float) -> int:
    return max(1, ceil(len(words(cell)) * LETTER / max(width - 4, 4)))


def put(slide: Slide, rows: Sequence[Row], wide: Sequence[float]) -> None:
    """Put a table on a slide, its first row the head; `wide` are the widths of its columns."""
    from pptx.dml.color import RGBColor  # noqa: PLC0415  # an extra
    from pptx.util import Mm, Pt  # noqa: PLC0415  # as above

    frame = slide.shapes.add_table(
        len(rows), len(wide), Mm(LEFT), Mm(TOP), Mm(sum(wide)), Mm(sum(height(row, wide) for row in rows))
    )
    table = frame.table
    for column, width in zip(table.columns, wide, strict=True):
        column.width = Mm(width)
    for place, row in enumerate(rows):
        table.rows[place].height = Mm(height(row, wide))
        for to, held in enumerate(row):
            cell = table.cell(place, to)
            cell.margin_top = cell.margin_bottom = Mm(1)
            cell.margin_left = cell.margin_right = Mm(2)
            cell.fill.solid()
            cell.fill.fore_color.rgb = RGBColor.from_string("EEF1F6" if place == 0 else "FFFFFF")
            for number, each in enumerate(held):
                paragraph = cell.text_frame.paragraphs[0] if number == 0 else cell.text_frame.add_paragraph()
                run = paragraph.add_run()
                run.text, run.font.size, run.font.bold = words(each), Pt(10), place == 0
                run.font.color.rgb = RGBColor.from_string(COLOURS[each.mark.status] if each.mark else "141D2A")


def described(shape: BaseShape, text: Text) -> None:
    """Give a shape the words that are read in its place."""
    shape._element.xpath(".//p:cNvPr")[0].set("descr", said(text))  # noqa: SLF001  # alternative texts have no other way in
