"""Slides as they fill from the top down: title, way to it, foot, notes; what does not fit goes on the next.

Sizes are in millimetres on a slide of 16:9.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING, TypeVar

from vitalfew.formats.document import Text
from vitalfew.formats.format import Look
from vitalfew.formats.letters import INKS, said, ticked

if TYPE_CHECKING:
    from pptx.presentation import Presentation
    from pptx.shapes.base import BaseShape
    from pptx.slide import Slide
    from pptx.text.text import TextFrame, _Paragraph

WIDTH, HEIGHT, LEFT, TOP = 338.7, 190.5, 16.0, 32.0
ACROSS = WIDTH - 2 * LEFT
BOTTOM = HEIGHT - 14
ROOM = BOTTOM - TOP
"""How high a slide is below its title."""
GAP, HEAD = 4.0, 9.0
"""How far blocks stand apart, and how high the name of a part is."""
LONGEST_TITLE = 110
POINT = 0.3528
"""In millimetres."""
T = TypeVar("T")


@dataclass
class Deck:
    """Slides as they are made: `heading` is the way to what is written, `is_due` says that its last part still has to be named.

    `top` is where the room that is left begins; so much of it, `after`, is kept for what follows.
    """

    file: Presentation
    look: Look
    heading: tuple[Text, ...] = ()
    is_due: bool = False
    page: Slide | None = None
    top: float = TOP
    after: float = 0.0

    @property
    def left(self) -> float:
        """How high the room is that the slide has left."""
        return BOTTOM - self.top - (HEAD if self.is_due else 0) if self.page else 0.0

    def place(self, height: float) -> tuple[Slide, float]:
        """Give where there is so much room: on this slide, else on a new one."""
        if self.page is None or height > self.left:
            self.begin()
        elif self.is_due:
            self._name(self.page)
        page, top = self.page or self.begin(), self.top
        self.top += height + GAP
        return page, top

    def begin(self) -> Slide:
        """Begin a slide; what is too long for its title goes on in the notes."""
        whole = said(self.heading[-1]) if self.heading else ""
        self.page = self.blank(whole, " › ".join(map(said, self.heading[:-1])))
        self.top, self.is_due = TOP, False
        if len(whole) > LONGEST_TITLE:
            self.note(whole)
        return self.page

    def note(self, text: Text) -> None:
        """Add a text to the notes of the slide."""
        frame = (self.page or self.begin()).notes_slide.notes_text_frame
        if frame is not None:
            frame.text = "\n".join(filter(None, (frame.text, said(text))))

    def blank(self, title: str, above: str) -> Slide:
        """Make a slide with its title, the way to it, and its foot."""
        from pptx.enum.text import MSO_ANCHOR, PP_ALIGN  # noqa: PLC0415  # an extra
        from pptx.util import Mm  # noqa: PLC0415  # as above

        made = self.file.slides.add_slide(self.file.slide_layouts[5])
        head = made.shapes.title
        head.left, head.top, head.width, head.height = Mm(LEFT), Mm(13), Mm(ACROSS), Mm(15)
        head.text_frame.word_wrap, head.text_frame.vertical_anchor = True, MSO_ANCHOR.MIDDLE
        head.text_frame.margin_left = 0
        write(head.text_frame.paragraphs[0], shortened(title), 24 if len(title) < 60 else 17, self.colour, bold=True)
        head.text_frame.paragraphs[0].alignment = PP_ALIGN.LEFT
        self.box(made, shortened(above), 7, 10, INKS[None])
        foot = (self.look.footer, self.look.confidential, str(len(self.file.slides)))
        self.box(made, " · ".join(filter(None, map(said, foot))), HEIGHT - 10, 9, INKS[None])
        made.notes_slide.notes_text_frame.text = ""
        return made

    @property
    def colour(self) -> str:
        """The colour of titles."""
        return self.look.colour.lstrip("#").upper()

    def box(
        self, slide: Slide, text: str, top: float, size: float, ink: str, *, height: float = 8, bold: bool = False
    ) -> TextFrame:
        """Put a box of text across a slide."""
        from pptx.util import Mm  # noqa: PLC0415  # an extra

        frame = slide.shapes.add_textbox(Mm(LEFT), Mm(top), Mm(ACROSS), Mm(height)).text_frame
        frame.word_wrap, frame.margin_left = True, 0
        write(frame.paragraphs[0], text, size, ink, bold=bold)
        return frame

    def _name(self, slide: Slide) -> None:
        self.box(slide, said(self.heading[-1]), self.top, 15, self.colour, height=HEAD, bold=True)
        self.top, self.is_due = self.top + HEAD, False


def shortened(title: str) -> str:
    """Give a title that fits; the notes hold the whole."""
    return title if len(title) <= LONGEST_TITLE else f"{title[: LONGEST_TITLE - 1]}…"


def write(paragraph: _Paragraph, text: Text, size: float, ink: str, *, bold: bool = False) -> None:
    """Write a text into a paragraph; what stands between backticks has the face of code."""
    from pptx.dml.color import RGBColor  # noqa: PLC0415  # an extra
    from pptx.util import Pt  # noqa: PLC0415  # as above

    for part, is_code in ticked(text):
        run = paragraph.add_run()
        run.text, run.font.size, run.font.bold = part, Pt(size), bold
        run.font.color.rgb = RGBColor.from_string(ink)
        if is_code:
            run.font.name = "Consolas"


def lines(text: Text, width: float, size: float) -> int:
    """Tell how many lines a text takes in a column, reckoned so that it rather takes fewer; wide letters count for two."""
    letters = max(1, int(width / (0.58 * size * POINT)))
    count, used = 1, 0
    for word in said(text).split(" "):
        long = sum(2 if ord(letter) > 0x2E80 else 1 for letter in word)
        if used and used + 1 + long > letters:
            count, used = count + 1, 0
        used += long + (1 if used else 0)
        if used > letters:
            count, used = count + ceil(used / letters) - 1, used % letters
    return count


def cut(parts: Sequence[T], height: Callable[[T], float], first: float, room: float) -> Iterator[list[T]]:
    """Cut what stands below each other, each piece with at least one part; the `first` may have less room than the others."""
    run: list[T] = []
    used, has = 0.0, first
    for part in parts:
        if run and used + height(part) > has:
            yield run
            run, used, has = [], 0.0, room
        run.append(part)
        used += height(part)
    if run:
        yield run


def described(shape: BaseShape, text: Text) -> None:
    """Give a shape the words that are read in its place."""
    shape._element.xpath(".//p:cNvPr")[0].set("descr", said(text))  # noqa: SLF001  # alternative texts have no other way in
