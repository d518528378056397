"""PowerPoint: blocks below each other while a slide has room; charts and diagrams that can be edited, words in the notes.

A part that fits on one slide is not cut; a table that does not goes on with its head on the next.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from io import BytesIO
from itertools import groupby, takewhile
from typing import TYPE_CHECKING

from vitalfew.base.errors import ExtraMissing
from vitalfew.base.said import say
from vitalfew.formats.archive import steady
from vitalfew.formats.brand import size as size_of
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
    Head,
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
from vitalfew.formats.format import Format, Look
from vitalfew.formats.letters import INKS, said, words
from vitalfew.formats.made import footing
from vitalfew.formats.picture import png, timed
from vitalfew.formats.plot import plotted
from vitalfew.formats.shapes import draw, extent
from vitalfew.formats.shaping import Grid, grids, lines_of, nothing
from vitalfew.formats.slide import (
    ACROSS,
    GAP,
    HEIGHT,
    LARGE,
    LEADING,
    LEFT,
    LETTERS,
    NAMED,
    POINT,
    ROOM,
    WIDTH,
    Deck,
    Letters,
    cut,
    described,
    lines,
    named,
    shortened,
    write,
)
from vitalfew.formats.slidegrid import INK, bundles, drawn, put, tall
from vitalfew.formats.theme import themed

if TYPE_CHECKING:
    from pptx.slide import Slide

COLUMNS = 7
"""How many columns of a matrix stand beside each other on a slide."""
LEAST = 70.0
"""How much room a chart needs."""
FILLS = {"gap": "FFF8EC", "warning": "FDE7E8", "note": "F4F6FA"}
NAME = 8.0
"""How high the caption of a table is."""
NEAR = 0.01
"""What sums of heights may differ by."""
EM = "\u2003"
Line = tuple[str, str]
"""A text, and on which ground it stands."""


def render(document: Document, look: Look) -> bytes:
    """Write the document; raises ExtraMissing where python-pptx is not installed."""
    try:
        from pptx import Presentation as new_file  # noqa: N813, PLC0415  # an extra; it is a function
        from pptx.util import Mm  # noqa: PLC0415  # as above
    except ImportError as error:
        raise ExtraMissing("writing PowerPoint", "documents") from error
    deck = Deck(new_file(), look)
    deck.file.slide_width, deck.file.slide_height = Mm(WIDTH), Mm(HEIGHT)
    known = deck.file.core_properties
    known.title, known.author = said(document.title)[:255], said(document.organisation)[:255]
    at = document.made.measured_at or datetime.combine(document.made.as_of, datetime.min.time())
    known.created = known.modified = at.replace(tzinfo=None)
    known.last_modified_by = ""
    themed(deck.file, look, WIDTH - LEFT, HEIGHT - 2)
    _cover(deck, document)
    missing = [Section("missing", say("What is missing or stale"), document.missing)] if document.missing else []
    _summary(deck, document.summary)
    _blocks(deck, (*document.sections, *missing))
    stream = BytesIO()
    deck.file.save(stream)
    return steady(stream.getvalue())


def _cover(deck: Deck, document: Document) -> None:
    from pptx.dml.color import RGBColor  # noqa: PLC0415  # an extra
    from pptx.enum.shapes import MSO_SHAPE  # noqa: PLC0415  # as above
    from pptx.util import Mm, Pt  # noqa: PLC0415  # as above

    deck.heading = (document.title,)
    cover = deck.begin()
    band = cover.shapes.add_shape(MSO_SHAPE.RECTANGLE, 0, 0, Mm(7), Mm(HEIGHT))
    band.fill.solid()
    band.fill.fore_color.rgb = RGBColor.from_string(deck.colour)
    band.line.fill.background()
    edge = cover.shapes.add_shape(MSO_SHAPE.RECTANGLE, Mm(7), 0, Mm(1.5), Mm(HEIGHT))
    edge.fill.solid()
    edge.fill.fore_color.rgb = RGBColor.from_string(deck.look.accent.lstrip("#").upper())
    edge.line.fill.background()
    title = cover.shapes.title
    title.top, title.height = Mm(48), Mm(28)
    title.text_frame.paragraphs[0].runs[0].font.size = Pt(40 if len(said(document.title)) < 40 else 24)
    deck.box(cover, shortened(said(document.organisation)).upper(), 38, 12, INKS[None])
    deck.box(cover, said(document.purpose), 80, 20, INK, height=24)
    deck.box(cover, said(footing(document.made)), 112, 12, INKS[None])
    deck.box(cover, said(deck.look.confidential), 122, 13, INKS["red"], bold=True)
    deck.heading, deck.page = (), None


def _summary(deck: Deck, blocks: Sequence[Block]) -> None:
    """Write the summary on slides of its own, larger where one slide has room for it."""
    deck.letters = _fitting(blocks, (LARGE, *LETTERS))
    _blocks(deck, blocks)
    deck.letters, deck.page = LETTERS[0], None


def _fitting(blocks: Sequence[Block], letters: Sequence[Letters]) -> Letters:
    """Give the first letters with which all has room on one slide, else those of texts that go on."""
    for each in letters:
        room = ROOM
        for block in blocks:
            room -= _tall(block, each)
            if room < 0:
                break
        else:
            return each._replace(is_meant=True)
    return LETTERS[0]


def _blocks(deck: Deck, blocks: Sequence[Block]) -> None:
    """Write blocks below each other; texts that follow each other stand together."""
    was_section = False
    for are_texts, part in groupby(blocks, lambda block: isinstance(block, TEXTS)):
        if are_texts:
            _texts(deck, [line for block in part if isinstance(block, TEXTS) for line in _lines(block)])
            continue
        for block in part:
            if was_section and not isinstance(block, Section):
                deck.page = None
            was_section = isinstance(block, Section)
            deck.after = _after(blocks, block) if isinstance(block, Chart) else 0.0
            _block(deck, block)


def _after(blocks: Sequence[Block], chart: Chart) -> float:
    """Tell how high the texts are that follow a chart, which are to stand below it."""
    following = blocks[next(at for at, block in enumerate(blocks) if block is chart) + 1 :]
    return min(
        ROOM - LEAST, sum(_tall(block, LETTERS[0]) for block in takewhile(lambda block: isinstance(block, TEXTS), following))
    )


def _block(deck: Deck, block: Block) -> None:
    if isinstance(block, Section):
        _section(deck, block)
    elif lack := nothing(block):
        name, text = lack
        is_named = said(name) == said(deck.heading[-1] if deck.heading else "")
        _texts(deck, [(said(text if is_named else say("{title}: {text}", title=name, text=text)), "")])
    else:
        WRITERS[type(block)](deck, block)


def _section(deck: Deck, section: Section) -> None:
    """Write a section: on this slide where all of it has room, else from a new one on."""
    before, letters = deck.heading, deck.letters
    deck.heading, deck.due = (*before, section.title), deck.due + 1
    if not letters.is_meant:
        deck.letters = _fitting(section.blocks, LETTERS[2:] if before else LETTERS)
    if sum(_tall(block, deck.letters) for block in section.blocks) - GAP > deck.left:
        deck.page = None
    _blocks(deck, section.blocks)
    deck.heading, deck.due, deck.letters = before, max(0, deck.due - 1), letters


def _tall(block: Block, letters: Letters) -> float:
    """Tell about how high a block is."""
    if isinstance(block, Section):
        return named(said(block.title), NAMED) + sum(_tall(each, letters) for each in block.blocks)
    if isinstance(block, TEXTS):
        return sum(_high(line, letters.size) for line in _lines(block)) + GAP
    if nothing(block):
        return 12
    if isinstance(block, GRIDDED):
        return sum(NAME + drawn(grid, letters.share).whole + GAP for grid in grids(block, COLUMNS))
    if isinstance(block, Diagram):
        return extent(block) * block.height + GAP
    return ROOM if not isinstance(block, Chart) else LEAST


def _lines(block: Prose | Bullets | Callout) -> list[Line]:
    if isinstance(block, Callout):
        return [(said(say("{title}: {text}", title=block.title, text=block.text)), FILLS[block.tone])]
    return [(said(text), "") for text in (block.texts if isinstance(block, Prose) else block.items)]


def _high(line: Line, size: int) -> float:
    return size * (LEADING * lines(line[0], ACROSS - 6, size) + 0.6 * POINT)


def _texts(deck: Deck, run: Sequence[Line]) -> None:
    """Write texts below each other, on as many slides as they need."""
    if not run:
        return

    def high(line: Line) -> float:
        return _high(line, deck.letters.size)

    first = deck.left if deck.left > high(run[0]) else ROOM
    for part in cut(run, high, first, ROOM):
        slide, top = deck.place(min(sum(map(high, part)), ROOM))
        for fill, same in groupby(part, lambda line: line[1]):
            for held in [[line] for line in same] if fill else [list(same)]:
                height = sum(map(high, held))
                _written(slide, held, fill, (top, min(height, ROOM) - 1), deck.letters.size)
                top += height


def _written(slide: Slide, held: Sequence[Line], fill: str, place: tuple[float, float], size: int) -> None:
    """Write texts into one box, on a ground of its own where it has one."""
    from pptx.dml.color import RGBColor  # noqa: PLC0415  # an extra
    from pptx.util import Mm, Pt  # noqa: PLC0415  # as above

    box = slide.shapes.add_textbox(Mm(LEFT), Mm(place[0]), Mm(ACROSS), Mm(place[1]))
    box.text_frame.word_wrap = True
    box.text_frame.margin_top = box.text_frame.margin_bottom = Mm(0.5)
    if fill:
        box.fill.solid()
        box.fill.fore_color.rgb = RGBColor.from_string(fill)
    else:
        box.text_frame.margin_left = 0
    for at, (text, _) in enumerate(held):
        paragraph = box.text_frame.add_paragraph() if at else box.text_frame.paragraphs[0]
        paragraph.space_after = Pt(size * 0.6)
        write(paragraph, text, size, INK)


def _gridded(deck: Deck, block: Actions | Cards | Matrix | Table | Terms) -> None:
    """Write tables; one that fits on a slide is not cut."""
    caption = block.caption if not isinstance(block, Terms) else ""
    for grid in grids(block, COLUMNS):
        _grid(deck, caption, grid)
        if isinstance(block, Matrix):
            deck.note(block.legend)


def _grid(deck: Deck, caption: Text, grid: Grid) -> None:
    """Write a table below its caption, cut where a slide ends; each part has the head."""
    high = NAME if caption and said(caption) != said(deck.heading[-1] if deck.heading else "") else 0.0
    made = drawn(grid, deck.letters.share)
    above, whole = high + made.head, high + made.whole
    if whole > deck.left and (whole <= ROOM or deck.left < ROOM / 3):
        deck.page = None
    first = (deck.left or ROOM) - above
    for part in cut(bundles(grid), lambda bundle: tall(made, bundle), first, ROOM - above):
        places = [place for bundle in part for place in bundle]
        slide, top = deck.place(min(above + tall(made, places), ROOM) - NEAR)
        if high:
            deck.box(slide, said(caption), top, 14, INK, height=NAME, bold=True)
        put(slide, made, places, top + high)


def _tree(deck: Deck, block: Tree) -> None:
    rows = []
    for node, depth in lines_of(block):
        note = f" ({said(node.note)})" if node.note else ""
        rows.append(((Cell(f"{EM * depth}{words(node.cell)}{note}"),),))
    _grid(deck, "", Grid((Head(block.caption),), (1.0,), tuple(rows), {}))


def _chart(deck: Deck, block: Chart) -> None:
    """Draw charts of PowerPoint's own, whose numbers can be edited; the texts that follow have room below."""
    if deck.left - deck.after < LEAST:
        deck.page = None
    room = (deck.left or ROOM) - deck.after - (GAP if deck.after else 0)
    slide, top = deck.place(room)
    deck.note(block.alt)
    if said(block.caption) != said(deck.heading[-1] if deck.heading else ""):
        deck.box(slide, said(block.caption), top, 14, INK, height=NAME, bold=True)
    plotted(slide, block, top + NAME, room - NAME)


