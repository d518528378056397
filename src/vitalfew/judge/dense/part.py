"""Some KPIs' observations of one grain, turned around: [KPI, period], and where in them something stands.

What may be compared is what `sql/judgement.py` says: complete, ended and with a value.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from vitalfew.judge.dense.block import COMPLETE, REASON, SEEN, Block, Periods, States
from vitalfew.judge.series.point import Bools, Floats, Ints, Points

NOWHERE = -1


class Part(NamedTuple):
    """Value, denominator and state of each KPI and period; `whole` are those that may be compared."""

    periods: Periods
    value: Floats
    state: States
    denominator: Floats | None
    whole: Bools

    def present(self) -> Bools:
        """Whether there is an observation of a period that has ended."""
        found: Bools = (self.state > 0) & self.periods.ended
        return found

    def complete(self) -> Bools:
        """Whether there is one that is complete."""
        found: Bools = (self.state & COMPLETE > 0) & self.periods.ended
        return found

    def points(self) -> Points:
        """Give what may be compared as the kernels take it."""
        return self._points(*np.nonzero(self.whole))

    def newest(self) -> Points:
        """Give the last point of each KPI alone."""
        place = last(self.whole)
        row = np.flatnonzero(place != NOWHERE)
        return self._points(row, place[row])

    def _points(self, row: Ints, place: Ints) -> Points:
        of, value = self.periods, self.value[row, place]
        denominator = np.full(len(row), np.nan) if self.denominator is None else self.denominator[row, place]
        return Points(row, place + of.first, of.end_day[place] - 1, of.prior[place], of.begins[place], value, denominator)

    def value_at(self, place: Ints, among: Bools) -> Floats:
        """Give the value at a place of each KPI, NaN where it is not among those."""
        rows, at, inside = self._at(place)
        return np.where(inside & among[rows, at], self.value[rows, at], np.nan)

    def reason_at(self, place: Ints) -> Ints:
        """Give the code of the reason said at a place, 0 for none."""
        rows, at, inside = self._at(place)
        return np.where(inside, self.state[rows, at] // REASON, 0).astype(np.int64)

    def why_not(self, place: Ints, partial: int) -> Ints:
        """Give the code of why a place cannot be compared: the reason said, else `partial`; 0 where it can, or is empty."""
        rows, at, inside = self._at(place)
        state = self.state[rows, at]
        shown = inside & (state & SEEN > 0) & ~self.whole[rows, at]
        return np.where(shown, np.where(state >= REASON, state // REASON, partial), 0).astype(np.int64)

    def _at(self, place: Ints) -> tuple[Ints, Ints, Bools]:
        width = self.value.shape[1]
        return np.arange(len(place)), np.clip(place, 0, width - 1), (place >= 0) & (place < width)


def part(block: Block, rows: Ints) -> Part:
    """Give the part of some KPIs, whose rows in the block are in order."""
    dense = len(rows) and rows[-1] - rows[0] + 1 == len(rows)
    mine: slice | Ints = slice(rows[0], rows[-1] + 1) if dense else rows
    value, state = np.ascontiguousarray(block.value[:, mine].T), np.ascontiguousarray(block.state[:, mine].T)
    denominator = None if block.denominator is None else np.ascontiguousarray(block.denominator[:, mine].T)
    whole = (state & COMPLETE > 0) & block.periods.ended & ~np.isnan(value)
    return Part(block.periods, value, state, denominator, whole)


def last(holds: Bools) -> Ints:
    """Give the last place of each row where something holds, `NOWHERE` for none."""
    width = holds.shape[1]
    back = holds[:, ::-1].argmax(axis=1) if width else np.zeros(len(holds), np.int64)
    found: Ints = np.where(holds.any(axis=1), width - 1 - back, NOWHERE)
    return found


def shifted(place: Ints, by: int) -> Ints:
    """Go so many periods on from a place; nowhere stays nowhere."""
    return np.where(place == NOWHERE, NOWHERE, place + by)
