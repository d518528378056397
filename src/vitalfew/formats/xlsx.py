"""Excel: a sheet for each part, tables that sort and filter, numbers as numbers, counts as formulas that follow them.

Every text is written as text, so that none is taken for a formula or a link.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from io import BytesIO
from typing import TYPE_CHECKING

from vitalfew.base.said import say
from vitalfew.formats.brand import office_font, points
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
)
from vitalfew.formats.format import Format, Look
from vitalfew.formats.letters import words
from vitalfew.formats.made import footing
from vitalfew.formats.shaping import grouped, lines_of, lines_of_course, nothing, pattern, table_of
from vitalfew.formats.sheet import LONGEST_TEXT, NARROW, WIDE, Sheet, ink, name_of, said, unique
from vitalfew.model.course import Course
from vitalfew.model.verdict import SHAPES

if TYPE_CHECKING:
    from xlsxwriter.format import Format as Style
    from xlsxwriter.worksheet import Worksheet

OVERVIEW = say("Overview")


def render(document: Document, look: Look) -> bytes:
    """Write the document."""
    from xlsxwriter import Workbook  # noqa: PLC0415  # loads late

    stream = BytesIO()
    options: dict[str, object] = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    options["default_format_properties"] = {"font_name": office_font(look)}
    book = Workbook(stream, options)
    at = document.made.measured_at or datetime.combine(document.made.as_of, datetime.min.time())
    title = {"title": said(document.title)[:255], "author": said(document.organisation)[:255]}
    book.set_properties({**title, "created": at.replace(tzinfo=None)})
    styles: dict[str, Style] = {}
    names: set[str] = set()
    tables: list[str] = []
    for text, blocks in (
        (OVERVIEW, _overview(document, look)),
        *((section.title, section.blocks) for section in document.sections),
        *([(say("What is missing or stale"), document.missing)] if document.missing else []),
    ):
        page = book.add_worksheet(name_of(said(text), names))
        page.set_paper({"A4": 9, "Letter": 1}[look.paper])
        page.set_landscape()
        page.fit_to_pages(1, 0)
        _printed(page, look)
        page.set_column(0, 0, WIDE)
        page.set_column(1, 60, NARROW)
        sheet = Sheet(book, page, styles, tables)
        sheet.line(text, bold=True, font_size=16, font_color=look.colour, bottom=2, bottom_color=look.accent)
        for block in blocks:
            write(sheet, block, 2)
    book.close()
    return stream.getvalue()


def _printed(page: Worksheet, look: Look) -> None:
    """Put the logo above and the footer below each page that is printed."""
    left, middle = (text.replace("&", "&&") for text in (look.footer, look.confidential))
    page.set_footer(f"&L{left[:90]}&C{middle[:90]}&R&P / &N")
    if look.logo:
        page.set_header("&R&G", {"image_right": "logo.png", "image_data_right": BytesIO(points(look.logo))})
        page.set_margins(top=1.1)


def _overview(document: Document, look: Look) -> Iterable[Block]:
    lines = (document.organisation, document.title, document.purpose, footing(document.made), look.confidential, look.footer)
    yield Prose(tuple(filter(None, lines)))
    yield from document.summary


def write(sheet: Sheet, block: Block, depth: int) -> None:
    """Write a block below what stands there."""
    if isinstance(block, Section):
        sheet.row += 1
        sheet.line(block.title, bold=True, font_size=max(15 - depth, 11))
        for each in block.blocks:
            write(sheet, each, depth + 1)
    elif lack := nothing(block):
        sheet.line(lack[0], bold=True)
        sheet.line(lack[1], italic=True)
    else:
        WRITERS[type(block)](sheet, block)


def _lines(sheet: Sheet, block: Prose | Bullets) -> None:
    for text in block.texts if isinstance(block, Prose) else block.items:
        sheet.line(text)


def _terms(sheet: Sheet, block: Terms) -> None:
    for name, cell in block.rows:
        sheet.text(name, font_color=ink(None))
        sheet.cell(cell, 1)
        sheet.row += 1


def _gridded(sheet: Sheet, block: Actions | Cards | Table) -> None:
    table = grouped(table_of(block))
    _grid(sheet, block.caption, [column.name for column in table.columns], table.rows)


def _grid(sheet: Sheet, caption: Text, heads: list[Text], rows: Sequence[Sequence[Cell]]) -> None:
    """Write a table of Excel's own, and below it how many of its rows stand how, as formulas."""
    sheet.row += 1
    sheet.line(caption, bold=True)
    first = sheet.row
    names = unique([said(head) for head in heads])
    sheet.tables.append(f"Table{len(sheet.tables) + 1}")
    sheet.page.add_table(
        first,
        0,
        first + len(rows),
        len(heads) - 1,
        {
            "name": sheet.tables[-1],
            "style": "Table Style Light 1",
            "columns": [{"header": name, "header_format": sheet.style(bold=True)} for name in names],
        },
    )
    for row in rows:
        sheet.row += 1
        for column, cell in enumerate(row):
            sheet.cell(cell, column)
    sheet.row += 1
    _counted(sheet, first + 1, rows)


def _counted(sheet: Sheet, first: int, rows: Sequence[Sequence[Cell]]) -> None:
    from xlsxwriter.utility import xl_range_abs  # noqa: PLC0415  # loads late

    marked = [column for column in range(len(rows[0])) if any(row[column].mark for row in rows)]
    for column in marked:
        range_ = xl_range_abs(first, column, first + len(rows) - 1, column)
        found = {row[column].mark for row in rows} - {None}
        for mark in sorted(found, key=lambda each: (str(each.status), said(each.word)) if each else ("", "")):
            start = f"{SHAPES[mark.status]} {said(mark.word)}" if mark else ""
            count = sum(words(row[column]).startswith(start) for row in rows)
            pattern = re.sub(r"([~*?])", r"~\1", start).replace('"', '""')
            sheet.text(start, 0, font_color=ink(mark) if mark else "#000000")
            sheet.page.write_formula(sheet.row, 1, f'=COUNTIF({range_},"{pattern}*")', sheet.style(), count)
            sheet.row += 1


