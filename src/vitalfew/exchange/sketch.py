"""What the tables of a book say of each KPI and objective, still as cells: nothing is read as a number here."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, NamedTuple

from vitalfew.exchange.header import Role, field_of, perspective_of, role_of
from vitalfew.exchange.layout import Column, Table, table_of
from vitalfew.exchange.log import Log
from vitalfew.exchange.moment import Hint, Moment, day_first_of, read_moment
from vitalfew.exchange.workbook import Book, Cell

ABOUT_KPI = {"period", "value", "series", "comment", "moment", "", "name"}


class Entry(NamedTuple):
    """A cell that holds a number of a period."""

    moment: Moment
    cell: Cell


@dataclass
class Sketch:
    """A KPI as found: `cell` holds its name, `cells` its other fields, `entries` its numbers per period."""

    name: str
    cell: Cell
    cells: dict[str, Cell] = field(default_factory=dict)
    entries: dict[Role, list[Entry]] = field(default_factory=lambda: {"actual": [], "target": []})


@dataclass
class Sketches:
    """Everything found, KPIs by the name that people match them by."""

    kpis: dict[str, Sketch] = field(default_factory=dict)
    objectives: list[dict[str, Cell]] = field(default_factory=list)
    ids: dict[str, str] = field(default_factory=dict)


def sketch(book: Book, log: Log, *, today: date) -> Sketches:
    """Gather what the sheets say; sheets with a row per KPI come first, so that values find their KPI."""
    for name in book.hidden:
        log.skip_sheet(name, "the sheet is hidden and not read")
    tables = [table for sheet in book.sheets if (table := table_of(sheet, log, today=today))]
    found = Sketches()
    for table in sorted(tables, key=lambda table: _declares(table) is False):
        if table.kind == "objectives":
            found.objectives += [row for number in _rows(table, log) if (row := _fields(table, number))]
        elif table.kind == "across":
            _across(table, found, log, today)
        else:
            _down(table, found, log, today)
    return found


def _declares(table: Table) -> bool:
    fields = {column.field for column in table.columns}
    return table.kind == "kpis" and bool(fields - ABOUT_KPI - {"id", "unit"})


def _rows(table: Table, log: Log) -> list[int]:
    rows = [row for row in range(table.first, table.sheet.height + 1) if any(True for _ in table.sheet.row(row))]
    for row in rows:
        for cell in table.sheet.row(row):
            if not any(column.number == cell.column for column in table.columns):
                log.skip(cell, f"`{cell.text}` stands under no header")
    return rows


def _fields(table: Table, row: int) -> dict[str, Cell]:
    fields = {column.field for column in table.columns if column.field not in {"", "moment"}}
    return {field: cell for field in fields if (cell := table.cell(row, field)).text}


def _down(table: Table, found: Sketches, log: Log, today: date) -> None:
    """Read a table with a row per KPI, or per KPI and period."""
    rows = _rows(table, log)
    lonely = {row for row in rows if len(list(table.sheet.row(row))) == 1 and not _merged(table, row)}
    heading: Cell | None = None
    days = day_first_of(table.cell(row, "period").text for row in rows)
    for row in rows:
        fields = _fields(table, row)
        name = fields.get("name") or fields.get("id")
        if name and row > table.first and _is_header(table, row, name, log):
            break
        if row in lonely and len(lonely) < len(rows):
            heading = _heading(table, row, log)
        elif name is None:
            log.skip(next(table.sheet.row(row)), f"row {row} names no KPI and is not read")
        elif name.column and not isinstance(name.value, str):
            log.skip(name, f"`{name.text}` is no name of a KPI, row {row} is not read")
        elif _is_total(name.text):
            log.skip(name, f"`{name.text}` adds up other rows and is not read")
        else:
            _row(table, row, fields, _kpi(table, name, fields, found, heading, log), log, Hint(today.year, days))


def _is_header(table: Table, row: int, name: Cell, log: Log) -> bool:
    """Tell whether another table begins, whose columns may mean something else."""
    if field_of(name.text) != "name" or sum(field_of(cell.text) is not None for cell in table.sheet.row(row)) < 2:
        return False
    log.skip(name, f"row {row} begins another table, it and the rows below are not read; give it a sheet of its own")
    return True


def _merged(table: Table, row: int) -> bool:
    return any(top < row <= bottom for top, _, bottom, _ in table.sheet.merged)


def _heading(table: Table, row: int, log: Log) -> Cell | None:
    cell = next(table.sheet.row(row))
    if perspective_of(cell.text):
        log.guess(cell, f"`{cell.text}` stands alone in its row, taken as the perspective of the rows below")
        return cell
    log.skip(cell, f"`{cell.text}` stands alone in its row, taken as a heading and not read")
    return None


def _is_total(name: str) -> bool:
    return re.fullmatch(r"(grand |sub)?total|summe|gesamt|gesamtsumme|zwischensumme|sum", name.casefold().strip(": ")) is not None


def _kpi(table: Table, name: Cell, fields: dict[str, Cell], found: Sketches, heading: Cell | None, log: Log) -> Sketch:
    key, declares = _key(name.text), _declares(table)
    key = found.ids.get(key, key)
    known = found.kpis.get(key)
    twice = known is not None and declares and known.cell != name and known.cell.sheet == name.sheet
    if known and twice and not table.column("series"):
        log.guess(name, f"`{name.text}` stands twice, taken as another KPI than {known.cell.place}")
        key, known = f"{key}\n{name.place}", None
    if known is None:
        known = found.kpis[key] = Sketch(name.text, name)
        if not declares and found.kpis and any(_key(each.cell.sheet) != _key(name.sheet) for each in found.kpis.values()):
            log.guess(name, f"`{name.text}` has no row on another sheet, taken as a KPI of its own")
    if heading and "perspective" not in fields:
        known.cells.setdefault("perspective", heading)
    if "id" in fields and "name" in fields:
        found.ids.setdefault(_key(fields["id"].text), key)
    return known


def _key(text: str) -> str:
    return " ".join(re.sub(r"[\W_]+", " ", text.casefold()).split())


def _row(table: Table, row: int, fields: dict[str, Cell], kpi: Sketch, log: Log, hint: Hint) -> None:
    periods = table.column("period")
    for name, cell in fields.items():
        if name not in ABOUT_KPI and not (periods and name == "target"):
            _field(row, name, cell, kpi, log)
    if "comment" in fields:
        log.skip(fields["comment"], f"the comment `{fields['comment'].text}` is not read")
    role = _row_role(table, row, log)
    if role == "neither":
        return
    if periods:
        _long(table, row, kpi, log, hint, role)
    elif "value" in fields:
        log.skip(fields["value"], f"`{fields['value'].text}` belongs to no period, so it is no observation")
    for column in table.columns:
        cell = table.sheet.cell(row, column.number)
        if column.moment and cell.text and _is_single(table, cell, log):
            kpi.entries[role or column.role].append(Entry(column.moment, cell))


def _is_single(table: Table, cell: Cell, log: Log) -> bool:
    """Refuse a number merged over several periods or rows: it belongs to none of them alone."""
    merged = any((top, left) == (cell.row, cell.column) for top, left, _, _ in table.sheet.merged)
    if merged:
        log.skip(cell, f"`{cell.text}` is merged over several cells, so it belongs to no single period")
    return not merged


def _field(row: int, name: str, cell: Cell, kpi: Sketch, log: Log) -> None:
    if cell.row not in {row, kpi.cell.row}:
        log.guess(cell, f"`{cell.text}` is merged over several rows, read for each of them")
    before = kpi.cells.setdefault(name, cell)
    if before.text != cell.text:
        log.skip(cell, f"`{cell.text}` is left out, {before.place} says `{before.text}`")


def _row_role(table: Table, row: int, log: Log) -> Role | Literal["neither"] | None:
    cell = table.cell(row, "series")
    if not cell.text:
        return None
    role = role_of(cell.text)
    if role is None:
        log.skip(cell, f"`{cell.text}` is neither actual nor target, row {row} is not read")
        return "neither"
    return role


def _long(table: Table, row: int, kpi: Sketch, log: Log, hint: Hint, role: Role | None) -> None:
    when = table.cell(row, "period")
    moment = read_moment(when.value, hint)
    if moment is None:
        log.skip(when, f"`{when.text}` is no period, row {row} is not read")
        return
    if moment.assumed:
        log.guess(when, f"read `{when.text}` as starting on {moment.start}, its {moment.assumed} is assumed")
    for name, own in (("value", "actual"), ("target", "target")):
        cell = table.cell(row, name)
        if cell.text:
            kpi.entries[role or ("actual" if own == "actual" else "target")].append(Entry(moment, cell))


def _across(table: Table, found: Sketches, log: Log, today: date) -> None:
    """Read a table with a row per period and a column per KPI."""
    rows = _rows(table, log)
    hint = Hint(today.year, day_first_of(table.cell(row, "period").text for row in rows))
    columns: list[tuple[Column, Sketch]] = []
    for column in table.columns:
        if column.field == "" and column.head.text:
            columns.append((column, found.kpis.setdefault(_key(column.head.text), Sketch(column.head.text, column.head))))
        elif column.field != "period":
            log.skip(column.head, f"column `{column.head.text}` is not read, as each column is a KPI here")
    for row in rows:
        when = table.cell(row, "period")
        moment = read_moment(when.value, hint)
        if moment is None:
            log.skip(when, f"`{when.text}` is no period, row {row} is not read")
            continue
        for column, kpi in columns:
            cell = table.sheet.cell(row, column.number)
            if cell.text:
                kpi.entries[role_of(table.sheet.name) or "actual"].append(Entry(moment, cell))
