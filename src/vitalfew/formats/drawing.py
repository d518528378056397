"""Diagrams as SVG, drawn alike for every format that shows pictures; colours are classes of the page or the document."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from math import atan2, degrees
from textwrap import wrap

from vitalfew.formats.document import Arrow, Box, Cell, Diagram, Lane, Text
from vitalfew.language.tongue import told
from vitalfew.model.verdict import SHAPES

WIDTH = 1000.0
LETTER = 6.6
"""How wide a letter of the title is, in units of the drawing, on average and with room to spare."""
LINE = 16.0
PAD = 10.0


def drawing(diagram: Diagram) -> str:
    """Draw a diagram as an SVG that says its `alt`."""
    height = diagram.height * WIDTH
    parts = [
        *(_lane(each) for each in diagram.lanes),
        *(_arrow(each) for each in diagram.arrows),
        *(part for each in diagram.boxes for part in _box(each)),
    ]
    label = escape(_said(diagram.alt))
    box = f'viewBox="0 0 {WIDTH:g} {height:g}"'
    return f'<svg class="diagram" role="img" aria-label="{label}" {box}>{"".join(parts)}</svg>'


def _said(text: Text) -> str:
    return " ".join(str(told(text)).split())


def lines_of(text: str, width: float, most: int) -> list[str]:
    """Break a text into lines that fit; what does not fit in so many lines ends with an ellipsis."""
    room = max(4, int(width / LETTER))
    found = wrap(text, room, break_long_words=True) or [""]
    return found if len(found) <= most else [*found[: most - 1], f"{found[most - 1][: room - 1]}…"]


def _lane(lane: Lane) -> str:
    y, height = lane.y * WIDTH, lane.height * WIDTH
    shape = f'<rect class="lane {escape(lane.tone)}" x="0" y="{y:g}" width="{WIDTH:g}" height="{height:g}" rx="8"/>'
    return f'{shape}<text class="lane-name" x="{PAD:g}" y="{y + LINE:g}">{escape(_said(lane.name))}</text>'


def _arrow(arrow: Arrow) -> str:
    points = " ".join(f"{x * WIDTH:g},{y * WIDTH:g}" for x, y in arrow.points)
    x, y = arrow.points[len(arrow.points) // 2]
    label = f'<text class="arrow-name" x="{x * WIDTH + 4:g}" y="{y * WIDTH - 4:g}">{escape(_said(arrow.label))}</text>'
    return f'<polyline class="arrow" points="{points}"/>{_tip(arrow)}{label if arrow.label else ""}'


def _tip(arrow: Arrow) -> str:
    """Draw the head of an arrow along its last stretch."""
    (x, y), (u, v) = ((x * WIDTH, y * WIDTH) for x, y in arrow.points[-2:])
    turn = degrees(atan2(v - y, u - x))
    return f'<path class="tip" d="M0 0-9-4v8z" transform="translate({u:g} {v:g}) rotate({turn:.1f})"/>'


def _box(box: Box) -> Iterator[str]:
    x, y, width, height = (each * WIDTH for each in (box.x, box.y, box.width, box.height))
    yield f'<rect class="box {escape(box.tone)}" x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" rx="6"/>'
    room = max(1, int((height - PAD) / LINE) - len(box.lines))
    title = lines_of(_said(box.title), width - 2 * PAD, room)
    for place, line in enumerate(title, 1):
        yield f'<text class="box-title" x="{x + PAD:g}" y="{y + place * LINE + 2:g}">{escape(line)}</text>'
    for place, cell in enumerate(box.lines, len(title) + 1):
        yield _line(cell, x + PAD, y + place * LINE + 2, width - 2 * PAD)


def _line(cell: Cell, x: float, y: float, width: float) -> str:
    shape = f"{SHAPES[cell.mark.status]} " if cell.mark else ""
    tone = (cell.mark.status or "none") if cell.mark else "soft"
    return f'<text class="box-line {tone}" x="{x:g}" y="{y:g}">{escape(shape + lines_of(_said(cell.text), width, 1)[0])}</text>'
