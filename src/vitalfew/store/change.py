"""What the rows of a run change in what is known, decided for all keys at once.

A row is taken where it says other than what is known, with three exceptions:

- a period that had not ended on the run's day keeps what a run of a later day said of it (*withheld*);
- a complete value of an earlier recipe stays until restated, where the present recipe gives another number (*held*);
- a known period or slice that the run should have met and did not is *withdrawn*, by a row that says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import reduce

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from vitalfew.model.observation import COLUMNS, Recorded

SCHEMA = pa.schema([(name, pa.type_for_alias(type_)) for name, type_ in COLUMNS.items()])
KEY = ["kpi", "grain", "number", "slice"]
SAID = ("start", "end", "complete", "missing")
NUMBERS = ("share", "value", "numerator", "denominator")
SAME = 1e-12
"""The relative difference below which two numbers are one: the engine adds up in any order."""
WITHDRAWN = "withdrawn"
"""The word under `missing` of a row that takes a period or slice back."""


@dataclass(frozen=True)
class Run:
    """One measuring run: its id and time, the day it measured as of, the first day it looked at by KPI (none named: all)."""

    run: str
    recorded_at: datetime
    today: date
    since: Mapping[str, date] = field(default_factory=dict)
    restate: bool = False


@dataclass(frozen=True)
class Change:
    """The rows to keep, and how many were of which sort."""

    rows: pa.Table
    recorded: Recorded


def newest(rows: pa.Table) -> pa.Table:
    """Give the last row of each key; what was withdrawn is left out."""
    return standing(rows.take(_by_key(rows)["row_max"]))


def standing(rows: pa.Table) -> pa.Table:
    """Leave out the rows that take something back."""
    return rows.filter(pc.fill_null(pc.not_equal(rows["missing"], WITHDRAWN), fill_value=True))


def change(known: pa.Table, days: pa.ChunkedArray, rows: pa.Table, run: Run) -> Change:
    """Compare a run's rows with the newest known of each key; `days` are the days as of which the known were measured."""
    both = pa.concat_tables([known, rows]).combine_chunks()
    places = _by_key(both)
    is_known = pc.less(places["row_min"], known.num_rows)
    is_given = pc.greater_equal(places["row_max"], known.num_rows)
    first = rows.take(pc.subtract(places.filter(pc.invert(is_known))["row_max"], known.num_rows))
    pairs, gone = places.filter(pc.and_(is_known, is_given)), places.filter(pc.invert(is_given))
    old, new = both.take(pairs["row_min"]), both.take(pairs["row_max"])
    late = _later(days.take(pairs["row_min"]), new, run)
    other = pc.invert(_same(old, new))
    held = pc.and_(other, _earlier(old, new["recipe"], run))
    differs = pc.or_(other, pc.not_equal(old["recipe"], new["recipe"]))
    taken = pc.and_(differs, pc.invert(pc.or_(late, held)))
    restated = pc.and_(taken, pc.and_(_complete(old), pc.invert(_near(old["value"], new["value"]))))
    tombs = _withdrawn(known.take(gone["row_min"]), days.take(gone["row_min"]), rows, run)
    recorded = Recorded(
        new=first.num_rows + _count(taken),
        restated=_count(restated),
        withdrawn=tombs.num_rows,
        withheld=_count(pc.and_(late, differs)),
        held=_count(pc.and_(held, pc.invert(late))),
    )
    return Change(pa.concat_tables([first, new.filter(taken), tombs]).combine_chunks(), recorded)


