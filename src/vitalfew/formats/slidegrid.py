"""Tables on slides as they stand in their files, with how high each row is; sizes are in millimetres."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING

from vitalfew.formats.document import Cell, Text
from vitalfew.formats.letters import INKS, said, ticked
from vitalfew.formats.shaping import Grid, Row
from vitalfew.formats.slide import ACROSS, LEFT, POINT, lines
from vitalfew.model.verdict import SHAPES

if TYPE_CHECKING:
    from pptx.slide import Slide

SPACE = "http://schemas.openxmlformats.org/drawingml/2006/main"
SIZE = 11
LINE = SIZE * POINT * 1.22
EMU = 36_000
"""In a millimetre."""
PAD = 1.8
INK, HEAD, GROUP, LACKING, RULE = "141D2A", "EEF1F6", "F4F6FA", "FDF0D5", "D0D7E2"


def widths(grid: Grid) -> list[float]:
    """Give how wide the columns are."""
    return [ACROSS * share / sum(grid.shares) for share in grid.shares]


def high(row: Row, wide: Sequence[float]) -> float:
    """Tell how high a row is."""
    held = (sum(_lines(cell, width) for cell in cells) for cells, width in zip(row, wide, strict=True))
    return PAD + LINE * max(1, *held)


def _lines(cell: Cell, width: float) -> int:
    mark = f"{SHAPES[cell.mark.status]} {said(cell.mark.word)} " if cell.mark else ""
    return lines(mark + said(cell.text), width - 4, SIZE)


def head_of(grid: Grid) -> float:
    """Tell how high the head is."""
    return high(tuple((Cell(head.name),) for head in grid.heads), widths(grid)) if grid.heads else 0.0


def bundles(grid: Grid) -> list[tuple[int, ...]]:
    """Give the places of rows that stay together: where a group begins, its name with its first row; the name is -1."""
    return [((-1, place) if place in grid.groups else (place,)) for place in range(len(grid.rows))]


def tall(grid: Grid, places: Sequence[int]) -> float:
    """Tell how high rows are."""
    wide = widths(grid)
    return sum(PAD + LINE if place < 0 else high(grid.rows[place], wide) for place in places)


def put(slide: Slide, grid: Grid, places: Sequence[int], top: float) -> None:
    """Put the head and some rows of a grid on a slide."""
    from pptx.oxml import parse_xml  # noqa: PLC0415  # an extra
    from pptx.util import Mm  # noqa: PLC0415  # as above

    wide = widths(grid)
    height = head_of(grid) + tall(grid, places)
    frame = slide.shapes.add_table(1, 1, Mm(LEFT), Mm(top), Mm(ACROSS), Mm(height))
    rows = [_head(grid)] if grid.heads else []
    for at, place in enumerate(places):
        if place < 0:
            rows.append(_group(grid.groups[places[at + 1]], len(wide)))
            continue
        rows.append(_row(grid, place, wide))
    columns = "".join(f'<a:gridCol w="{round(width * EMU)}"/>' for width in wide)
    first = ' firstRow="1"' if grid.heads else ""
    made = f'<a:tbl xmlns:a="{SPACE}"><a:tblPr{first}/><a:tblGrid>{columns}</a:tblGrid>{"".join(rows)}</a:tbl>'
    old = frame.table._tbl  # noqa: SLF001  # tables are quick only as a whole
    old.getparent().replace(old, parse_xml(made))


def _head(grid: Grid) -> str:
    places = [_place([_runs(head.name, bold=True)], LACKING if head.lacks else HEAD) for head in grid.heads]
    return _line(places, head_of(grid))


def _group(name: Text, across: int) -> str:
    first = _place([_runs(name, bold=True)], GROUP, f' gridSpan="{across}"' if across > 1 else "")
    return _line([first, *[_place([], GROUP, ' hMerge="1"')] * (across - 1)], PAD + LINE)


def _row(grid: Grid, place: int, wide: Sequence[float]) -> str:
    row = grid.rows[place]
    first = LACKING if place in grid.lacking else ""
    soft = INK if grid.heads else INKS[None]
    places = [_place([_cell(cell, INK if at else soft) for cell in held], "" if at else first) for at, held in enumerate(row)]
    return _line(places, high(row, wide))


def _line(places: Sequence[str], height: float) -> str:
    return f'<a:tr h="{round(height * EMU)}">{"".join(places)}</a:tr>'


def _place(paragraphs: Sequence[str], fill: str, span: str = "") -> str:
    end = f'<a:endParaRPr sz="{SIZE * 100}"/>'
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
    return f'<a:r><a:rPr sz="{SIZE * 100}"{heavy}>{fill}{face}</a:rPr><a:t>{escape(text, quote=False)}</a:t></a:r>'
