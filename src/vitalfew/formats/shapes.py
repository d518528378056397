"""Diagrams on slides as shapes that can be moved: bands, boxes, and arrows with heads.

A straight arrow is a connector that is glued to its boxes; one that turns is a line of its own with the same way as on paper.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from vitalfew.figures.layout import PAD
from vitalfew.figures.layout import WIDTH as UNITS
from vitalfew.figures.text import LINE, broken
from vitalfew.formats.document import Arrow, Box, Diagram, Lane
from vitalfew.formats.drawing import short
from vitalfew.formats.letters import INKS, said
from vitalfew.formats.slide import ACROSS, ROOM, WIDTH

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pptx.dml.line import LineFormat
    from pptx.shapes.autoshape import Shape
    from pptx.slide import Slide
    from pptx.text.text import TextFrame, _Run

LETTERS = 11.5 / 1000
"""How high letters are, as a share of the diagram's width, as they are on paper."""
POINTS = 2.835
"""In a millimetre."""
NEAR = 18_000
WIDTHS = {"s2": 2.0, "s3": 3.25, "thin": 0.5}
"""How thick arrows are that are not of the usual width, in points."""
"""Half a millimetre, in the units of the file."""
HALF, SMALLER = (ROOM - 14) / 2, 0.85
"""How high one of two diagrams on a slide is, and how much smaller it may be for that."""
Corner = tuple[float, float]
"""Where a diagram begins: from the left and from the top."""
INK, PAPER, BAND = "141D2A", "FFFFFF", "F4F6FA"


def extent(diagram: Diagram) -> float:
    """Tell how wide a diagram becomes: as large as a slide lets it be, or a little less where two then have room on one."""
    whole, half = min(ACROSS, ROOM / diagram.height), HALF / diagram.height
    return half if SMALLER * whole < half < whole else whole


def draw(slide: Slide, diagram: Diagram, top: float) -> None:
    """Draw a diagram from `top` on."""
    scale = extent(diagram)
    corner = (WIDTH - scale) / 2, top
    for lane in diagram.lanes:
        _band(slide, lane, corner, scale)
    shapes = {box.id: _box(slide, box, corner, scale) for box in diagram.boxes}
    for arrow in diagram.arrows:
        _arrow(slide, arrow, shapes, corner, scale)


def _band(slide: Slide, lane: Lane, corner: Corner, scale: float) -> None:
    from pptx.enum.shapes import MSO_SHAPE  # noqa: PLC0415  # an extra
    from pptx.util import Mm  # noqa: PLC0415  # as above

    place = (Mm(corner[0] + lane.x * scale), Mm(corner[1] + lane.y * scale), Mm(lane.width * scale), Mm(lane.height * scale))
    band = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, *place)
    _fill(band, BAND)
    band.line.fill.background()
    named = slide.shapes.add_textbox(place[0], place[1], Mm(min(lane.room, lane.width) * scale), Mm(LINE * 2 / UNITS * scale))
    _write(named.text_frame, [said(lane.name)], scale, INKS[None])


def _box(slide: Slide, box: Box, corner: Corner, scale: float) -> Shape:
    from pptx.enum.shapes import MSO_SHAPE  # noqa: PLC0415  # an extra
    from pptx.util import Mm, Pt  # noqa: PLC0415  # as above

    place = (Mm(corner[0] + box.x * scale), Mm(corner[1] + box.y * scale), Mm(box.width * scale), Mm(box.height * scale))
    shape: Shape = slide.shapes.add_shape(MSO_SHAPE.ROUNDED_RECTANGLE, *place)
    shape.adjustments[0] = 0.08
    _fill(shape, PAPER)
    _colour(shape.line, INKS[None])
    shape.line.width = Pt(2 if box.tone == "leading" else 1)
    width = box.width * UNITS - 2 * PAD
    room = max(1, int((box.height * UNITS - PAD) / LINE) - len(box.lines))
    _write(shape.text_frame, [" ".join(broken(box.title, width, room)), *(short(cell, width) for cell in box.lines)], scale, INK)
    for paragraph, cell in zip(shape.text_frame.paragraphs[1:], box.lines, strict=True):
        _paint(paragraph.runs, INKS[cell.mark.status if cell.mark else None])
    return shape


