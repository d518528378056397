"""Tables on slides as they stand in their files, with how high each row is; sizes are in millimetres."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from vitalfew.formats.document import Cell, Text
from vitalfew.formats.letters import INKS, said, ticked
from vitalfew.formats.shaping import Grid, Row
from vitalfew.formats.slide import ACROSS, LEFT, POINT, ROOM, lines
from vitalfew.formats.slide import wide as wide_of
from vitalfew.model.verdict import SHAPES

if TYPE_CHECKING:
    from pptx.slide import Slide

SPACE = "http://schemas.openxmlformats.org/drawingml/2006/main"
SIZES = (16, 14, 13, 12, 11)
"""How high letters may be, in points: the largest with which a table has room, else the last."""
EMU = 36_000
"""In a millimetre."""
PAD = 1.8
BOLDER = 0.12
"""How much wider bold letters are."""
HELD = 0.85
"""How much of the width of a column a word may take."""
LETTERS = 'sz="\x00"'
"""Stands for the size of letters until it is known; no text holds it."""
INK, HEAD, GROUP, LACKING, RULE = "141D2A", "EEF1F6", "F4F6FA", "FDF0D5", "D0D7E2"


@dataclass(frozen=True, slots=True)
class Drawn:
    """A grid as it stands on slides: how wide its columns are, how high its letters (in points), its head and its rows."""

    grid: Grid
    wide: tuple[float, ...]
    size: int
    head: float
    rows: tuple[float, ...]

    @property
    def line(self) -> float:
        """How high a row of one line is."""
        return PAD + _line_of(self.size)

    @property
    def whole(self) -> float:
        """How high all of it is."""
        return self.head + tall(self, [place for bundle in bundles(self.grid) for place in bundle])


def drawn(grid: Grid, share: float) -> Drawn:
    """Give a grid with letters as large as it has room for on such a share of a slide; they break no word of its head."""
    wide = tuple(ACROSS * each / sum(grid.shares) for each in grid.shares)
    heads = ((column, word) for column, head in zip(wide, grid.heads, strict=False) for word in said(head.name).split())
    words = max((wide_of(word) / column for column, word in heads), default=0)
    for size in SIZES[:-1]:
        if (len(grid.rows) + len(grid.groups)) * (PAD + _line_of(size)) > ROOM * share or words * size * POINT > HELD:
            continue
        made = _sized(grid, wide, size)
        if made.whole <= ROOM * share:
            return made
    return _sized(grid, wide, SIZES[-1])


def _sized(grid: Grid, wide: tuple[float, ...], size: int) -> Drawn:
    head = _high(tuple((Cell(head.name),) for head in grid.heads), wide, size) if grid.heads else 0.0
    return Drawn(grid, wide, size, head, tuple(_high(row, wide, size) for row in grid.rows))


def _line_of(size: int) -> float:
    return size * POINT * 1.22


def _high(row: Row, wide: Sequence[float], size: int) -> float:
    """Tell how high a row is."""
    held = (sum(_lines(cell, width, size) for cell in cells) for cells, width in zip(row, wide, strict=True))
    return PAD + _line_of(size) * max(1, *held)


def _lines(cell: Cell, width: float, size: int) -> int:
    mark = f"{SHAPES[cell.mark.status]} {said(cell.mark.word)} " if cell.mark else ""
    return lines(mark + said(cell.text), width - 4 - BOLDER * wide_of(mark) * size * POINT, size)


def bundles(grid: Grid) -> list[tuple[int, ...]]:
    """Give the places of rows that stay together: where a group begins, its name with its first row; the name is -1."""
    return [((-1, place) if place in grid.groups else (place,)) for place in range(len(grid.rows))]


def tall(made: Drawn, places: Sequence[int]) -> float:
    """Tell how high rows are."""
    return sum(made.line if place < 0 else made.rows[place] for place in places)


def put(slide: Slide, made: Drawn, places: Sequence[int], top: float) -> None:
    """Put the head and some rows of a grid on a slide."""
    from pptx.oxml import parse_xml  # noqa: PLC0415  # an extra
    from pptx.util import Mm  # noqa: PLC0415  # as above

    frame = slide.shapes.add_table(1, 1, Mm(LEFT), Mm(top), Mm(ACROSS), Mm(made.head + tall(made, places)))
    grid = made.grid
    rows = [_head(made)] if grid.heads else []
    for at, place in enumerate(places):
        rows.append(_row(made, place) if place >= 0 else _group(made, grid.groups[places[at + 1]]))
    columns = "".join(f'<a:gridCol w="{round(width * EMU)}"/>' for width in made.wide)
    first = ' firstRow="1"' if grid.heads else ""
    text = f'<a:tbl xmlns:a="{SPACE}"><a:tblPr{first}/><a:tblGrid>{columns}</a:tblGrid>{"".join(rows)}</a:tbl>'
    old = frame.table._tbl  # noqa: SLF001  # tables are quick only as a whole
    old.getparent().replace(old, parse_xml(text.replace(LETTERS, f'sz="{made.size * 100}"')))


def _head(made: Drawn) -> str:
    places = [_place([_runs(head.name, bold=True)], LACKING if head.lacks else HEAD) for head in made.grid.heads]
    return _line(places, made.head)


def _group(made: Drawn, name: Text) -> str:
    across = len(made.wide)
    first = _place([_runs(name, bold=True)], GROUP, f' gridSpan="{across}"' if across > 1 else "")
    return _line([first, *[_place([], GROUP, ' hMerge="1"')] * (across - 1)], made.line)


def _row(made: Drawn, place: int) -> str:
    grid, row = made.grid, made.grid.rows[place]
    first = LACKING if place in grid.lacking else ""
    soft = INK if grid.heads else INKS[None]
    places = [_place([_cell(cell, INK if at else soft) for cell in held], "" if at else first) for at, held in enumerate(row)]
    return _line(places, made.rows[place])


def _line(places: Sequence[str], height: float) -> str:
    return f'<a:tr h="{round(height * EMU)}">{"".join(places)}</a:tr>'


def _place(paragraphs: Sequence[str], fill: str, span: str = "") -> str:
    end = f"<a:endParaRPr {LETTERS}/>"
    held = "".join(f"<a:p>{runs}{end}</a:p>" for runs in paragraphs or [""])
    filled = f'<a:solidFill><a:srgbClr val="{fill}"/></a:solidFill>' if fill else "<a:noFill/>"
    none = "".join(f'<a:{side} w="0"><a:noFill/></a:{side}>' for side in ("lnL", "lnR", "lnT"))
    ruled = f'{none}<a:lnB w="6350"><a:solidFill><a:srgbClr val="{RULE}"/></a:solidFill></a:lnB>'
    margin = f'marL="{2 * EMU}" marR="{2 * EMU}" marT="{round(PAD / 2 * EMU)}" marB="{round(PAD / 2 * EMU)}"'
    return f"<a:tc{span}><a:txBody><a:bodyPr/>{held}</a:txBody><a:tcPr {margin}>{ruled}{filled}</a:tcPr></a:tc>"


def _cell(cell: Cell, ink: str) -> str:
    if cell.mark is None:
        return _runs(cell.text, ink)
    mark = f"{SHAPES[cell.mark.status]} {said(cell.mark.word)}"
    tone = INKS[cell.mark.status]
    return _run(f"{mark} " if said(cell.text) else mark, tone, bold=True) + _runs(cell.text, ink)


def _runs(text: Text, ink: str = INK, *, bold: bool = False) -> str:
    return "".join(_run(part, ink, bold=bold, is_code=is_code) for part, is_code in ticked(text))


def _run(text: str, ink: str, *, bold: bool = False, is_code: bool = False) -> str:
    face = '<a:latin typeface="Consolas"/>' if is_code else ""
    fill = f'<a:solidFill><a:srgbClr val="{ink}"/></a:solidFill>'
    heavy = ' b="1"' if bold else ""
    return f"<a:r><a:rPr {LETTERS}{heavy}>{fill}{face}</a:rPr><a:t>{escape(text, quote=False)}</a:t></a:r>"
