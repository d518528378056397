"""PowerPoint: a slide for each block, cut where it does not fit; charts and diagrams that can be edited, words in the notes.

A table goes on with its head on the next slide.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from io import BytesIO
from math import ceil
from typing import TYPE_CHECKING

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
from vitalfew.formats.format import Format, Look
from vitalfew.formats.made import footing
from vitalfew.formats.picture import png, timed
from vitalfew.formats.shapes import draw
from vitalfew.formats.slide import (
    HEIGHT,
    LEFT,
    ROOM,
    TOP,
    WIDTH,
    Deck,
    Row,
    cut,
    described,
    height,
    put,
    said,
    words,
)
from vitalfew.model.course import Course
from vitalfew.model.wording import NOTHING

if TYPE_CHECKING:
    from pptx.slide import Slide

BELOW, LOW = 44.0, 6.2
"""How much room two courses leave for texts, and how high a line of these is."""


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
    cover = deck.slide(document.title, document.purpose)
    for text, top, size in (
        (document.purpose, 60, 18),
        (document.organisation, 90, 14),
        (footing(document.made), 100, 11),
        (look.confidential, 110, 12),
    ):
        deck.box(cover, said(text), top, size, 12)
    missing = [Section("missing", say("What is missing or stale"), document.missing)] if document.missing else []
    write(deck, Section("all", document.title, (*document.summary, *document.sections, *missing)), "")
    stream = BytesIO()
    deck.file.save(stream)
    return steady(stream.getvalue())


def write(deck: Deck, block: Block, title: Text) -> None:
    """Write a block on slides of its own; texts that follow each other in a section share a slide."""
    if not isinstance(block, Section):
        WRITERS[type(block)](deck, block, title)
        return
    before = deck.heading
    deck.heading = (*before, block.title)
    run: list[str] = []
    for each in block.blocks:
        if isinstance(each, TEXTS):
            run += _lines(each)
            continue
        _texts(deck, run, block.title)
        run = []
        write(deck, each, block.title)
    _texts(deck, run, block.title)
    deck.heading, deck.below = before, None


def _lines(block: Prose | Bullets | Callout) -> list[str]:
    if isinstance(block, Callout):
        return [f"{said(block.title)}: {said(block.text)}"]
    return [said(text) for text in (block.texts if isinstance(block, Prose) else block.items)]


def _texts(deck: Deck, lines: Sequence[str], title: Text) -> None:
    """Write texts below each other: below what leaves room for them, else on as many slides as they need."""
    slide, deck.below = deck.below, None
    if slide and sum(LOW * ceil(max(len(line), 1) / 130) + 1 for line in lines) <= BELOW:
        _paragraphs(deck, slide, lines, TOP + ROOM - BELOW, 13)
        return
    for part in cut(lines, lambda line: 9.0 * ceil(max(len(line), 1) / 95) + 3, ROOM):
        _paragraphs(deck, deck.slide(title), part, TOP, 18)


def _paragraphs(deck: Deck, slide: Slide, lines: Sequence[str], top: float, size: int) -> None:
    from pptx.util import Pt  # noqa: PLC0415  # an extra

    frame = deck.box(slide, next(iter(lines), ""), top, size, TOP + ROOM - top)
    for line in lines[1:]:
        frame.add_paragraph().text = line
    for paragraph in frame.paragraphs:
        paragraph.font.size, paragraph.space_after = Pt(size), Pt(size * 0.45)


def _grid(deck: Deck, title: Text, heads: Sequence[Text], rows: Sequence[Row], shares: Sequence[float], notes: Text = "") -> None:
    """Write a table, cut where a slide ends; each part has the head."""
    wide = [(WIDTH - 2 * LEFT) * share / sum(shares) for share in shares]

    head: Row = [[Cell(each)] for each in heads]
    for part in cut(rows, lambda row: height(row, wide), ROOM - height(head, wide)):
        put(deck.slide(title, notes), [head, *part], wide)


def _empty(deck: Deck, caption: Text, text: Text) -> None:
    deck.box(deck.slide(caption), said(text), TOP, 16)


def _terms(deck: Deck, block: Terms, title: Text) -> None:
    _grid(deck, title, [say("Field"), say("What it says")], [[[Cell(name)], [cell]] for name, cell in block.rows], [1, 2.6])


def _table(deck: Deck, block: Table, _: Text) -> None:
    if not block.rows:
        _empty(deck, block.caption, block.empty)
        return
    columns = [Column(say("Group")), *block.columns] if block.groups else [*block.columns]
    group, rows = "", list[Row]()
    for place, row in enumerate(block.rows):
        group = block.groups.get(place, group)
        rows.append([*([[Cell(group)]] if block.groups else []), *([cell] for cell in row)])
    _grid(deck, block.caption, [column.name for column in columns], rows, [column.share for column in columns])


def _matrix(deck: Deck, block: Matrix, _: Text) -> None:
    block = turned(block)
    if not (block.rows and block.columns):
        _empty(deck, block.caption, block.empty)
        return
    for start in range(0, len(block.columns), FITS):
        part = block.columns[start : start + FITS]
        rows = [
            [[Cell(row.name)], *(block.cells.get((at, start + to), ()) or [Cell("")] for to in range(len(part)))]
            for at, row in enumerate(block.rows)
        ]
        _grid(deck, block.caption, [block.corner, *(each.name for each in part)], rows, [1.7, *[1.0] * len(part)], block.legend)


def _cards(deck: Deck, block: Cards, _: Text) -> None:
    if not block.cards:
        _empty(deck, block.caption, block.empty)
        return
    names = list(dict.fromkeys(name for card in block.cards for name, _ in card.facts))
    rows = []
    for card in block.cards:
        facts = dict(card.facts)
        rows.append([[Cell(card.name)], [card.value], *([facts.get(name, Cell(NOTHING))] for name in names)])
    _grid(deck, block.caption, [say("KPI"), say("Value"), *names], rows, [2.0, 2.0, *[1.0] * len(names)])


def _chart(deck: Deck, block: Chart, _: Text) -> None:
    """Draw a line chart of PowerPoint's own, whose numbers can be edited; what is missing is a gap."""
    shown = [each for each in block.courses if any(step.value is not None for step in each.steps)]
    if not shown:
        _empty(deck, block.caption, block.alt)
        return
    slide = deck.slide(block.caption, block.alt)
    if len(block.courses) == 1:
        _course(slide, block, block.course, (LEFT, WIDTH - 2 * LEFT), ROOM)
        return
    deck.below, left = slide, LEFT
    for each, share in zip(block.courses, (0.42, 0.58), strict=True):
        wide = (WIDTH - 2 * LEFT) * share
        if each in shown:
            _course(slide, block, each, (left, wide), ROOM - BELOW)
        left += wide


