"""Values of KPIs from pasted cells: a row for each value, a row for each KPI with periods above, or the other way round."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple

from vitalfew.base.errors import BadOption, Refused
from vitalfew.base.period import Grain, Period
from vitalfew.base.said import say
from vitalfew.exchange.header import SYNONYMS
from vitalfew.exchange.moment import Hint, Moment, day_first_of, read_moment
from vitalfew.exchange.number import Style, style_of
from vitalfew.exchange.paste import Grid, Pasted
from vitalfew.exchange.typed import Typed, exact, typed
from vitalfew.model.entry import FOLDER, Entry
from vitalfew.model.kpi import Kpi
from vitalfew.rhythm.intake import Around, Board, Columns, Intake, Names, cell_of, columns_of, kpi_names, passed_over
from vitalfew.store.entry import Given, is_entered, kept, read_period

HEADS = {
    "kpi": f"{SYNONYMS['name']} | {SYNONYMS['id']}",
    "period": SYNONYMS["period"],
    "value": SYNONYMS["value"],
    "note": SYNONYMS["comment"],
}
FARTHEST = 100
"""How many years away a day may be at all."""


class Place(NamedTuple):
    """A value with what it is of."""

    kpi: Pasted
    period: Pasted
    value: Pasted
    note: Pasted | None


class When(NamedTuple):
    """A period, or why there is none."""

    period: Period | None
    unclear: str = ""
    wrong: str = ""
    help: str = ""


@dataclass
class Reader:
    """What is known while the cells are read."""

    around: Around
    board: Board
    day_first: bool | None = None
    style: Style | None = None
    styles: dict[int, Style | None] = field(default_factory=dict)
    _names: Names | None = None
    _kpis: dict[str, Kpi | None] = field(default_factory=dict)
    _whens: dict[tuple[str, Grain], When] = field(default_factory=dict)
    _before: dict[str, dict[tuple[Grain, date], Entry]] = field(default_factory=dict)
    _given: dict[tuple[str, date], Pasted] = field(default_factory=dict)

    def kpi(self, cell: Pasted) -> Kpi | None:
        """Give the KPI that a cell names, where a value of it may be entered; what is wrong stands at its cell."""
        if cell.text not in self._kpis:
            self._kpis[cell.text] = self._named(cell)
        kpi = self._kpis[cell.text]
        if kpi is not None:
            self.board.put(cell, "key", kpi.id)
        elif (cell.row, cell.column) not in self.board.found:
            self._named(cell)
        return kpi

    def _named(self, cell: Pasted) -> Kpi | None:
        around = self.around
        self._names = self._names or kpi_names(around.framework)
        found = self._names.find(cell.text)
        wrong, help_ = found.wrong, found.help
        kpi = around.framework.kpi.get(found.id)
        if kpi and (kpi.id in around.unseen or not around.may(kpi.id)):
            wrong, help_ = say("your roles do not let you enter values of this KPI"), say("ask the owner of the KPI")
        elif kpi and kpi.scale == "text":
            wrong, help_ = say("this KPI is said in words"), say("say them on your page")
        elif kpi and not is_entered(around.framework, kpi):
            wrong, help_ = say("this KPI is measured from data, not entered by hand"), say("correct it in its source")
        if wrong:
            self.board.wrong(cell, wrong, help_)
            return None
        return kpi

    def when(self, cell: Pasted, kpi: Kpi) -> When:
        """Read the period that a cell names, of the grain in which values of a KPI are entered."""
        key = (cell.text, kpi.grain)
        if key not in self._whens:
            self._whens[key] = self._period(cell.text, kpi.grain)
        return self._whens[key]

    def _period(self, text: str, grain: Grain) -> When:
        calendar, today = self.around.framework.calendar.calendar, self.around.today
        try:
            return When(read_period(calendar, grain, text, today))
        except BadOption as error:
            wanted = error.help
        found = read_moment(text, Hint(today.year, self.day_first))
        if found is None or abs(found.start.year - today.year) > FARTHEST:
            return When(None, wrong=say("`{text}` is no period", text=text), help=wanted)
        own = self._of(found, grain)
        if own is None:
            why = say("`{text}` is no {grain}, and values of this KPI are entered by {grain}", text=text, grain=grain)
            return When(None, wrong=why, help=wanted)
        try:
            period = read_period(calendar, grain, calendar.label(own), today)
        except BadOption as error:
            return When(None, wrong=say("`{text}` is no period that a value can be of", text=text), help=error.help)
        assumed = say("its {what} is assumed", what=found.assumed) if found.assumed else ""
        return When(period, assumed, help=say("write it as {label}", label=calendar.label(period)) if assumed else "")

    def _of(self, found: Moment, grain: Grain) -> Period | None:
        """Give the organisation's own period for a moment; None where the words may mean another."""
        calendar = self.around.framework.calendar.calendar
        if found.grain is None:
            return calendar.period(grain, found.start)
        is_usual = (calendar.fiscal_month, calendar.fiscal_day) == (1, 1) and not calendar.weeks
        is_month = grain == "month" and calendar.fiscal_day == 1 and not calendar.weeks
        is_week = grain == "week" and not calendar.weeks
        if found.grain != grain or not (is_usual or is_month or is_week):
            return None
        return calendar.period(grain, found.start + timedelta(days=3 if grain == "week" else 0))

    def before(self, kpi: Kpi, period: Period) -> Entry | None:
        """Give what was entered last for a period."""
        if kpi.id not in self._before:
            entries = kept(self.around.root / FOLDER / f"{kpi.id}.csv")
            self._before[kpi.id] = {(each.every, each.date): each for each in entries}
        return self._before[kpi.id].get((kpi.grain, period.start))

    def read(self, place: Place) -> Given | None:
        """Read one value; None where nothing is written, and why stands at its cells."""
        kpi = self.kpi(place.kpi)
        if kpi is None or not place.value.text:
            return None
        when = self.when(place.period, kpi)
        if when.period is None:
            self.board.wrong(place.period, when.wrong, when.help)
            return None
        label = self.around.framework.calendar.calendar.label(when.period)
        self.board.put(place.period, "unclear" if when.unclear else "key", label, said=when.unclear, help=when.help)
        if passed_over(self.board, place.value):
            return None
        earlier = self._given.setdefault((kpi.id, when.period.start), place.value)
        if earlier != place.value:
            self.board.wrong(
                place.value, say("{place} gives a value for it already", place=earlier.place), say("clear one of the two")
            )
            return None
        found = typed(place.value.text, kpi, self.style or self.styles.get(place.value.column))
        return self._settled(place, kpi, when.period, label, found)

    def _settled(self, place: Place, kpi: Kpi, period: Period, label: str, found: Typed) -> Given | None:
        if found.value is None:
            self.board.wrong(place.value, found.wrong, found.help)
            return None
        before, note = self.before(kpi, period), place.note.text if place.note else ""
        stood = _written(before.value, kpi) if before else ""
        now = _written(found.value, kpi)
        is_noted = bool(note) and (before is None or before.note != note)
        if place.note:
            self.board.put(place.note, "new" if is_noted else "same", note)
        if not self.board.settle(place.value, now, stood, unclear=found.unclear, help=found.help) and not is_noted:
            return None
        return Given(kpi.id, label, repr(found.value) if kpi.scale != "yes-no" else f"{found.value:g}", note)


