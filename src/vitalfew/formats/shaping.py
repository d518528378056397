"""Blocks as other blocks and as grids that say the same: for formats that draw less than there is, or cut what is too large."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import ceil, floor, log10

from vitalfew.base.said import say
from vitalfew.formats.document import (
    Actions,
    Block,
    Cards,
    Cell,
    Chart,
    Column,
    Head,
    Matrix,
    Node,
    Table,
    Terms,
    Text,
    Timeline,
    Tree,
)
from vitalfew.model.course import Course
from vitalfew.model.wording import NOTHING, stated

Row = tuple[tuple[Cell, ...], ...]
"""The places of a row; each may hold several cells."""
ON_PAPER = 6
"""How many columns of a matrix stand beside each other on paper."""
_NAMED = 1.7
"""How wide the names of rows are beside a column."""
_LIST = 4
"""So many texts in one place are a list."""


def day_of(day: date | None) -> Text:
    """Write a day in words."""
    return say("{day:%-d %B %Y}", day=day) if day else NOTHING


def nothing(block: Block) -> tuple[Text, Text] | None:
    """Give the caption of a block that holds nothing, and what is said in its place."""
    match block:
        case Table(rows=()) | Cards(cards=()) | Actions(items=()) | Tree(roots=()) | Matrix(rows=()) | Matrix(columns=()):
            return block.caption, block.empty
        case Timeline() if not any(each.starts or each.ends or each.points for each in block.stretches):
            return block.caption, block.empty
        case Chart() if all(step.value is None for course in block.courses for step in course.steps):
            return block.caption, block.alt
    return None


def table_of(block: Actions | Cards | Table) -> Table:
    """Give promises and KPIs at a glance as a table."""
    if isinstance(block, Actions):
        heads = ((say("What"), 3.0), (say("Who"), 1.4), (say("By"), 1.0), (say("State"), 1.0))
        columns = tuple(Column(name, share=share) for name, share in heads)
        promises = tuple((Cell(each.what), Cell(each.owner), Cell(day_of(each.due)), Cell(each.state)) for each in block.items)
        return Table(block.caption, columns, promises, block.empty)
    if isinstance(block, Cards):
        names = tuple(dict.fromkeys(name for card in block.cards for name, _ in card.facts))
        columns = (Column(say("KPI"), share=2), Column(say("Value"), share=2), *map(Column, names))
        cards = ((card, dict(card.facts)) for card in block.cards)
        rows = tuple((Cell(card.name), card.value, *(facts.get(name, Cell(NOTHING)) for name in names)) for card, facts in cards)
        return Table(block.caption, columns, rows, block.empty)
    return block


def values_of(chart: Chart) -> tuple[Table, ...]:
    """Give what a chart shows as tables, one for each course."""
    return tuple(_values(chart, course) for course in chart.courses if course.steps)


Line = tuple[Text, Sequence[float | tuple[float, float] | None]]
"""A line of a chart: its name, and a number, a range or nothing for each period."""


def _values(chart: Chart, course: Course) -> Table:
    lines = lines_of_course(course)
    rows = tuple(
        (Cell(step.label), *(Cell(stated(values[at], chart.unit, chart.decimals)) for _, values in lines))
        for at, step in enumerate(course.steps)
    )
    return Table(chart.caption, (Column(say("period")), *(Column(head, "number") for head, _ in lines)), rows, chart.alt)


def lines_of_course(course: Course) -> tuple[Line, ...]:
    """Give the lines of a course with their names; what a period holds that is not over yet stands apart, as `so far`."""
    steps = course.steps
    lines: list[Line] = [
        (say("value"), [step.value if step.complete else None for step in steps]),
        (say("target"), [step.target for step in steps]),
    ]
    if course.before:
        lines.append((say("a year before"), course.before))
    if any(step.value is not None and not step.complete for step in steps):
        lines.append((say("so far"), [None if step.complete else step.value for step in steps]))
    return tuple(lines)


def pattern(chart: Chart, course: Course) -> str:
    """Give how office files write the numbers of a course: with as many places as tell them apart."""
    known = [step.value for step in course.steps if step.value is not None]
    apart = max(known) - min(known) or abs(known[0]) or 1.0 if known else 1.0
    places = max(0, min(3, 1 - floor(log10(apart))))
    unit = '" %"' if chart.unit == "%" else ""
    return f"#,##0{'.' if places else ''}{'0' * places}{unit}"


def grouped(table: Table) -> Table:
    """Give a table that names the group of each row in a column of its own."""
    if not table.groups:
        return table
    group, rows = "", []
    for place, row in enumerate(table.rows):
        group = table.groups.get(place, group)
        rows.append((Cell(group), *row))
    return replace(table, columns=(Column(say("Group")), *table.columns), rows=tuple(rows), groups={})


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows below heads, which may be left out; `groups` are the places of rows that name a group and have no other place."""

    heads: tuple[Head, ...]
    shares: tuple[float, ...]
    rows: tuple[Row, ...]
    groups: Mapping[int, Text]
    lacking: tuple[int, ...] = ()