def _write(frame: TextFrame, lines: list[str], scale: float, colour: str) -> None:
    """Write lines, the first bold, as large as they are on paper."""
    from pptx.enum.text import MSO_ANCHOR, PP_ALIGN  # noqa: PLC0415  # an extra
    from pptx.util import Mm, Pt  # noqa: PLC0415  # as above

    frame.word_wrap, frame.vertical_anchor = True, MSO_ANCHOR.TOP
    frame.margin_left = frame.margin_right = Mm(PAD * 0.8 / UNITS * scale)
    frame.margin_top = frame.margin_bottom = Mm(PAD * 0.4 / UNITS * scale)
    for number, text in enumerate(lines):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        paragraph.alignment = PP_ALIGN.LEFT
        run = paragraph.add_run()
        run.text, run.font.bold = text, number == 0
        run.font.size = Pt(max(4.0, round(LETTERS * scale * POINTS, 1)))
        _paint([run], colour)


def _paint(runs: Iterable[_Run], colour: str) -> None:
    from pptx.dml.color import RGBColor  # noqa: PLC0415  # an extra

    for run in runs:
        run.font.color.rgb = RGBColor.from_string(colour)


def _fill(shape: Shape, colour: str) -> None:
    from pptx.dml.color import RGBColor  # noqa: PLC0415  # an extra

    shape.fill.solid()
    shape.fill.fore_color.rgb = RGBColor.from_string(colour)
    shape.shadow.inherit = False


def _colour(line: LineFormat, colour: str) -> None:
    from pptx.dml.color import RGBColor  # noqa: PLC0415  # an extra

    line.color.rgb = RGBColor.from_string(colour)


def _arrow(slide: Slide, arrow: Arrow, shapes: dict[str, Shape], corner: Corner, scale: float) -> None:
    from pptx.enum.dml import MSO_LINE  # noqa: PLC0415  # an extra
    from pptx.util import Pt  # noqa: PLC0415  # as above

    line = _glued(slide, arrow, shapes, corner, scale) if len(arrow.points) == 2 else _turning(slide, arrow, corner, scale)
    kinds = arrow.tone.split()
    _colour(line, INKS["red" if "against" in kinds else None])
    double = 2.0 if "identity" in kinds else 0.0
    line.width = Pt(double + next((width for kind, width in WIDTHS.items() if kind in kinds), 1.0))
    if {"soft", "expert"} & {*kinds}:
        line.dash_style = MSO_LINE.DASH
    if "none" in kinds:
        line.dash_style = MSO_LINE.ROUND_DOT
    if double:
        line._get_or_add_ln().set("cmpd", "dbl")  # noqa: SLF001  # double lines have no other way in
    stroke = line._get_or_add_ln()  # noqa: SLF001  # heads of arrows have no other way in
    head = stroke.makeelement("{http://schemas.openxmlformats.org/drawingml/2006/main}tailEnd", {"type": "triangle"})
    stroke.append(head)


def _glued(slide: Slide, arrow: Arrow, shapes: dict[str, Shape], corner: Corner, scale: float) -> LineFormat:
    """Draw a straight arrow, glued where it meets the middle of a side: 0 is the top, 1 the left, 2 the bottom, 3 the right."""
    from pptx.enum.shapes import MSO_CONNECTOR  # noqa: PLC0415  # an extra
    from pptx.util import Mm  # noqa: PLC0415  # as above

    (x, y), (u, v) = ((Mm(corner[0] + x * scale), Mm(corner[1] + y * scale)) for x, y in arrow.points)
    made = slide.shapes.add_connector(MSO_CONNECTOR.STRAIGHT, x, y, u, v)
    is_level = abs(u - x) >= abs(v - y)
    begins, ends = ((3, 1) if u > x else (1, 3)) if is_level else ((2, 0) if v > y else (0, 2))
    start, end = shapes[arrow.start], shapes[arrow.end]
    if _is_middle(start, (x, y), is_level=is_level):
        made.begin_connect(start, begins)
    if _is_middle(end, (u, v), is_level=is_level):
        made.end_connect(end, ends)
    line: LineFormat = made.line
    return line


def _is_middle(shape: Shape, point: tuple[int, int], *, is_level: bool) -> bool:
    off = shape.top + shape.height / 2 - point[1] if is_level else shape.left + shape.width / 2 - point[0]
    return bool(abs(off) < NEAR)


def _turning(slide: Slide, arrow: Arrow, corner: Corner, scale: float) -> LineFormat:
    from pptx.util import Mm  # noqa: PLC0415  # an extra

    first, *rest = ((Mm(corner[0] + x * scale), Mm(corner[1] + y * scale)) for x, y in arrow.points)
    builder = slide.shapes.build_freeform(*first)
    builder.add_line_segments(rest, close=False)
    made: Shape = builder.convert_to_shape()
    made.fill.background()
    made.shadow.inherit = False
    return made.line
