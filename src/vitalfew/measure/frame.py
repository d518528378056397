"""The stretches of time that rows are counted in: the periods of a grain one after another, or windows that may overlap."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np

from vitalfew.base.period import Calendar, Grain
from vitalfew.measure.counting import Integers, number_sql, starts
from vitalfew.measure.coverage import Coverage
from vitalfew.measure.prepare import Basis
from vitalfew.model.measure import Over, Span
from vitalfew.sources.engine import quoted

Windows = tuple[tuple[date, date], ...]


@dataclass(frozen=True)
class Frame:
    """The periods of a grain that a basis is asked for, from its first date to the one that holds today; or `windows`, half-open.

    Rows of today do not count yet, so that a value does not hang on the hour at which it was measured.
    A frame that is `cut` begins later than the data, so that rows before it are left out.
    """

    calendar: Calendar
    grain: Grain
    first: int
    count: int
    today: date
    cover: Coverage
    windows: Windows = ()
    cut: bool = False

    @property
    def begins(self) -> Integers:
        """The first day of each stretch, as an ordinal."""
        return self._edges()[0]

    @property
    def ends(self) -> Integers:
        """The day after each stretch."""
        return self._edges()[1]

    def _edges(self) -> tuple[Integers, Integers]:
        if self.windows:
            ordinals = np.array([[start.toordinal(), end.toordinal()] for start, end in self.windows], dtype=np.int64)
            return ordinals[:, 0], ordinals[:, 1]
        edges = starts(self.calendar, self.grain, self.first, self.count)
        return edges[:-1], edges[1:]

    def rows(self, basis: Basis, condition: str = "") -> str:
        """Write the rows of a basis with the number of their stretch as `/n`; a row counts in every window that holds it."""
        dated = f'(SELECT *, {basis.day} AS "/day" FROM {basis.rows})'
        past = f"WHERE \"/day\" < DATE '{self.today}'{condition}"
        if not self.windows:
            if self.cut:
                past += f" AND \"/day\" >= DATE '{date.fromordinal(int(self.begins[0]))}'"
            number = number_sql(self.calendar, self.grain, '"/day"')
            return _newest(basis, f'FROM (SELECT *, {number} AS "/n" FROM {dated}) {past}')
        numbered = enumerate(self.windows, self.first)
        values = ", ".join(f"({number}, DATE '{start}', DATE '{end}')" for number, (start, end) in numbered)
        windows = f'(VALUES {values}) AS "/w"("/n", "/from", "/to")'
        return _newest(basis, f'FROM {dated} JOIN {windows} ON "/day" >= "/from" AND "/day" < "/to" {past}')

    def looking_back(self, over: Over) -> Frame:
        """Give the same stretches with their beginnings moved back, as a measure's `over` says."""
        ends = [date.fromordinal(int(each)) for each in self.ends]
        starts_ = [date.fromordinal(int(each)) for each in self.begins]
        if over == "all":
            first = date.fromordinal(self.cover.first)
            return replace(self, windows=tuple((min(first, start), end) for start, end in zip(starts_, ends, strict=True)))
        return replace(self, windows=tuple((_back(self.calendar, over, end), end) for end in ends))


def _back(calendar: Calendar, over: Over, end: date) -> date:
    if not isinstance(over, Span):
        return calendar.period(over, end - timedelta(days=1)).start if over != "all" else end
    if over.months is None:
        return end - timedelta(days=over.days or 7 * (over.weeks or 0))
    year, month = divmod(end.year * 12 + end.month - 1 - over.months, 12)
    return date(year, month + 1, min(end.day, monthrange(year, month + 1)[1]))


def _newest(basis: Basis, rows: str) -> str:
    """Keep of balances the newest rows in each stretch."""
    if basis.levels is None:
        return rows
    names = ", ".join(['"/n"', *(quoted(each) for each in basis.levels)])
    newest = f"QUALIFY rank() OVER (PARTITION BY {names} ORDER BY {quoted(basis.column)} DESC) = 1"
    return f"FROM (SELECT * {rows} {newest})"
