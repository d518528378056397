"""Tables of Word as they stand in its files: written as a whole, since cell by cell takes minutes for hundreds of KPIs."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from vitalfew.formats.document import Cell, Text
from vitalfew.formats.letters import INKS, said, ticked
from vitalfew.formats.shaping import Grid, Row
from vitalfew.model.verdict import SHAPES

SPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
TWIPS = 56.7
"""In a millimetre."""
SIZE = 16
"""How high letters are, in half points."""
HEAD, GROUP, LACKING, LINES = "EEF1F6", "F4F6FA", "FDF0D5", "D0D7E2"


def written(grid: Grid, width: float) -> str:
    """Write a grid as a table so many millimetres wide: its head on every page, no row cut, a group never apart from its rows."""
    wide = [round(width * TWIPS * share / sum(grid.shares)) for share in grid.shares]
    lines = [_head(grid, wide)] if grid.heads else []
    for place, row in enumerate(grid.rows):
        if place in grid.groups:
            lines.append(
                _line([_place(_paragraph(_run(grid.groups[place], bold=True), is_kept=True), sum(wide), GROUP, len(wide))])
            )
        lines.append(_row(row, wide, fill=LACKING if place in grid.lacking else "", is_named=bool(grid.heads)))
    columns = "".join(f'<w:gridCol w:w="{each}"/>' for each in wide)
    outline = _outline(sum(wide), is_ruled=bool(grid.heads))
    return f'<w:tbl xmlns:w="{SPACE}">{outline}<w:tblGrid>{columns}</w:tblGrid>{"".join(lines)}</w:tbl>'


def _outline(width: int, *, is_ruled: bool) -> str:
    sides = ("top", "left", "bottom", "right", "insideH", "insideV") if is_ruled else ("bottom", "insideH")
    ruled = "".join(f'<w:{side} w:val="single" w:sz="4" w:color="{LINES}"/>' for side in sides)
    return (
        f'<w:tblPr><w:tblStyle w:val="TableNormal"/><w:tblW w:w="{width}" w:type="dxa"/><w:tblBorders>{ruled}</w:tblBorders>'
        '<w:tblLayout w:type="fixed"/>'
        '<w:tblCellMar><w:left w:w="85" w:type="dxa"/><w:right w:w="85" w:type="dxa"/></w:tblCellMar>'
        "</w:tblPr>"
    )


def _head(grid: Grid, wide: Sequence[int]) -> str:
    places = [
        _place(_paragraph(_run(head.name, bold=True), is_kept=True), width, LACKING if head.lacks else HEAD)
        for head, width in zip(grid.heads, wide, strict=True)
    ]
    return _line(places, "<w:tblHeader/>")


def _row(row: Row, wide: Sequence[int], *, fill: str, is_named: bool) -> str:
    soft = "" if is_named else INKS[None]
    places = [
        _place("".join(_paragraph(_cell(cell, "" if at else soft)) for cell in held) or _paragraph(""), width, "" if at else fill)
        for at, (held, width) in enumerate(zip(row, wide, strict=True))
    ]
    return _line(places)


def _line(places: Sequence[str], more: str = "") -> str:
    return f"<w:tr><w:trPr><w:cantSplit/>{more}</w:trPr>{''.join(places)}</w:tr>"


def _place(held: str, width: int, fill: str = "", across: int = 1) -> str:
    span = f'<w:gridSpan w:val="{across}"/>' if across > 1 else ""
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>' if fill else ""
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{shade}</w:tcPr>{held}</w:tc>'


def _paragraph(runs: str, *, is_kept: bool = False) -> str:
    kept = "<w:keepNext/>" if is_kept else ""
    size = f'<w:rPr><w:sz w:val="{SIZE}"/></w:rPr>'
    return f'<w:p><w:pPr>{kept}<w:spacing w:before="15" w:after="15" w:line="240" w:lineRule="auto"/>{size}</w:pPr>{runs}</w:p>'


def _cell(cell: Cell, ink: str) -> str:
    if cell.mark is None:
        return _run(cell.text, ink=ink)
    mark = f"{SHAPES[cell.mark.status]} {said(cell.mark.word)} "
    return _letters(mark, "<w:b/>", INKS[cell.mark.status]) + _run(cell.text, ink=ink)


def _run(text: Text, *, bold: bool = False, ink: str = "") -> str:
    """Write a text; what stands between backticks has the face of code."""
    code = '<w:rFonts w:ascii="Consolas" w:hAnsi="Consolas" w:cs="Consolas"/>'
    heavy = "<w:b/>" if bold else ""
    return "".join(_letters(part, f"{code if is_code else ''}{heavy}", ink) for part, is_code in ticked(text))


def _letters(text: str, face: str, ink: str) -> str:
    colour = f'<w:color w:val="{ink}"/>' if ink else ""
    held = f'<w:t xml:space="preserve">{escape(text, quote=False)}</w:t>'
    return f'<w:r><w:rPr>{face}{colour}<w:sz w:val="{SIZE}"/></w:rPr>{held}</w:r>'