def _diagram(deck: Deck, block: Diagram) -> None:
    slide, top = _named(deck, block, extent(block) * block.height)
    draw(slide, block, top)


def _named(deck: Deck, block: Diagram | Timeline, high: float) -> tuple[Slide, float]:
    """Give the place of a drawing below its caption, which stands for the name of a part of a part where it holds it."""
    before, due = deck.heading, deck.due
    is_within = len(before) > 1 and said(before[-1]) in said(block.caption)
    deck.heading = (*(before[:-1] if is_within else before), block.caption)
    deck.due = max(1, due) if is_within else due + 1
    slide, top = deck.place(high)
    deck.note(block.alt)
    deck.heading = before
    return slide, top


def _timeline(deck: Deck, block: Timeline) -> None:
    from pptx.util import Mm  # noqa: PLC0415  # an extra

    points = png(timed(block), deck.look.colour)
    wide, high = size_of(points)
    scale = min(ACROSS / wide, ROOM / high)
    slide, top = _named(deck, block, high * scale)
    picture = slide.shapes.add_picture(BytesIO(points), Mm(LEFT), Mm(top), Mm(wide * scale), Mm(high * scale))
    described(picture, block.alt)


def _break(deck: Deck, _: PageBreak) -> None:
    deck.page = None


TEXTS = (Prose, Bullets, Callout)
GRIDDED = (Actions, Cards, Matrix, Table, Terms)
WRITERS: Mapping[type[Block], Callable[..., None]] = {
    **dict.fromkeys(GRIDDED, _gridded),
    Chart: _chart,
    Diagram: _diagram,
    Timeline: _timeline,
    Tree: _tree,
    PageBreak: _break,
}

FORMAT = Format("pptx", ".pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation", render)
