"""The stretches of time that rows are counted in: the periods of a grain one after another, or windows that may overlap."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from vitalfew.base.period import Calendar, Grain
from vitalfew.measure.counting import Integers, number_sql, starts
from vitalfew.measure.coverage import Coverage
from vitalfew.measure.prepare import Basis

Windows = tuple[tuple[date, date], ...]


@dataclass(frozen=True)
class Frame:
    """The periods of a grain that a basis is asked for, from its first date to the one that holds today; or `windows`, half-open.

    Rows of today do not count yet, so that a value does not hang on the hour at which it was measured.
    """

    calendar: Calendar
    grain: Grain
    first: int
    count: int
    today: date
    cover: Coverage
    windows: Windows = ()

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
            number = number_sql(self.calendar, self.grain, '"/day"')
            return f'FROM (SELECT *, {number} AS "/n" FROM {dated}) {past}'
        values = ", ".join(f"({place}, DATE '{start}', DATE '{end}')" for place, (start, end) in enumerate(self.windows))
        windows = f'(VALUES {values}) AS "/w"("/n", "/from", "/to")'
        return f'FROM {dated} JOIN {windows} ON "/day" >= "/from" AND "/day" < "/to" {past}'