def _matrix(sheet: Sheet, block: Matrix) -> None:
    sheet.row += 1
    sheet.line(block.caption, bold=True)
    sheet.line(block.legend, italic=True)
    lacks = {"bg_color": "#fdf0d5"}
    sheet.text(block.corner, 0, bold=True)
    for column, head in enumerate(block.columns, 1):
        sheet.text(head.name, column, bold=True, **(lacks if head.lacks else {}))
    for at, head in enumerate(block.rows):
        sheet.row += 1
        sheet.text(head.name, 0, bold=True, **(lacks if head.lacks else {}))
        for to in range(len(block.columns)):
            cells = block.cells.get((at, to), ())
            if len(cells) == 1:
                sheet.cell(cells[0], to + 1)
            elif cells:
                sheet.write("\n".join(map(words, cells))[:LONGEST_TEXT], to + 1)
    sheet.row += 2


def _chart(sheet: Sheet, block: Chart) -> None:
    """Write the values and a chart of Excel's own beside them, one below the other where there are two courses."""
    sheet.row += 1
    sheet.line(block.caption, bold=True)
    sheet.line(block.alt, italic=True)
    for course in block.courses:
        _course(sheet, block, course)


LINES = (
    {"color": "#1F4E79", "width": 2},
    {"color": "#14693C", "width": 1.75, "dash_type": "dash"},
    {"color": "#475467", "width": 1.25, "dash_type": "round_dot"},
)
"""How value, target and the year before are drawn: told apart in grey too."""
RING = {"type": "circle", "size": 6, "fill": {"none": True}, "border": {"color": "#1F4E79"}}
RUNNING = {"line": {"none": True}, "marker": RING}
"""How a period is drawn that is not over yet: a ring that no line leads to."""


def _course(sheet: Sheet, block: Chart, course: Course) -> None:
    first, written = sheet.row + 1, pattern(block, course)
    lines = lines_of_course(course)
    for column, head in enumerate((say("period"), *(name for name, _ in lines))):
        sheet.text(head, column, bold=True)
    for place, step in enumerate(course.steps):
        sheet.row += 1
        sheet.text(step.label)
        for column, (_, numbers) in enumerate(lines, 1):
            if isinstance(number := numbers[place], float | int):
                sheet.page.write_number(sheet.row, column, number, sheet.style(num_format=written))
    if course.steps:
        drawn = sheet.book.add_chart({"type": "line"})
        for column, (name, _) in enumerate(lines, 1):
            drawn.add_series(
                {
                    "name": [sheet.page.get_name(), first - 1, column],
                    "categories": [sheet.page.get_name(), first, 0, sheet.row, 0],
                    "values": [sheet.page.get_name(), first, column, sheet.row, column],
                    **(RUNNING if name == say("so far") else {"line": LINES[column - 1]}),
                }
            )
        drawn.set_y_axis({"num_format": written, "major_gridlines": {"visible": True, "line": {"color": "#D0D7E2"}}})
        drawn.set_legend({"position": "bottom"})
        sheet.page.insert_chart(first, 5, drawn, {"description": said(block.alt)[:255]})
    sheet.row = max(sheet.row + 2, first + 16)


def _drawn(sheet: Sheet, block: Diagram | Timeline) -> None:
    """Say in words what a sheet cannot draw."""
    sheet.row += 1
    sheet.line(block.caption, bold=True)
    sheet.line(block.alt)
    for box in block.boxes if isinstance(block, Diagram) else ():
        sheet.text(box.title)
        for column, cell in enumerate(box.lines, 1):
            sheet.cell(cell, column)
        sheet.row += 1
    for stretch in block.stretches if isinstance(block, Timeline) else ():
        sheet.text(stretch.name)
        for column, day in ((1, stretch.starts), (2, stretch.ends)):
            if day:
                sheet.page.write_datetime(sheet.row, column, _moment(day), sheet.style(num_format="yyyy-mm-dd"))
        sheet.row += 1


def _moment(day: date) -> datetime:
    return datetime(day.year, day.month, day.day)  # noqa: DTZ001  # Excel's days have no zone


def _tree(sheet: Sheet, block: Tree) -> None:
    sheet.row += 1
    sheet.line(block.caption, bold=True)
    for node, depth in lines_of(block):
        text = " ".join(filter(None, (words(node.cell, said), said(node.note))))
        sheet.page.write_string(sheet.row, 0, text, sheet.style(indent=min(depth, 15)))
        sheet.page.set_row(sheet.row, None, None, {"level": min(depth, 7)})
        sheet.row += 1


def _callout(sheet: Sheet, block: Callout) -> None:
    sheet.line(say("{title}: {text}", title=block.title, text=block.text), bold=True, font_color="#7c4a03")


def _break(sheet: Sheet, _: PageBreak) -> None:
    sheet.page.set_h_pagebreaks([sheet.row])


WRITERS: Mapping[type[Block], Callable[..., None]] = {
    Prose: _lines,
    Bullets: _lines,
    Terms: _terms,
    Table: _gridded,
    Matrix: _matrix,
    Cards: _gridded,
    Chart: _chart,
    Diagram: _drawn,
    Timeline: _drawn,
    Tree: _tree,
    Actions: _gridded,
    Callout: _callout,
    PageBreak: _break,
}

FORMAT = Format("xlsx", ".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", render)
