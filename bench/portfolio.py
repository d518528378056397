"""The portfolio of the largest vendor in the field, made up: 30,713 plans, 154,790 goals, 543,851 measures, 36 months.

The same share gives the same bytes. Observations are one Parquet file a month, measures in random order, as they come in;
what a framework would say of each measure stands beside them in the columns of `judge.sql.schema`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from vitalfew.base.period import Calendar
from vitalfew.judge.sql.schema import KPI, OBSERVATION, PERIOD, SEGMENT, TRIGGER

PLANS, GOALS, MEASURES, MONTHS = 30_713, 154_790, 543_851, 36
TODAY = date(2026, 7, 14)
SEED = 20260714
TYPES = {"string": pa.string(), "int32": pa.int32(), "float64": pa.float64(), "bool": pa.bool_()}
Numbers = np.ndarray[Any, np.dtype[np.float64]]


class Drawn(NamedTuple):
    """What the months of each measure are drawn around, and which way is good."""

    level: Numbers
    slope: Numbers
    noise: Numbers
    season: Numbers
    sense: np.ndarray[Any, np.dtype[np.int32]]


def write_portfolio(folder: Path, share: float) -> int:
    """Write the portfolio's `share` into a folder and give its number of observations."""
    random = np.random.default_rng(SEED)
    count = max(1, round(MEASURES * share))
    ids = _ids(count)
    drawn = _draw(random, count)
    calendar, last = Calendar(), Calendar().period("month", TODAY).number - 1
    (folder / "observation").mkdir(parents=True, exist_ok=True)
    for number in range(last - MONTHS + 1, last + 1):
        _write(folder / "observation" / f"{number}.parquet", OBSERVATION, _month(random, ids, drawn, number))
    _write(folder / "period.parquet", PERIOD, _periods(calendar, last))
    _write(folder / "kpi.parquet", KPI, _kpis(random, ids, drawn, last))
    _write(folder / "segment.parquet", SEGMENT, _segments(ids, drawn))
    _write(folder / "trigger.parquet", TRIGGER, _triggers(random, ids))
    _write_tree(folder / "tree.parquet", random, ids, share)
    return count * MONTHS


def _ids(count: int) -> pa.Array:
    """Make the names without a Python string, in one piece whatever their number."""
    numbers = pc.utf8_lpad(pa.array(np.arange(count)).cast(pa.string()), 7, "0")
    return pc.binary_join_element_wise("measure-", numbers, "")


def _draw(random: np.random.Generator, count: int) -> Drawn:
    level = random.lognormal(4.0, 1.0, count)
    return Drawn(
        level,
        level * random.normal(0.0, 0.004, count),
        level * random.uniform(0.02, 0.15, count),
        level * np.where(random.random(count) < 0.3, 0.1, 0.0),
        random.choice(np.array([1, -1, 0], dtype=np.int32), count, p=[0.6, 0.3, 0.1]),
    )


def _month(random: np.random.Generator, ids: pa.Array, drawn: Drawn, number: int) -> dict[str, object]:
    """One month of all measures in random order; one in fifty has no value."""
    order = random.permutation(len(ids))
    swing = drawn.season * np.sin(2 * np.pi * (number % 12) / 12)
    middle = drawn.level + drawn.slope * (number % MONTHS) + swing
    value = (middle + drawn.noise * random.standard_normal(len(ids)))[order]
    lost = random.random(len(ids)) < 0.02
    why = pa.array(np.where(lost, np.int8(0), np.int8(-1)), mask=~lost)
    return {
        "kpi": ids.take(pa.array(order)),
        "grain": _same("month", len(ids)),
        "number": np.full(len(ids), number, dtype=np.int32),
        "complete": np.full(len(ids), fill_value=True),
        "value": pa.array(value, mask=lost),
        "missing": pa.DictionaryArray.from_arrays(why, ["no-rows"]),
        "slice": _same("", len(ids)),
    }


def _periods(calendar: Calendar, last: int) -> dict[str, object]:
    periods = [calendar.numbered("month", number) for number in range(last - MONTHS + 1, last + 2)]
    years = [calendar.period("year", each.last_day) for each in periods]
    return {
        "grain": _same("month", len(periods)),
        "number": [each.number for each in periods],
        "end_day": [each.end.toordinal() for each in periods],
        "today": [TODAY.toordinal()] * len(periods),
        "prior": [each.number - 12 for each in periods],
        "first": [calendar.period("month", year.start).number for year in years],
    }


