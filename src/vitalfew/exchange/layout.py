"""Where the table of a sheet is and what its columns hold: titles above, merged headers, several header rows.

A table is one of `kpis` (a row per KPI, perhaps with periods beside), `long` (KPI, period, value), `across` (a row per period,
a column per KPI) or `objectives`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Literal, NamedTuple

from vitalfew.exchange.header import Role, field_of, plain, role_of, without_role
from vitalfew.exchange.log import Log
from vitalfew.exchange.moment import Hint, Moment, day_first_of, read_moment
from vitalfew.exchange.number import is_missing, read_number
from vitalfew.exchange.workbook import Cell, Sheet

Kind = Literal["kpis", "long", "across", "objectives"]
MOST_HEADER_ROW = 40
OBJECTIVE_SHEETS = {
    "objectives",
    "goals",
    "strategic objectives",
    "strategic goals",
    "ziele",
    "strategische ziele",
    "strategy",
    "strategie",
}


class Column(NamedTuple):
    """A column: its field, or `moment` with what it holds in that period; `head` is the cell whose words say so."""

    number: int
    head: Cell
    field: str
    moment: Moment | None = None
    role: Role = "actual"


@dataclass(frozen=True)
class Table:
    """A table in a sheet; `first` is the row below its header."""

    sheet: Sheet
    kind: Kind
    first: int
    columns: tuple[Column, ...]

    def column(self, field: str) -> int:
        """Give the number of a field's column, 0 where there is none."""
        return next((column.number for column in self.columns if column.field == field), 0)

    def cell(self, row: int, field: str) -> Cell:
        """Give a row's cell of a field, seen through a merge; one that says nothing where there is no such column."""
        column = self.column(field)
        return shown(self.sheet, row, column) if column else Cell(self.sheet.name, row, 0, None)


def shown(sheet: Sheet, row: int, column: int) -> Cell:
    """Give the cell that a reader sees at a place: in a merged range its first one."""
    cell = sheet.cell(row, column)
    if cell.text:
        return cell
    for top, left, bottom, right in sheet.merged:
        if top <= row <= bottom and left <= column <= right:
            return sheet.cell(top, left)
    return cell


def table_of(sheet: Sheet, log: Log, *, today: date) -> Table | None:
    """Find the table of a sheet; None, and a word in the log, where there is none that is understood."""
    scores = {row: _score(sheet, row) for row in range(1, min(sheet.height, MOST_HEADER_ROW) + 1)}
    best = max(scores, key=lambda row: (scores[row], -row), default=0)
    if not best or scores[best] < 1:
        if any(True for row in range(1, sheet.height + 1) for _ in sheet.row(row)):
            log.skip_sheet(sheet.name, "no header was recognised, the sheet is not read")
        return None
    columns = _named_by_sheet(sheet, _columns(sheet, best, log, today))
    fields = {column.field for column in columns}
    kind = _kind(fields)
    if kind is None:
        log.skip_sheet(sheet.name, f"row {best} names no KPI beside periods, values or targets; the sheet is not read")
        return None
    _say_columns(columns, kind, log)
    return Table(sheet, kind, best + 1, tuple(columns))


def _named_by_sheet(sheet: Sheet, columns: list[Column]) -> list[Column]:
    """Take the names on a sheet of objectives for objectives."""
    fields = {column.field for column in columns}
    if plain(sheet.name) not in OBJECTIVE_SHEETS or fields & {"moment", "objective", "unit", "target"}:
        return columns
    return [column._replace(field="objective") if column.field == "name" else column for column in columns]


def _kind(fields: set[str]) -> Kind | None:
    if "name" in fields or ("id" in fields and "moment" in fields):
        return "long" if "period" in fields and ("value" in fields or "target" in fields) else "kpis"
    if "period" in fields and "" in fields:
        return "across"
    return "objectives" if "objective" in fields else None


def _say_columns(columns: list[Column], kind: Kind, log: Log) -> None:
    seen: set[str] = set()
    for column in columns:
        if column.field in seen and column.field not in {"", "moment"}:
            log.skip(column.head, f"column `{column.head.text}` stands twice, the first is read")
        seen.add(column.field)
        if column.field == "" and kind != "across":
            log.skip(column.head, f"column `{column.head.text}` is not known and not read")
        if column.field == "moment" and column.moment and column.moment.assumed:
            start = column.moment.start
            log.guess(column.head, f"read `{column.head.text}` as starting on {start}, its {column.moment.assumed} is assumed")


