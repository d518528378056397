"""One line of the relational half's result, as Python reads it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import pyarrow as pa

from vitalfew.model.verdict import State, Status


class Row(NamedTuple):
    """What the expression says of one KPI; numbers of periods are of its own grain unless named otherwise.

    `wow_now` and `mom_now` are the newest complete week and month, beside which `wow` and `mom` stand.
    """

    kpi: str
    judged: int | None
    due: int
    value: float | None
    point: float | None
    current: float | None
    previous: float | None
    wow_now: float | None
    wow: float | None
    mom_now: float | None
    mom: float | None
    yoy: float | None
    previous_missing: str | None
    wow_now_missing: str | None
    wow_missing: str | None
    mom_now_missing: str | None
    mom_missing: str | None
    yoy_missing: str | None
    newest_missing: str | None
    due_missing: str | None
    target: float | None
    threshold: float | None
    state: State
    status: Status | None
    last_status: Status | None
    score: float | None
    progress: float | None
    pace: float | None


def read(table: pa.Table) -> Iterator[Row]:
    """Give the rows in the table's order."""
    columns = [table[name].to_pylist() for name in Row._fields]
    return (Row(*each) for each in zip(*columns, strict=True))