def _kpis(random: np.random.Generator, ids: pa.Array, drawn: Drawn, last: int) -> dict[str, object]:
    count = len(ids)
    band = drawn.sense == 0
    edges = {"low": 0.95, "high": 1.1, "best": 1.0, "floor": 0.85, "ceiling": 1.2}
    return {
        "kpi": ids,
        "own": _same("month", count),
        "today": np.full(count, TODAY.toordinal(), dtype=np.int32),
        "now": np.full(count, last + 1, dtype=np.int32),
        "due": np.full(count, last, dtype=np.int32),
        "sense": drawn.sense,
        "paused": random.random(count) < 0.01,
        "to_date": np.zeros(count, dtype=bool),
        "prior_path": np.zeros(count, dtype=bool),
        "rules": _same("wheeler", count),
        "baseline": drawn.level,
        "final": pa.array(drawn.level * (1 + 0.1 * drawn.sense), mask=band),
        **{name: pa.array(drawn.level * factor, mask=~band) for name, factor in edges.items()},
    }


def _segments(ids: pa.Array, drawn: Drawn) -> dict[str, object]:
    """A path of three years for the target and a line under it for the threshold, of all but the bands."""
    sided = np.flatnonzero(drawn.sense)
    level, sense = drawn.level[sided], drawn.sense[sided]
    names, start, end = ids.take(pa.array(sided)), date(2024, 1, 1).toordinal(), date(2027, 1, 1).toordinal()
    return {
        "kpi": pa.concat_arrays([names, names]),
        "role": pa.concat_arrays([_same("target", len(sided)), _same("threshold", len(sided))]),
        "from_day": np.repeat([start, 0], len(sided)),
        "to_day": np.repeat([end, date.max.toordinal() + 1], len(sided)),
        "from_value": np.concatenate([level, level * (1 - 0.1 * sense)]),
        "to_value": np.concatenate([level * (1 + 0.1 * sense), level * (1 - 0.1 * sense)]),
    }


def _triggers(random: np.random.Generator, ids: pa.Array) -> dict[str, object]:
    """Of each measure: worse three times, missed twice, in a tenth 4 of 6 missed too, in half a signal, and one period late."""
    count = len(ids)
    some = [
        np.arange(count),
        np.arange(count),
        *(np.flatnonzero(random.random(count) < part) for part in (0.1, 0.5)),
        np.arange(count),
    ]
    terms = (("worse_in_a_row", 3, 0), ("missed", 2, 0), ("missed", 4, 6), ("signal_against", 1, 0), ("stale", 1, 0))
    return {
        "kpi": pa.concat_arrays([ids.take(pa.array(rows)) for rows in some]),
        "pattern": pa.concat_arrays([_same(name, len(rows)) for (name, _, _), rows in zip(terms, some, strict=True)]),
        "times": np.concatenate([np.full(len(rows), times) for (_, times, _), rows in zip(terms, some, strict=True)]),
        "periods": np.concatenate([np.full(len(rows), of) for (_, _, of), rows in zip(terms, some, strict=True)]),
    }


def _write_tree(path: Path, random: np.random.Generator, ids: pa.Array, share: float) -> None:
    """Which goal each measure belongs to, and which plan each goal."""
    goals, plans = max(1, round(GOALS * share)), max(1, round(PLANS * share))
    goal = random.integers(0, goals, len(ids))
    plan = random.integers(0, plans, goals)[goal]
    pq.write_table(pa.table({"kpi": ids, "goal": goal, "plan": plan}), path, compression="zstd")


def _same(word: str, count: int) -> pa.Array:
    """One word for all, kept once: a column of it is written in no time."""
    return pa.DictionaryArray.from_arrays(np.zeros(count, np.int8), [word])


def _write(path: Path, schema: Mapping[str, str], columns: Mapping[str, object]) -> None:
    """Write the columns of a schema; one that is not given is null, or false."""
    count = len(columns["kpi" if "kpi" in columns else "grain"])  # type: ignore[arg-type]  # arrays and lists alike
    given = {name: _column(columns[name], kind) if name in columns else _nothing(kind, count) for name, kind in schema.items()}
    words = [name for name, column in given.items() if pa.types.is_dictionary(column.type)]
    # Who reads the file gets plain words; ids and values, which do not repeat, are not tried as a dictionary.
    pq.write_table(pa.table(given), path, compression="zstd", use_dictionary=words, store_schema=False)


def _column(column: object, kind: str) -> pa.Array:
    found = pa.array(column)
    return found if pa.types.is_dictionary(found.type) else found.cast(TYPES[kind])


def _nothing(kind: str, count: int) -> pa.Array:
    return pa.repeat(pa.scalar(value=False), count) if kind == "bool" else pa.nulls(count, TYPES[kind])
