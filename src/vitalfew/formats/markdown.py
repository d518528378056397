"""Markdown: for wikis, pull requests and reading as it stands. Tables are those of GitHub; drawings are told by their words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from vitalfew.base.said import say
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
    Matrix,
    PageBreak,
    Prose,
    Section,
    Table,
    Terms,
    Text,
    Timeline,
    Tree,
    walk,
)
from vitalfew.formats.format import Format, Look
from vitalfew.formats.letters import said
from vitalfew.formats.made import footing
from vitalfew.formats.shaping import lines_of, nothing, table_of, values_of
from vitalfew.model.verdict import SHAPES

_MARKUP = re.compile(r"([\\*_\[\]<>#|~!&])")
_PIPE = re.compile(r"(?<!\\)\|")
_LINE_START = re.compile(r"^(\s*)([-+=]|\d+[.)])(?=\s|$)")


def render(document: Document, look: Look) -> bytes:
    """Write the document."""
    parts = [f"# {plain(document.title)}", plain(document.purpose), *_lines(f"*{plain(each)}*" for each in _head(document, look))]
    for block, depth in walk((*document.summary, *document.sections)):
        parts += _block(block, depth)
    if document.missing:
        parts += [f"## {plain(say('What is missing or stale'))}", *(line for each in document.missing for line in _callout(each))]
    return ("\n\n".join(filter(None, parts)) + "\n").encode()


def _head(document: Document, look: Look) -> Iterator[Text]:
    yield document.organisation
    yield footing(document.made)
    yield from filter(None, (look.confidential, look.footer))


def _lines(texts: Iterable[str]) -> list[str]:
    return ["  \n".join(texts)]


def plain(text: Text) -> str:
    """Tell a text on one line; what would be markup is written as it is, words in backticks stay code."""
    line = said(text)
    if line.count("`") % 2:
        line = line.replace("`", "'")
    parts = [f"`{part}`" if place % 2 else _MARKUP.sub(r"\\\1", part) for place, part in enumerate(line.split("`"))]
    return _LINE_START.sub(r"\1\\\2", "".join(parts))


def _block(block: Block, depth: int) -> list[str]:
    if isinstance(block, Section):
        return [f"{'#' * min(depth + 1, 6)} {plain(block.title)}"]
    if lack := nothing(block):
        return [_caption(lack[0]), plain(lack[1])]
    return WRITERS[type(block)](block)


def _prose(prose: Prose) -> list[str]:
    return [plain(text) for text in prose.texts]


def _bullets(bullets: Bullets) -> list[str]:
    return ["\n".join(f"- {plain(each)}" for each in bullets.items)]


def _terms(terms: Terms) -> list[str]:
    return ["\n".join(f"- **{plain(name)}**: {_cell(cell)}" for name, cell in terms.rows)]


def _chart(chart: Chart) -> list[str]:
    return [_caption(chart.caption), plain(chart.alt), *map(_rows, values_of(chart))]


def _diagram(diagram: Diagram) -> list[str]:
    return [_caption(diagram.caption), plain(diagram.alt)]


def _tree(tree: Tree) -> list[str]:
    lines = []
    for node, depth in lines_of(tree):
        note = f" ({plain(node.note)})" if node.note else ""
        lines.append(f"{'  ' * depth}- {_cell(node.cell)}{note}")
    return [_caption(tree.caption), "\n".join(lines)]


def _timeline(timeline: Timeline) -> list[str]:
    return [_caption(timeline.caption), plain(timeline.alt)]


def _break(_: PageBreak) -> list[str]:
    return []


def _caption(text: Text) -> str:
    return f"**{plain(text)}**" if text else ""


def _cell(cell: Cell) -> str:
    text = plain(cell.text)
    if cell.mark is None:
        return text
    return f"{SHAPES[cell.mark.status]} {' '.join(dict.fromkeys(filter(None, (text, plain(cell.mark.word)))))}"


def _grid(heads: Sequence[str], rows: Sequence[Sequence[str]], numbers: Sequence[bool]) -> str:
    rule = ["---:" if is_number else "---" for is_number in numbers]
    lines = [heads, rule, *rows]
    return "\n".join(f"| {' | '.join(_PIPE.sub(chr(92) + '|', cell) for cell in line)} |" for line in lines)


def _table(block: Actions | Table) -> list[str]:
    return [_caption(block.caption), _rows(table_of(block))]


def _rows(table: Table) -> str:
    heads = [plain(column.name) for column in table.columns]
    rows: list[list[str]] = []
    for place, row in enumerate(table.rows):
        if place in table.groups:
            rows.append([f"**{plain(table.groups[place])}**", *[""] * (len(heads) - 1)])
        rows.append([_cell(cell) for cell in row])
    return _grid(heads, rows, [column.kind == "number" for column in table.columns])


def _matrix(matrix: Matrix) -> list[str]:
    heads = [plain(matrix.corner), *(plain(each.name) for each in matrix.columns)]
    rows = [
        [plain(row.name), *("<br>".join(map(_cell, matrix.cells.get((at, to), ()))) for to in range(len(matrix.columns)))]
        for at, row in enumerate(matrix.rows)
    ]
    return [_caption(matrix.caption), plain(matrix.legend), _grid(heads, rows, [False] * len(heads))]


def _cards(cards: Cards) -> list[str]:
    return [
        _caption(cards.caption),
        "\n".join(
            f"- **{plain(card.name)}**: {_cell(card.value)}; "
            + ", ".join(f"{plain(name)} {_cell(cell)}" for name, cell in card.facts)
            for card in cards.cards
        ),
    ]


def _callout(callout: Callout) -> list[str]:
    return [f"> **{plain(callout.title)}** {plain(callout.text)}"]


WRITERS: Mapping[type[Block], Callable[..., list[str]]] = {
    Prose: _prose,
    Bullets: _bullets,
    Terms: _terms,
    Table: _table,
    Matrix: _matrix,
    Cards: _cards,
    Chart: _chart,
    Diagram: _diagram,
    Tree: _tree,
    Timeline: _timeline,
    Actions: _table,
    Callout: _callout,
    PageBreak: _break,
}


FORMAT = Format("markdown", ".md", "text/markdown", render)
