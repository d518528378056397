"""Slides as they fill from the top down: title, way to it, foot, notes; what does not fit goes on the next.

Sizes are in millimetres on a slide of 16:9.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import ceil
from typing import TYPE_CHECKING, NamedTuple, TypeVar

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
GAP = 4.0
"""How far blocks stand apart."""
NAMED, TITLED = 16, 22
"""How high letters of names of parts are, and of names of the parts of the whole, in points."""
LONGEST_TITLE = 110
POINT = 0.3528
"""In millimetres."""
LEADING = 1.25 * POINT
"""How high a line is for each point of its letters."""
BLANK = 0.34
WIDE = {
    **dict.fromkeys("iljIt.,:;'’|!/-()[]fr", 0.38),
    **dict.fromkeys("ABCDEFGHKLNPRSTUVXYZ", 0.71),
    **dict.fromkeys("mwMWOQ%–—→", 0.95),
}
"""How wide letters are beside how high they are; others are 0.64."""
T = TypeVar("T")


class Letters(NamedTuple):
    """How high letters of texts are, in points, and how much of a slide a table may fill with larger ones than it needs.

    They are `meant` for a part that has room on a slide with them.
    """

    size: int
    share: float
    is_meant: bool = False


LETTERS = (Letters(16, 0.8), Letters(16, 0.55), Letters(15, 0.35), Letters(14, 0.0))
LARGE = Letters(20, 0.8)
"""What a summary has where it has room."""


@dataclass
class Deck:
    """Slides as they are made: `heading` is the way to what is written, of which the last `due` parts still have to be named.

    `top` is where the room that is left begins; so much of it, `after`, is kept for what follows.
    """

    file: Presentation
    look: Look
    heading: tuple[Text, ...] = ()
    due: int = 0
    page: Slide | None = None
    top: float = TOP
    after: float = 0.0
    letters: Letters = LETTERS[0]

    @property
    def left(self) -> float:
        """How high the room is that the slide has left."""
        return BOTTOM - self.top - sum(named(name, size) for name, size in self._unnamed()) if self.page else 0.0

    def _unnamed(self) -> list[tuple[str, int]]:
        """Give the parts that still have to be named, with how high their letters are."""
        first = len(self.heading) - self.due
        return [(said(self.heading[at]), TITLED if at == 0 else NAMED) for at in range(first, len(self.heading))]

    def place(self, height: float) -> tuple[Slide, float]:
        """Give where there is so much room: on this slide, else on a new one."""
        if self.page is None or height > self.left:
            self.begin()
        else:
            self._name(self.page)
        page, top = self.page or self.begin(), self.top
        self.top += height + GAP
        return page, top

    def begin(self) -> Slide:
        """Begin a slide; what is too long for its title goes on in the notes."""
        whole = said(self.heading[-1]) if self.heading else ""
        self.page = self.blank(whole, " › ".join(map(said, self.heading[:-1])))
        self.top, self.due = TOP, 0
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
        for text, size in self._unnamed():
            height = named(text, size)
            off = GAP if size == TITLED else 0.0
            self.box(slide, shortened(text), self.top + off, size, self.colour, height=height - off, bold=True)
            if len(text) > LONGEST_TITLE:
                self.note(text)
            self.top += height
        self.due = 0


def named(text: str, size: int) -> float:
    """Tell how high the name of a part is: one of the whole stands further from what is above."""
    return lines(shortened(text), ACROSS, size) * size * LEADING + (GAP if size == TITLED else 0) + 1.5


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


@lru_cache(maxsize=20_000)
def wide(word: str) -> float:
    """Tell how wide a word is, for letters one high: as in a wide font, since not every machine has the same."""
    return sum(WIDE.get(letter, 1.05 if ord(letter) > 0x2E80 else 0.64) for letter in word)


def lines(text: Text, width: float, size: float) -> int:
    """Tell how many lines a text takes in a column."""
    room = max(1.0, width / (size * POINT))
    count, used = 1, 0.0
    for word in said(text).split(" "):
        long = wide(word)
        if used and used + BLANK + long > room:
            count, used = count + 1, 0.0
        used += long + (BLANK if used else 0)
        if used > room:
            count, used = count + ceil(used / room) - 1, used % room
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
