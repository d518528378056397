"""Sheets of a workbook: texts as texts, numbers as numbers, room for every line, names that no other has."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from math import ceil
from typing import TYPE_CHECKING

from vitalfew.base.said import Figure
from vitalfew.formats.document import Cell, Text
from vitalfew.formats.letters import INKS, allowed, words
from vitalfew.model.wording import NOTHING, Mark

if TYPE_CHECKING:
    from xlsxwriter.format import Format as Style
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

WIDE, NARROW = 36, 22
"""How many letters wide the first column is, and the others."""
LINE, MOST_LINES = 15, 27
"""The height of a line in points; a row has no room for more lines than that."""
LONGEST_NAME, LONGEST_TEXT = 31, 32_000
_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")


@dataclass
class Sheet:
    """A sheet that is written from the top down; `row` is the next free one."""

    book: Workbook
    page: Worksheet
    styles: dict[str, Style]
    tables: list[str] = field(default_factory=list)
    row: int = 0
    lines: dict[int, int] = field(default_factory=dict)

    def style(self, **wanted: object) -> Style:
        """Give a style, made once."""
        name = repr(sorted(wanted.items()))
        if name not in self.styles:
            self.styles[name] = self.book.add_format({"valign": "top", "text_wrap": True, **wanted})
        return self.styles[name]

    def write(self, text: str, column: int = 0, **wanted: object) -> None:
        """Write a text as it is, and make room for its lines."""
        self.page.write_string(self.row, column, text, self.style(**wanted))
        room = (NARROW if column else WIDE) - 2
        lines = sum(max(1, ceil(len(each) / room)) for each in text.split("\n"))
        if lines > self.lines.get(self.row, 1):
            self.lines[self.row] = lines
            self.page.set_row(self.row, LINE * min(lines, MOST_LINES))

    def text(self, text: Text, column: int = 0, **wanted: object) -> None:
        """Tell a text as text."""
        self.write(said(text), column, **wanted)

    def line(self, text: Text, **wanted: object) -> None:
        """Write a text on a row of its own, across the columns."""
        self.page.merge_range(self.row, 0, self.row, 5, said(text), self.style(**wanted))
        self.row += 1

    def cell(self, cell: Cell, column: int) -> None:
        """Write what a cell holds: a number as a number where nothing else stands in it."""
        if isinstance(cell.text, Figure) and cell.mark is None:
            self.page.write_number(self.row, column, cell.text.value, self.style(num_format=number_format(cell.text)))
        else:
            colour = {"font_color": ink(cell.mark)} if cell.mark else {}
            self.write(words(cell, said), column, **colour)


def said(text: Text) -> str:
    """Tell a text as a cell can hold it."""
    return allowed(text)[:LONGEST_TEXT]


def ink(mark: Mark | None) -> str:
    """Give the colour of a status."""
    return f"#{INKS[mark.status if mark else None]}"


def number_format(number: Figure) -> str:
    """Give Excel's pattern for a number with its unit."""
    digits = f"#,##0{'.' + '0' * number.places if number.places else ''}"
    unit = number.unit or ""
    return f'{digits} "{unit}"'.replace('""', "") if unit and '"' not in unit else digits


def name_of(title: str, taken: set[str]) -> str:
    """Give a name that a sheet may have and no other has."""
    bare = _FORBIDDEN.sub(" ", title).strip(" '")[:LONGEST_NAME].strip(" '") or "Sheet"
    name, number = bare, 2
    while name.lower() in taken or name.lower() == "history":
        name = f"{bare[: LONGEST_NAME - 4]} {number}"
        number += 1
    taken.add(name.lower())
    return name


def unique(names: list[str]) -> list[str]:
    """Tell heads apart that are called alike, as Excel's tables want."""
    taken: dict[str, int] = {}
    found = []
    for name in names:
        bare = name[:200] or NOTHING
        taken[bare.lower()] = taken.get(bare.lower(), 0) + 1
        found.append(bare if taken[bare.lower()] == 1 else f"{bare} {taken[bare.lower()]}")
    return found
