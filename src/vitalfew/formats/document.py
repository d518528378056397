"""A document as typed blocks: what every report builds once and every format writes.

Texts are English that knows how it was said (`base.said`), so that a format tells them in the language that is spoken. A number
that comes from an observation or a field is `cited`: it knows where it is from. Sizes are shares of what the page gives.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from vitalfew.base.ref import Ref
from vitalfew.base.said import Figure
from vitalfew.figures.timeline import Stretch
from vitalfew.model.course import Course
from vitalfew.model.wording import Mark

Text = str
Tone = Literal["note", "gap", "warning"]
Kind = Literal["text", "number", "mark"]


class Cited(Figure):
    """A number that knows its `source`: the address of a noun and the path in it, such as `kpi:churn#target.reach`."""

    __slots__ = ("source",)
    source: str


def cite(number: Figure, source: str) -> Cited:
    """Give a number with where it is from."""
    made = Cited(number)
    made.value, made.unit, made.places, made.source = number.value, number.unit, number.places, source
    return made


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a place: a text, with a status beside it, and the noun it is about."""

    text: Text
    mark: Mark | None = None
    about: Ref | None = None


@dataclass(frozen=True, slots=True)
class Prose:
    """Paragraphs."""

    texts: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Bullets:
    """Short texts, one below the other."""

    items: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Terms:
    """Names with what they stand for, such as the fields of a definition."""

    rows: tuple[tuple[Text, Cell], ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; `share` is how much of the width it wants beside the others."""

    name: Text
    kind: Kind = "text"
    share: float = 1.0


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under named columns; `groups` names the row that each group begins with. `empty` is said where there are no rows."""

    caption: Text
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    empty: Text
    groups: Mapping[int, Text] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Head:
    """A row or column of a matrix; it `lacks` where it has nothing at all."""

    name: Text
    about: Ref | None = None
    lacks: bool = False


@dataclass(frozen=True, slots=True)
class Matrix:
    """What stands where a row meets a column, by their places; a place without cells is empty. `legend` says how to read it."""

    caption: Text
    corner: Text
    rows: tuple[Head, ...]
    columns: tuple[Head, ...]
    cells: Mapping[tuple[int, int], tuple[Cell, ...]]
    legend: Text
    empty: Text


@dataclass(frozen=True, slots=True)
class Card:
    """A KPI at a glance."""

    name: Text
    about: Ref
    value: Cell
    facts: tuple[tuple[Text, Cell], ...]
    recent: tuple[float | None, ...] = ()


@dataclass(frozen=True, slots=True)
class Cards:
    """A scorecard."""

    caption: Text
    cards: tuple[Card, ...]
    empty: Text


@dataclass(frozen=True, slots=True)
class Chart:
    """The course of a KPI; `alt` says in words what it shows, and the values stand in its table.

    `beside` is its course at another grain, with a scale of its own.
    """

    caption: Text
    alt: Text
    about: Ref
    course: Course
    unit: str | None
    decimals: int | None
    beside: Course | None = None

    @property
    def courses(self) -> tuple[Course, ...]:
        """What it shows, from the left."""
        return (self.course, self.beside) if self.beside else (self.course,)


@dataclass(frozen=True, slots=True)
class Box:
    """A box of a diagram: its place and size as shares of the diagram's width, its title and lines of text."""

    id: str
    title: Text
    lines: tuple[Cell, ...]
    x: float
    y: float
    width: float
    height: float
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Arrow:
    """An arrow from a box to another, through points; `label` says what it means where that is not the same for all.

    An arrow of another kind has a `tone`: `soft` is dashed. One that carries a number says on what evidence (`identity`,
    `estimated`, `expert`, `none`), how much (`s0` to `s3`), and whether it pulls the other way (`against`).
    """

    start: str
    end: str
    points: tuple[tuple[float, float], ...]
    label: Text = ""
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Lane:
    """A named band of a diagram; its name has so much `room` from the left, all of the band's where it is a column."""

    name: Text
    y: float
    height: float
    tone: str = ""
    x: float = 0.0
    width: float = 1.0
    room: float = 0.5


@dataclass(frozen=True, slots=True)
class Diagram:
    """Boxes and arrows, laid out once for all formats; `height` is a share of the width. `alt` says it in words."""

    caption: Text
    alt: Text
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]
    lanes: tuple[Lane, ...]
    height: float


@dataclass(frozen=True, slots=True)
class Node:
    """A node of a tree with what hangs below it."""

    cell: Cell
    note: Text = ""
    below: tuple[Node, ...] = ()


@dataclass(frozen=True, slots=True)
class Tree:
    """What hangs below what."""

    caption: Text
    roots: tuple[Node, ...]
    empty: Text


@dataclass(frozen=True, slots=True)
class Timeline:
    """Stretches of time with what is to be done by when; `alt` says it in words."""

    caption: Text
    alt: Text
    stretches: tuple[Stretch, ...]
    today: date
    empty: Text


@dataclass(frozen=True, slots=True)
class Promise:
    """What somebody has to do by a day."""

    what: Text
    owner: Text
    due: date | None
    state: Text
    about: Ref | None = None


@dataclass(frozen=True, slots=True)
class Actions:
    """What is to be done, by whom and until when."""

    caption: Text
    items: tuple[Promise, ...]
    empty: Text


@dataclass(frozen=True, slots=True)
class Callout:
    """What must not be missed; a `gap` is something that the framework or the data lacks, with what to do."""

    tone: Tone
    title: Text
    text: Text


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows begins on a new page or slide."""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with what stands below it; `about` are the nouns that it covers."""

    id: str
    title: Text
    blocks: tuple[Block, ...]
    about: tuple[Ref, ...] = ()


Block = (
    Section | Prose | Bullets | Terms | Table | Matrix | Cards | Chart | Diagram | Tree | Timeline | Actions | Callout | PageBreak
)


@dataclass(frozen=True, slots=True)
class Made:
    """What a document was made from: the revision (None where nothing was applied yet), the data and the day."""

    revision: int | None
    digest: str
    measured_at: datetime | None
    as_of: date


@dataclass(frozen=True, slots=True)
class Document:
    """A report that can be written in every format; `missing` is what it lacks or what is stale in it, each with a remedy."""

    id: str
    title: Text
    purpose: Text
    organisation: str
    made: Made
    summary: tuple[Block, ...]
    sections: tuple[Section, ...]
    missing: tuple[Callout, ...]


def walk(blocks: tuple[Block, ...], depth: int = 1) -> Iterator[tuple[Block, int]]:
    """Give every block with the depth of its heading, in the order of reading; a section comes before what is in it."""
    for block in blocks:
        yield block, depth
        if isinstance(block, Section):
            yield from walk(block.blocks, depth + 1)
