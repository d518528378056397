"""Diagrams as SVG, drawn alike for every format that shows pictures; colours are classes of the page or the document."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from itertools import pairwise
from math import atan2, degrees, dist

from vitalfew.figures.text import LINE, broken
from vitalfew.formats.document import Arrow, Box, Cell, Diagram, Lane, Text
from vitalfew.language.tongue import told
from vitalfew.model.verdict import SHAPES

WIDTH = 1000.0
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


def _lane(lane: Lane) -> str:
    """Draw a band with its name, broken where the room for it ends."""
    x, y, width, height = (each * WIDTH for each in (lane.x, lane.y, lane.width, lane.height))
    shape = f'<rect class="lane {escape(lane.tone)}" x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" rx="8"/>'
    lines = broken(lane.name, lane.room * WIDTH - 2 * PAD, max(1, int((height - 4) / LINE)) if lane.room < lane.width else 2)
    names = (
        f'<text class="lane-name" x="{x + PAD:g}" y="{y + place * LINE:g}">{escape(line)}</text>'
        for place, line in enumerate(lines, 1)
    )
    return f"{shape}{''.join(names)}"


def _arrow(arrow: Arrow) -> str:
    points = " ".join(f"{x * WIDTH:.1f},{y * WIDTH:.1f}" for x, y in arrow.points)
    x, y = arrow.points[len(arrow.points) // 2]
    label = f'<text class="arrow-name" x="{x * WIDTH + 4:.1f}" y="{y * WIDTH - 4:.1f}">{escape(_said(arrow.label))}</text>'
    kinds = arrow.tone.split()
    core = f'<polyline class="arrow core" points="{points}"/>' if "identity" in kinds else ""
    line = f'<polyline class="arrow {escape(arrow.tone)}" points="{points}"/>{core}{_tip(arrow)}'
    return f"{line}{_minus(arrow) if 'against' in kinds else ''}{label if arrow.label else ''}"


def _tip(arrow: Arrow) -> str:
    """Draw the head of an arrow along its last stretch, larger for a thick one."""
    (x, y), (u, v) = ((x * WIDTH, y * WIDTH) for x, y in arrow.points[-2:])
    turn, kinds = degrees(atan2(v - y, u - x)), arrow.tone.split()
    head = "M0 0-11-6v12z" if "s3" in kinds or "identity" in kinds else "M0 0-9-4v8z"
    way = " against" if "against" in kinds else ""
    return f'<path class="tip{way}" d="{head}" transform="translate({u:g} {v:g}) rotate({turn:.1f})"/>'


def _minus(arrow: Arrow) -> str:
    """Draw the sign of what pulls the other way in the middle of its longest stretch."""
    (x, y), (u, v) = max(pairwise(arrow.points), key=lambda ends: dist(*ends))
    middle = f"translate({(x + u) / 2 * WIDTH:.1f} {(y + v) / 2 * WIDTH:.1f})"
    return f'<g class="minus" transform="{middle}"><circle r="7"/><path d="M-4 0H4"/></g>'


def _box(box: Box) -> Iterator[str]:
    x, y, width, height = (each * WIDTH for each in (box.x, box.y, box.width, box.height))
    yield f'<rect class="box {escape(box.tone)}" x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" rx="6"/>'
    room = max(1, int((height - PAD) / LINE) - len(box.lines))
    title = broken(box.title, width - 2 * PAD, room)
    for place, line in enumerate(title, 1):
        yield f'<text class="box-title" x="{x + PAD:g}" y="{y + place * LINE + 2:g}">{escape(line)}</text>'
    for place, cell in enumerate(box.lines, len(title) + 1):
        yield _line(cell, x + PAD, y + place * LINE + 2, width - 2 * PAD)


def _line(cell: Cell, x: float, y: float, width: float) -> str:
    tone = (cell.mark.status or "none") if cell.mark else "soft"
    return f'<text class="box-line {tone}" x="{x:g}" y="{y:g}">{escape(short(cell, width))}</text>'


def short(cell: Cell, width: float) -> str:
    """Write a cell on one line: the shape of its status, and what it says, else the word of the status."""
    shape = f"{SHAPES[cell.mark.status]} " if cell.mark else ""
    text = cell.text or (cell.mark.word if cell.mark else "")
    return f"{shape}{broken(text, width - (LINE if shape else 0), 1)[0]}"