def grids(block: Actions | Cards | Matrix | Table | Terms, most: int = ON_PAPER) -> tuple[Grid, ...]:
    """Give a block as grids; a matrix is cut into several where it has more columns than `most`."""
    if isinstance(block, Matrix):
        return tuple(_pieces(block, most))
    if isinstance(block, Terms):
        return (Grid((), (1, 2.6), tuple(((Cell(name),), (cell,)) for name, cell in block.rows), {}),)
    table = table_of(block)
    heads = tuple(Head(column.name) for column in table.columns)
    rows = tuple(tuple((cell,) for cell in row) for row in table.rows)
    return (Grid(heads, tuple(column.share for column in table.columns), rows, table.groups),)


def turned(matrix: Matrix, most: int = ON_PAPER) -> Matrix:
    """Give a matrix with rows for columns where it is wider than long and too wide; else as it is."""
    if len(matrix.columns) <= most or len(matrix.columns) <= len(matrix.rows):
        return matrix
    cells = {(column, row): held for (row, column), held in matrix.cells.items()}
    return replace(matrix, corner="", rows=matrix.columns, columns=matrix.rows, cells=cells)


def _pieces(matrix: Matrix, most: int) -> Iterator[Grid]:
    """Cut a matrix into pieces of about as many columns; a row stands in the pieces where it has something, else in the first."""
    matrix = turned(matrix, most)
    wide = len(matrix.columns)
    each = ceil(wide / ceil(wide / most))
    filled = {place for place, held in matrix.cells.items() if held}
    for start in range(0, wide, each):
        part = range(start, min(start + each, wide))
        kept = [
            at
            for at in range(len(matrix.rows))
            if wide <= most
            or any((at, to) in filled for to in part)
            or (start == 0 and not any((at, to) in filled for to in range(wide)))
        ]
        yield Grid(
            (Head(matrix.corner), *matrix.columns[part.start : part.stop]),
            (_NAMED, *_shares(matrix, part)),
            tuple(((Cell(matrix.rows[at].name),), *(tuple(matrix.cells.get((at, to), ())) for to in part)) for at in kept),
            {},
            tuple(place for place, at in enumerate(kept) if matrix.rows[at].lacks),
        )


def _shares(matrix: Matrix, part: range) -> list[float]:
    """Tell how wide the columns are: where places hold lists, the longer the list the wider, within bounds."""
    fullest = [max(len(matrix.cells.get((row, column), ())) for row in range(len(matrix.rows))) for column in part]
    if max(fullest) < _LIST:
        return [1.0] * len(part)
    usual = sum(fullest) / len(fullest)
    return [max(0.9, min(1.6, each / usual)) for each in fullest]


def lines_of(tree: Tree) -> Iterator[tuple[Node, int]]:
    """Give the nodes of a tree from the top down, each with how deep it hangs."""
    for root in tree.roots:
        yield from _below(root, 0)


def _below(node: Node, depth: int) -> Iterator[tuple[Node, int]]:
    yield node, depth
    for each in node.below:
        yield from _below(each, depth + 1)
