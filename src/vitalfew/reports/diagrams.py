"""Diagrams of documents: named lanes of boxes with arrows between them, laid out once, with every arrow in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from vitalfew.base.said import Said, say, several
from vitalfew.figures.layout import WIDTH, Area, Edge, Item, columns, rows
from vitalfew.formats.document import Arrow, Box, Cell, Diagram, Lane, Text

LAYOUTS = {"rows": rows, "columns": columns}
ROOM = {"rows": 0.116, "columns": 1.0}
"""How much of the width there is for the name of a lane."""
SETTLED = 60
"""Beyond so many arrows their order is settled by the boxes they come from alone."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A box: what it is called, and what is said below that."""

    id: str
    title: Text
    lines: tuple[Cell, ...] = ()
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Band:
    """A lane with its boxes."""

    name: Text
    boxes: tuple[Shown, ...]
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """An arrow, and the sentence that says it; one of another kind than the rest is `soft`."""

    start: str
    end: str
    words: Said
    tone: str = ""


def drawn(
    caption: Text, bands: Sequence[Band], links: Iterable[Link], *, flow: Literal["rows", "columns"], lead: Text = ""
) -> Diagram:
    """Lay a diagram out; bands without a box are left out, and links whose ends are not both there."""
    held = [band for band in bands if band.boxes]
    boxes = {box.id: box for band in held for box in band.boxes}
    known: dict[Edge, Link] = {}
    for link in links:
        if link.start in boxes and link.end in boxes and link.start != link.end:
            known.setdefault((link.start, link.end), link)
    lanes = [[Item(box.id, box.title, len(box.lines)) for box in band.boxes] for band in held]
    laid = LAYOUTS[flow](lanes, [*known])
    return Diagram(
        caption,
        _alt(lead, held, known.values()),
        tuple(_box(boxes[id_], area) for id_, area in laid.areas.items()),
        tuple(
            Arrow(*edge, tuple((x / WIDTH, y / WIDTH) for x, y in way), "", known[edge].tone) for edge, way in laid.ways.items()
        ),
        tuple(
            Lane(
                band.name,
                area.y / WIDTH,
                area.height / WIDTH,
                band.tone,
                area.x / WIDTH,
                area.width / WIDTH,
                min(ROOM[flow], area.width / WIDTH),
            )
            for band, area in zip(held, laid.lanes, strict=True)
        ),
        laid.height / WIDTH,
    )


def _box(shown: Shown, area: Area) -> Box:
    x, y, width, height = (each / WIDTH for each in area)
    return Box(shown.id, shown.title, shown.lines, x, y, width, height, shown.tone)


def _alt(lead: Text, bands: Sequence[Band], links: Iterable[Link]) -> Text:
    """Say what stands in each lane, and every arrow."""
    said: list[Text] = [lead] if lead else []
    for band in bands:
        names = several((_named(box) for box in band.boxes), "; ")
        said.append(say("{lane}: {boxes}.", lane=band.name, boxes=names))
    said += [link.words for link in links]
    return several(said, " ")


def _named(box: Shown) -> Text:
    marks = [cell.mark.word for cell in box.lines if cell.mark and not cell.text]
    return say("{name} ({status})", name=box.title, status=marks[0]) if marks else box.title
