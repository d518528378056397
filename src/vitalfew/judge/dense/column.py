"""From columns of numbers and codes to a table: words as dictionaries, and null for NaN and for -1."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from vitalfew.judge.dense.behave import RULE_NAMES
from vitalfew.judge.dense.latest import STATES, Columns
from vitalfew.judge.row import Row
from vitalfew.judge.series.forecast import METHODS
from vitalfew.judge.series.point import Floats, Ints
from vitalfew.judge.trigger import COUNTED, Standing

STATUSES = ("red", "amber", "green")
WORDS: dict[str, tuple[str, ...]] = {
    "state": STATES,
    "status": STATUSES,
    "last_status": STATUSES,
    "signal": ("down", "none", "up"),
    "signal_rule": RULE_NAMES,
    "forecast_method": METHODS,
}


def table(ids: pa.Array, columns: Columns, reasons: Sequence[str]) -> pa.Table:
    """Give columns as a table that begins as `row.Row` does; `reasons` are the words of what ends in `missing`."""
    order = [name for name in Row._fields if name in columns] + [name for name in columns if name not in Row._fields]
    words = {name: tuple(reasons) for name in order if name.endswith("_missing")} | WORDS
    return pa.table({"kpi": ids, **{name: _array(columns[name], words.get(name)) for name in order}})


def held(found: Standing, count: int) -> pa.Array:
    """Give for each KPI the list of its triggers that hold: for how many periods, and the number of the first of them."""
    offsets = np.searchsorted(found.declared.row, np.arange(count + 1)).astype(np.int32)
    columns = {
        "pattern": _array(found.declared.pattern, COUNTED),
        "times": _array(found.declared.least, None),
        "of": _array(found.declared.of, None),
        "periods": _array(found.periods, None),
        "since": _array(found.number, None),
    }
    return pa.ListArray.from_arrays(offsets, pa.StructArray.from_arrays(list(columns.values()), list(columns)))


def _array(column: Floats | Ints, words: tuple[str, ...] | None) -> pa.Array:
    if column.dtype == np.float64:
        return pa.array(column, mask=np.isnan(column))
    if words is None:
        return pa.array(column.astype(np.int32), mask=column < 0)
    codes = pa.array(column.astype(np.int8), mask=column < 0)
    return pa.DictionaryArray.from_arrays(codes, pa.array(words, pa.string()))
