"""Forecasts of series that were forecast before: where one value is entered, all other series are as they were.

Nothing is remembered until room is made for it, which a process does that judges again and again. A series is known by its
values, its season and what is asked of it, so that whatever changes any of them is forecast anew.
"""

from __future__ import annotations

from collections import OrderedDict
from hashlib import blake2b
from threading import Lock

import numpy as np

from vitalfew.judge.series.forecast import Forecasts, Outlook, Question, forecasts
from vitalfew.judge.series.holt import Column
from vitalfew.judge.series.window import Matrix

MOST = 20_000
"""How many series are remembered, those last asked for; at a quarter of a kilobyte each."""


class Memory:
    """What was said of series, by what they were; `most` is how many there is room for."""

    def __init__(self, most: int) -> None:
        self.most, self._lock = most, Lock()
        self._said: OrderedDict[bytes, Column] = OrderedDict()

    def forecasts(self, matrix: Matrix, season: int, question: Question) -> Forecasts:
        """Forecast each row of [series, period] as `forecast.forecasts` does; those alone that are not remembered."""
        if len(matrix) > self.most:
            return forecasts(matrix, season, question)
        keys = [_key(row, season, asked) for row, *asked in zip(matrix, *question, strict=True)]
        with self._lock:
            known = [self._said.get(key) for key in keys]
        new = [at for at, each in enumerate(known) if each is None]
        made = (
            _rows(forecasts(matrix[new], season, Question(question.ahead[new], question.floor[new], question.ceiling[new])))
            if new
            else np.empty((0, 10))
        )
        found = np.empty((len(keys), made.shape[1]))
        for at, each in enumerate(known):
            if each is not None:
                found[at] = each
        found[new] = made
        self._keep(keys, found)
        return _forecasts(found)

    def _keep(self, keys: list[bytes], found: Column) -> None:
        with self._lock:
            for key, row in zip(keys, found, strict=True):
                self._said[key] = row.copy()
                self._said.move_to_end(key)
            while len(self._said) > self.most:
                self._said.popitem(last=False)


def _key(row: Column, season: int, asked: list[np.float64]) -> bytes:
    return blake2b(row.tobytes() + np.array([season, *asked], dtype=np.float64).tobytes(), digest_size=16).digest()


def _rows(found: Forecasts) -> Column:
    columns = (found.method, found.values, *found.next, *found.at_target, found.p_miss, found.tried_season)
    return np.stack(columns, axis=1).astype(np.float64)


def _forecasts(rows: Column) -> Forecasts:
    method, values, *between, p_miss, tried = (column.copy() for column in rows.T)
    following, then = Outlook(*between[:3]), Outlook(*between[3:])
    return Forecasts(method.astype(np.int64), values.astype(np.int64), following, then, p_miss, tried.astype(np.bool_))


REMEMBERED = Memory(0)
"""What this process remembers."""