def _score(sheet: Sheet, row: int) -> int:
    """Count what a row would name as a header; numbers count as years where they count up one by one."""
    cells = [shown(sheet, row, column) for column in range(1, sheet.width + 1)]
    years = [cell.value for cell in cells if isinstance(cell.value, float)]
    counting = len(years) > 1 and all(later - earlier == 1 for earlier, later in pairwise(years))
    own = {cell for cell in cells if cell.text and (cell.row == row or not isinstance(cell.value, float))}
    return sum(_names(cell, counting=counting) for cell in own)


def _names(cell: Cell, *, counting: bool) -> bool:
    if isinstance(cell.value, float):
        return counting and read_moment(cell.value, Hint(2000)) is not None
    return field_of(cell.text) is not None or read_moment(_period_text(cell), Hint(2000)) is not None


def _period_text(cell: Cell) -> object:
    return without_role(cell.text) if isinstance(cell.value, str) else cell.value


def _columns(sheet: Sheet, row: int, log: Log, today: date) -> list[Column]:
    heads = [shown(sheet, row, column) for column in range(1, sheet.width + 1)]
    day_first = day_first_of(cell.text for cell in heads)
    years = [cell for cell in heads if isinstance(cell.value, float)]
    found: list[Column] = []
    for number, head in enumerate(heads, start=1):
        above = _above(sheet, row, number, head)
        if not head.text and not above:
            if any(sheet.cell(below, number).text for below in range(row + 1, sheet.height + 1)):
                log.skip(sheet.cell(row, number), "the column has no header and is not read")
            continue
        hint = Hint(_year(above, sheet, today), day_first)
        repeats = sum(plain(each.text) == plain(head.text) for each in heads) > 1
        found.append(_column(sheet, number, head, above, hint, numbers=len(years) > 1, repeats=repeats))
    return [_told_by_cells(sheet, row, column) for column in found]


def _above(sheet: Sheet, row: int, number: int, head: Cell) -> list[Cell]:
    """Give the words over a header cell, nearest first; a year or `Actual` written once holds until the next."""
    found: list[Cell] = []
    for higher in range(row - 1, max(row - 4, 0), -1):
        cell = shown(sheet, higher, number)
        left = number
        while not cell.text and left > 1:
            left -= 1
            cell = shown(sheet, higher, left)
        if cell.text and cell != head and (left == number or role_of(cell.text) or read_moment(cell.value, Hint(1))):
            found.append(cell)
    return found


def _year(above: list[Cell], sheet: Sheet, today: date) -> int:
    for word in (*(word for cell in above for word in cell.text.split()), *sheet.name.split()):
        moment = read_moment(word, Hint(1))
        if moment and moment.grain == "year":
            return moment.start.year
    return today.year


def _column(sheet: Sheet, number: int, head: Cell, above: list[Cell], hint: Hint, *, numbers: bool, repeats: bool) -> Column:
    words = head.text
    field = field_of(words)
    if field is None:
        field = next((known for cell in above if (known := field_of(f"{cell.text} {words}"))), None)
    readable = numbers or not isinstance(head.value, float)
    moment = None if field else read_moment(_period_text(head), hint) if readable else None
    if field in {"value", "target"} and repeats:
        moment = _paired(above, hint)
    role = role_of(words) or next((role for cell in above if (role := role_of(cell.text))), None) or role_of(sheet.name)
    if moment is None:
        return Column(number, head, field or _dated_field(words))
    if moment.assumed == "year" and any(isinstance(cell.value, float | str) and str(hint.year) in cell.text for cell in above):
        moment = moment._replace(assumed="")
    return Column(number, head, "moment", moment, role or "actual")


def _paired(above: list[Cell], hint: Hint) -> Moment | None:
    """Give the period over a pair of `Actual` and `Target`; a year over them is a title, as months may stand beside."""
    found = (read_moment(_period_text(cell), hint) for cell in above)
    return next((moment for moment in found if moment and moment.grain != "year"), None)


def _dated_field(words: str) -> str:
    """Read `Baseline 2025` as a baseline."""
    without = " ".join(word for word in words.split() if not read_moment(word, Hint(1)))
    return (field_of(without) or "") if without != words else ""


def _told_by_cells(sheet: Sheet, row: int, column: Column) -> Column:
    """Let the cells decide what `Ziel` and `Goal` mean: numbers make a target, sentences an objective."""
    if column.field not in {"target", "objective"} or plain(column.head.text) not in {
        "ziel",
        "goal",
        "ziele",
        "goals",
        "objective",
    }:
        return column
    cells = [sheet.cell(below, column.number) for below in range(row + 1, sheet.height + 1)]
    cells = [cell for cell in cells if cell.text and not is_missing(cell.text)]
    numbers = sum(isinstance(cell.value, float) or read_number(cell.text.lstrip("<>=≤≥ ")) is not None for cell in cells)
    if not cells:
        return column
    return column._replace(field="target" if 2 * numbers > len(cells) else "objective")
