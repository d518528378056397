"""Results of KPIs as one Arrow table in the columns of observations."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from vitalfew.base.period import Calendar, Grain
from vitalfew.measure.compute import Result
from vitalfew.measure.counting import EPOCH, starts
from vitalfew.measure.coverage import Floats
from vitalfew.measure.series import REASONS
from vitalfew.model.observation import COLUMNS

SCHEMA = pa.schema([(name, pa.type_for_alias(type_)) for name, type_ in COLUMNS.items()])


@dataclass(frozen=True)
class Block:
    """One KPI at one grain in one slice."""

    kpi: str
    recipe: str
    grain: Grain
    slice: str
    result: Result


def as_table(blocks: Iterable[Block], calendar: Calendar, *, run: str, recorded_at: datetime) -> pa.Table:
    """Lay blocks under each other."""
    blocks = [block for block in blocks if len(block.result.series)]
    if not blocks:
        return SCHEMA.empty_table()
    lengths = [len(block.result.series) for block in blocks]
    which = np.repeat(np.arange(len(blocks)), lengths)
    all_series = [block.result.series for block in blocks]
    edges = [starts(calendar, block.grain, each.first, len(each)) for block, each in zip(blocks, all_series, strict=True)]
    columns = {
        "kpi": _named([block.kpi for block in blocks], which),
        "grain": _named([block.grain for block in blocks], which),
        "number": pa.array(np.concatenate([np.arange(each.first, each.first + len(each)) for each in all_series])),
        "start": _days(np.concatenate([each[:-1] for each in edges])),
        "end": _days(np.concatenate([each[1:] for each in edges])),
        "complete": pa.array(np.concatenate([each.complete for each in all_series])),
        "share": pa.array(np.concatenate([each.share for each in all_series])),
        "value": _numbers([each.value for each in all_series]),
        "numerator": _numbers([_kept(block.result.numerator, len(block.result.series)) for block in blocks]),
        "denominator": _numbers([_kept(block.result.denominator, len(block.result.series)) for block in blocks]),
        "missing": _named(list(REASONS), np.concatenate([each.reason for each in all_series])),
        "slice": _named([block.slice for block in blocks], which),
        "recipe": _named([block.recipe for block in blocks], which),
        "run": pa.repeat(pa.scalar(run, pa.string()), len(which)),
        "recorded_at": pa.repeat(pa.scalar(recorded_at, pa.timestamp("us")), len(which)),
    }
    return pa.table(columns).cast(SCHEMA)


def _named(names: Sequence[str | None], codes: npt.NDArray[np.generic]) -> pa.Array:
    return pa.array(names, pa.string()).take(pa.array(codes.astype(np.int64)))


def _days(ordinals: npt.NDArray[np.int64]) -> pa.Array:
    return pa.array((ordinals - EPOCH).astype(np.int32)).cast(pa.date32())


def _kept(values: Floats | None, count: int) -> Floats:
    return np.full(count, np.nan) if values is None else values


def _numbers(parts: list[Floats]) -> pa.Array:
    values = np.concatenate(parts)
    return pa.array(values, mask=~np.isfinite(values))