def _course(slide: Slide, block: Chart, course: Course, place: tuple[float, float], high: float) -> None:
    """Draw a course between two edges."""
    from pptx.chart.data import CategoryChartData  # noqa: PLC0415  # an extra
    from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION  # noqa: PLC0415  # as above
    from pptx.util import Mm, Pt  # noqa: PLC0415  # as above

    data = CategoryChartData()
    data.categories = [said(step.label) for step in course.steps]
    data.add_series(said(say("value")), [step.value for step in course.steps])
    if any(isinstance(step.target, float) for step in course.steps):
        data.add_series(said(say("target")), [step.target if isinstance(step.target, float) else None for step in course.steps])
    if any(value is not None for value in course.before):
        data.add_series(said(say("a year before")), course.before)
    left, wide = place
    frame = slide.shapes.add_chart(XL_CHART_TYPE.LINE_MARKERS, Mm(left), Mm(TOP), Mm(wide), Mm(high), data)
    frame.chart.has_legend, frame.chart.font.size = True, Pt(11)
    frame.chart.legend.position, frame.chart.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
    described(frame, block.alt)


def _diagram(deck: Deck, block: Diagram, _: Text) -> None:
    draw(deck.slide(block.caption, block.alt), block)


def _timeline(deck: Deck, block: Timeline, _: Text) -> None:
    from pptx.util import Mm  # noqa: PLC0415  # an extra

    svg = timed(block)
    if not svg:
        _empty(deck, block.caption, block.empty)
        return
    slide = deck.slide(block.caption, block.alt)
    picture = slide.shapes.add_picture(BytesIO(png(svg)), Mm(LEFT), Mm(TOP), Mm(WIDTH - 2 * LEFT))
    if picture.height > Mm(ROOM):
        picture.width, picture.height = int(picture.width * Mm(ROOM) / picture.height), Mm(ROOM)
    described(picture, block.alt)


def _tree(deck: Deck, block: Tree, _: Text) -> None:
    if not block.roots:
        _empty(deck, block.caption, block.empty)
        return
    lines = [line for root in block.roots for line in _node(root, 0)]
    rows = [[[Cell(line)]] for line in lines]
    _grid(deck, block.caption, [block.caption], rows, [1.0])


def _node(node: Node, depth: int) -> Iterator[str]:
    note = f" ({said(node.note)})" if node.note else ""
    yield f"{'    ' * depth}{words(node.cell)}{note}"
    for each in node.below:
        yield from _node(each, depth + 1)


def _actions(deck: Deck, block: Actions, _: Text) -> None:
    if not block.items:
        _empty(deck, block.caption, block.empty)
        return
    rows = []
    for each in block.items:
        day = say("{day:%-d %B %Y}", day=each.due) if each.due else NOTHING
        rows.append([[Cell(each.what)], [Cell(each.owner)], [Cell(day)], [Cell(each.state)]])
    _grid(deck, block.caption, [say("What"), say("Who"), say("By"), say("State")], rows, [3, 1.4, 1, 1])


def _break(deck: Deck, block: PageBreak, title: Text) -> None:
    """Every block has a slide of its own."""


TEXTS = (Prose, Bullets, Callout)
WRITERS: Mapping[type[Block], Callable[..., None]] = {
    Terms: _terms,
    Table: _table,
    Matrix: _matrix,
    Cards: _cards,
    Chart: _chart,
    Diagram: _diagram,
    Timeline: _timeline,
    Tree: _tree,
    Actions: _actions,
    PageBreak: _break,
}

FORMAT = Format("pptx", ".pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation", render)