def _withdrawn(gone: pa.Table, days: pa.ChunkedArray, rows: pa.Table, run: Run) -> pa.Table:
    """Take back what a KPI measured in this run no longer has, of the periods that the run looked at."""
    recipes = recipes_of(rows)
    present = recipes["recipe"].take(pc.index_in(gone["kpi"], value_set=recipes["kpi"].combine_chunks()))
    met = pc.and_(pc.is_valid(present), pc.less_equal(gone["start"], pa.scalar(run.today, pa.date32())))
    met = pc.and_(met, pc.fill_null(pc.greater(gone["end"], _since(gone, run)), fill_value=True))
    kept = pc.or_(_later(days, gone, run), pc.fill_null(_earlier(gone, present, run), fill_value=False))
    mask = pc.and_(met, pc.invert(kept))
    lost, count = gone.filter(mask), _count(mask)
    said = {
        "complete": pa.array([False] * count, pa.bool_()),
        "share": pa.array([0.0] * count, pa.float64()),
        **{name: pa.nulls(count, pa.float64()) for name in ("value", "numerator", "denominator")},
        "missing": pa.array([WITHDRAWN] * count, pa.string()),
        "recipe": present.filter(mask),
        "run": pa.array([run.run] * count, pa.string()),
        "recorded_at": pa.array([run.recorded_at] * count, pa.timestamp("us")),
    }
    return pa.table({name: said.get(name, lost[name]) for name in SCHEMA.names}, schema=SCHEMA)


def _since(rows: pa.Table, run: Run) -> pa.ChunkedArray:
    """Give for each row the first day that the run looked at of its KPI; null where it looked at all."""
    days = pa.array([*run.since.values()], pa.date32())
    return pa.chunked_array([days]).take(pc.index_in(rows["kpi"], value_set=pa.array([*run.since], pa.string())))


def recipes_of(rows: pa.Table) -> pa.Table:
    """Give the recipe of each KPI of a run's rows: one each."""
    return rows.group_by("kpi").aggregate([("recipe", "max")]).rename_columns(["kpi", "recipe"])


def _later(days: pa.ChunkedArray, rows: pa.Table, run: Run) -> pa.ChunkedArray:
    """Tell which periods had not ended on the run's day and were measured as of a later day."""
    today = pa.scalar(run.today, pa.date32())
    return pc.and_(pc.fill_null(pc.greater(days, today), fill_value=False), pc.greater(rows["end"], today))


def _earlier(old: pa.Table, recipe: pa.ChunkedArray, run: Run) -> pa.ChunkedArray:
    """Tell which known rows are complete values of another recipe, which only a restatement may replace."""
    other = pc.and_(pc.not_equal(old["recipe"], recipe), not run.restate)
    return pc.and_(other, _complete(old))


def _complete(rows: pa.Table) -> pa.ChunkedArray:
    return pc.and_(rows["complete"], pc.is_valid(rows["value"]))


def _by_key(rows: pa.Table) -> pa.Table:
    """Give the first and the last row of each key, by place."""
    # Far faster than an array of Python's numbers.
    places = pa.Array.from_buffers(pa.int64(), rows.num_rows, [None, pa.py_buffer(np.arange(rows.num_rows, dtype=np.int64))])
    numbered = rows.select(KEY).append_column("row", places)
    return numbered.group_by(KEY).aggregate([("row", "min"), ("row", "max")]).sort_by("row_max")


def _same(old: pa.Table, new: pa.Table) -> pa.ChunkedArray:
    said = [_equal(old[name], new[name]) for name in SAID]
    return reduce(pc.and_, [*said, *(_near(old[name], new[name]) for name in NUMBERS)])


def _equal(one: pa.ChunkedArray, other: pa.ChunkedArray) -> pa.ChunkedArray:
    empty = pc.and_(pc.is_null(one), pc.is_null(other))
    return pc.or_(empty, pc.fill_null(pc.equal(one, other), fill_value=False))


def _near(one: pa.ChunkedArray, other: pa.ChunkedArray) -> pa.ChunkedArray:
    empty = pc.and_(pc.is_null(one), pc.is_null(other))
    size = pc.max_element_wise(pc.abs(one), pc.abs(other))
    close = pc.less_equal(pc.abs(pc.subtract(one, other)), pc.multiply(size, SAME))
    return pc.or_(empty, pc.fill_null(close, fill_value=False))


def _count(mask: pa.ChunkedArray) -> int:
    return int(pc.sum(mask).as_py() or 0)