def _written(value: float, kpi: Kpi) -> str:
    return (say("yes") if value else say("no")) if kpi.scale == "yes-no" else exact(value, kpi.unit)


def read_values(grid: Grid, around: Around) -> Intake:
    """Read a table of values; raises Refused where it names no KPI or no period."""
    board = Board(grid)
    reader = Reader(around, board)
    places = [*_places(board, reader)]
    texts = [each.value.text for each in places]
    reader.style = style_of(texts)
    for column in {each.value.column for each in places}:
        reader.styles[column] = style_of(each.value.text for each in places if each.value.column == column)
    reader.day_first = day_first_of(dict.fromkeys(each.period.text for each in places))
    values = [given for place in places if (given := reader.read(place)) is not None]
    return Intake(board.rows, values=tuple(values))


def _places(board: Board, reader: Reader) -> Iterator[Place]:
    """Give where each value stands, by the layout that the first row shows."""
    periods: list[Pasted] = []

    def is_period(head: Pasted) -> bool:
        found = read_moment(head.text, Hint(reader.around.today.year)) is not None or head.text[:4].isdigit() or "FY" in head.text
        if found:
            periods.append(head)
        return found

    columns = columns_of(board, HEADS, rest=is_period)
    if "kpi" in columns and "value" in columns and "period" in columns:
        return _long(board, columns)
    if "kpi" in columns and periods:
        return _wide(board, columns, periods)
    if "kpi" not in columns and ("period" in columns or not board.grid.heads[0].text):
        return _turned(board, columns)
    raise Refused(
        say("the first row does not say which column is what"),
        say("head the columns `KPI`, `Period`, `Value`; or `KPI` and the periods; or `Period` and the names of the KPIs"),
    )


def _long(board: Board, columns: Columns) -> Iterator[Place]:
    for row in board.grid.below:
        kpi, period = row[columns["kpi"] - 1], row[columns["period"] - 1]
        if not (kpi.text and period.text):
            board.wrong(period if kpi.text else kpi, say("the row does not say of what its value is"), say("fill in this cell"))
            continue
        yield Place(kpi, period, row[columns["value"] - 1], cell_of(row, columns, "note"))


def _wide(board: Board, columns: Columns, periods: Sequence[Pasted]) -> Iterator[Place]:
    for row in board.grid.below:
        kpi = row[columns["kpi"] - 1]
        if not kpi.text:
            board.wrong(kpi, say("the row names no KPI"), say("fill in this cell"))
            continue
        yield from (Place(kpi, head, row[head.column - 1], None) for head in periods)


def _turned(board: Board, columns: Columns) -> Iterator[Place]:
    first = columns.get("period", 1)
    for row in board.grid.below:
        period = row[first - 1]
        if not period.text:
            board.wrong(period, say("the row names no period"), say("fill in this cell"))
            continue
        named = (head for head in board.grid.heads if head.text and head.column not in columns.values())
        yield from (Place(head, period, row[head.column - 1], None) for head in named)
